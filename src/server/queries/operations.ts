import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { conversionRates } from './operations/conversion.ts'
import { cycleTime } from './operations/cycle.ts'
import { filters } from './operations/filters.ts'
import { flow } from './operations/flow.ts'
import { pipelineKpis } from './operations/kpis.ts'
import { opportunities } from './operations/opportunities.ts'
import { salesPerformance } from './operations/performance.ts'
import { pipeline } from './operations/pipeline.ts'
import { dealSizeDistribution } from './operations/sizes.ts'

const notYet = () => {
  throw new ApiError(501, 'not_yet', 'This question has no answer yet.')
}

export const operations: Handlers<'operations'> = {
  pipeline,
  pipelineKpis,
  salesPerformance,
  conversionRates,
  cycleTime,
  dealSizeDistribution,
  flow,
  forecast: notYet,
  opportunities,
  opportunity: notYet,
  filters,
}
