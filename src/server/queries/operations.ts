import type { Handlers } from '../handler.ts'
import { conversionRates } from './operations/conversion.ts'
import { cycleTime } from './operations/cycle.ts'
import { filters } from './operations/filters.ts'
import { flow } from './operations/flow.ts'
import { pipelineKpis } from './operations/kpis.ts'
import { forecast } from './operations/forecast.ts'
import { opportunities } from './operations/opportunities.ts'
import { opportunity } from './operations/opportunity.ts'
import { salesPerformance } from './operations/performance.ts'
import { pipeline } from './operations/pipeline.ts'
import { dealSizeDistribution } from './operations/sizes.ts'

export const operations: Handlers<'operations'> = {
  pipeline,
  pipelineKpis,
  salesPerformance,
  conversionRates,
  cycleTime,
  dealSizeDistribution,
  flow,
  forecast,
  opportunities,
  opportunity,
  filters,
}
