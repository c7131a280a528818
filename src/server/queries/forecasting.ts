import type { Handlers } from '../handler.ts'
import { atRisk } from './customers/at-risk.ts'
import { kpis } from './forecasting/kpis.ts'
import { modelPerformance } from './forecasting/performance.ts'
import { pipeline } from './forecasting/pipeline.ts'
import { revenue } from './forecasting/revenue.ts'
import { revenueAtRisk } from './forecasting/risk.ts'
import { seasonality } from './forecasting/seasonality.ts'
import { removeTarget, setTarget, target } from './forecasting/target.ts'

export const forecasting: Handlers<'forecasting'> = {
  revenue,
  kpis,
  modelPerformance,
  seasonality,
  pipeline,
  churnRisk: atRisk,
  revenueAtRisk,
  target,
  setTarget,
  removeTarget,
}
