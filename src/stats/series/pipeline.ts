/** The forecast the product serves: prepare, choose the models by the length of history, combine. */

import { NotEnoughData } from '../errors.ts'
import { fitCesForms, type CesWarmStart } from './ces.ts'
import { averageForms, combine } from './combine.ts'
import { fitDynamicThetaLine } from './dotm.ts'
import { admissibleForms, fitEtsForms, type EtsWarmStart } from './ets.ts'
import { onLogarithms, proportionate } from './logarithm.ts'
import type { Fitted, FitOptions, Forecast } from './model.ts'
import { fitMean } from './naive.ts'
import { prepare } from './prepare.ts'
import { adjusted } from './seasonal.ts'
import { bayesianFigure, steinFigure } from './shrinkage.ts'
import { fitThetaLine } from './theta.ts'

/** Parameters of a fit, from which a fit of almost the same series starts. Opaque: take it from one Pipeline, hand it to the next. */
export type WarmStart = { ets?: EtsWarmStart; ces?: CesWarmStart }

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

/** The forms of ETS that are averaged: no trend that goes on for ever (Gardner & McKenzie, Management Science 31 (1985)), and errors in
 *  proportion only where the series is one of proportions and not already in logarithms. */
const forms = (y: readonly number[], period: number) =>
  admissibleForms(y, period).filter(
    ({ error, trend }) => trend !== 'A' && (error === 'A' || (period > 1 && proportionate(y))),
  )

const choose = (y: readonly number[], period: number, warm: WarmStart): Choice => {
  const n = y.length,
    next: WarmStart = {}
  const ets = (z: readonly number[], m: number): Fitted => {
    const fits = fitEtsForms(z, { period: m, forms: forms(z, m), warm: warm.ets })
    next.ets = Object.fromEntries(fits.map(fit => [fit.method, fit.estimates]))
    return averageForms('ETS', fits, z)
  }
  const ces = (z: readonly number[]): Fitted => {
    const fits = fitCesForms(z, { period, warm: warm.ces })
    next.ces = Object.fromEntries(fits.map(fit => [fit.season, fit.estimates]))
    return averageForms('CES', fits, z)
  }
  const seasonal = (fit: (z: number[]) => Fitted, figure: (z: number[], m: number) => Float64Array): Fitted =>
    onLogarithms(z => adjusted(fit, z, figure(z, period), 'additive'), y)

  if (n < 6) return { rule: 'fewer than 6 observations: their mean', members: [fitMean(y, { period })], warm: next }
  if (period < 2 || n <= period) {
    const members = [onLogarithms(z => ets(z, 1), y), onLogarithms(fitDynamicThetaLine, y)]
    return { rule: 'no whole season yet: ETS and DOTM without a season', members, warm: next }
  }
  if (n < 3 * period) {
    const members = [fitThetaLine, fitDynamicThetaLine, (z: number[]) => ets(z, 1)].map(fit =>
      seasonal(fit, bayesianFigure),
    )
    return { rule: 'fewer than three seasons: shrunk seasonal factors, then theta, DOTM and ETS', members, warm: next }
  }
  const members = [
    ets(y, period),
    onLogarithms(ces, y),
    seasonal(fitDynamicThetaLine, steinFigure),
    seasonal(fitThetaLine, steinFigure),
  ]
  return { rule: 'three seasons or more: ETS, CES, DOTM and theta', members, warm: next }
}

/** Fits the combination the length of history allows. `warm`: from an earlier fit of almost the same series (a backtest's last origin).
 *  Forecasts of a series that was never negative are never negative. Throws InvalidData (NaN, infinity) and NotEnoughData (under 3
 *  observations after leading zeros). */
export const fitPipeline = (
  y: readonly number[],
  { period, warm = {} }: FitOptions & { warm?: WarmStart },
): Pipeline => {
  const prepared = prepare(y, period)
  if (prepared.y.length < 3) throw new NotEnoughData(3, prepared.y.length)
  const { rule, members, warm: next } = choose(prepared.y, period, warm)
  const whole = combine(members, prepared.y)
  const fitted = [...Array.from({ length: prepared.cut }, () => NaN), ...whole.fitted]
  const floor = y.every(value => value >= 0)
    ? (values: number[]) => values.map(value => Math.max(0, value))
    : (values: number[]) => values
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
