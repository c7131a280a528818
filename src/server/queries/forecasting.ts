import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { modelPerformance } from './forecasting/performance.ts'
import { revenue } from './forecasting/revenue.ts'
import { seasonality } from './forecasting/seasonality.ts'
import { removeTarget, setTarget, target } from './forecasting/target.ts'

const notYet = async (): Promise<never> => {
  throw new ApiError(501, 'not_yet', 'This answer is not made yet.')
}

export const forecasting: Handlers<'forecasting'> = {
  revenue,
  kpis: notYet,
  modelPerformance,
  seasonality,
  pipeline: notYet,
  churnRisk: notYet,
  revenueAtRisk: notYet,
  target,
  setTarget,
  removeTarget,
}
