/** The forecast the product serves: prepare, choose the models by the length of history, combine. */

import { NotEnoughData } from '../errors.ts'
import { combine } from './combine.ts'
import { fitDotm, fitDynamicThetaLine } from './dotm.ts'
import { fitEts, type EtsWarmStart } from './ets.ts'
import type { Fitted, FitOptions, Forecast } from './model.ts'
import { fitMean } from './naive.ts'
import { prepare } from './prepare.ts'
import { shrunkFigure } from './shrink.ts'
import { adjusted } from './seasonal.ts'
import { fitTheta, fitThetaLine } from './theta.ts'

/** Parameters of a fit, from which a fit of almost the same series starts. Opaque: take it from one Pipeline, hand it to the next. */
export type WarmStart = { ets?: EtsWarmStart }

export type Pipeline = Fitted & {
  /** Which rule by length of history applied, in words. */
  rule: string
  /** The models whose mean this is. Their fitted values are as long as `y` without its leading zeros. */
  members: Fitted[]
  /** Positions in y that were clipped for fitting. Fitted values and residuals refer to y as it came. */
  outliers: number[]
  warm: WarmStart
}

type Choice = { rule: string; members: Fitted[]; warm: WarmStart }

const choose = (y: readonly number[], period: number, warm: WarmStart): Choice => {
  const n = y.length
  if (n < 6) return { rule: 'mean of the few months there are', members: [fitMean(y, { period })], warm: {} }
  if (period < 2 || n <= period) {
    const ets = fitEts(y, { period: 1, warm: warm.ets })
    return { rule: 'no season yet: exponential smoothing and theta', members: [ets, fitDynamicThetaLine(y)], warm: { ets: ets.warm } }
  }
  if (n < 3 * period) {
    let started: EtsWarmStart | undefined
    const { figure, type } = shrunkFigure(y, period)
    const ets = adjusted(
      (plain) => {
        const fit = fitEts(plain, { period: 1, warm: warm.ets })
        started = fit.warm
        return fit
      },
      y,
      figure,
      type,
    )
    const members = [adjusted(fitThetaLine, y, figure, type), adjusted(fitDynamicThetaLine, y, figure, type), ets]
    return { rule: 'short history: shrunk seasonal factors, then theta and exponential smoothing', members, warm: { ets: started } }
  }
  const ets = fitEts(y, { period, warm: warm.ets })
  return { rule: 'full combination', members: [ets, fitTheta(y, { period }), fitDotm(y, { period })], warm: { ets: ets.warm } }
}

/** Fits the combination the length of history allows. `warm`: from an earlier fit of almost the same series (a backtest's last origin).
 *  Forecasts of a series that was never negative are never negative. Throws InvalidData (NaN, infinity) and NotEnoughData (under 3
 *  observations after leading zeros). */
export const fitPipeline = (y: readonly number[], { period, warm = {} }: FitOptions & { warm?: WarmStart }): Pipeline => {
  const prepared = prepare(y, period)
  if (prepared.y.length < 3) throw new NotEnoughData(3, prepared.y.length)
  const { rule, members, warm: next } = choose(prepared.y, period, warm)
  const whole = combine(members, prepared.y)
  const fitted = [...Array.from({ length: prepared.cut }, () => NaN), ...whole.fitted]
  const floor = y.every((value) => value >= 0) ? (values: number[]) => values.map((value) => Math.max(0, value)) : (values: number[]) => values
  return {
    ...whole,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    rule,
    members,
    outliers: prepared.outliers,
    warm: next,
    forecast: (h, levels): Forecast => {
      const { mean, levels: used, lower, upper } = whole.forecast(h, levels)
      return { mean: floor(mean), levels: used, lower: lower.map(floor), upper: upper.map(floor) }
    },
  }
}
