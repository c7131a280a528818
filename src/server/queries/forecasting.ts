import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { revenue } from './forecasting/revenue.ts'

const notYet = async (): Promise<never> => {
  throw new ApiError(501, 'not_yet', 'This answer is not made yet.')
}

export const forecasting: Handlers<'forecasting'> = {
  revenue,
  kpis: notYet,
  modelPerformance: notYet,
  seasonality: notYet,
  pipeline: notYet,
  churnRisk: notYet,
  revenueAtRisk: notYet,
  target: notYet,
  setTarget: notYet,
  removeTarget: notYet,
}
