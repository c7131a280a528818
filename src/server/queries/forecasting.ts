import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'

const notYet = async (): Promise<never> => {
  throw new ApiError(501, 'not_yet', 'This answer is not made yet.')
}

export const forecasting: Handlers<'forecasting'> = {
  revenue: notYet,
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
