/** The forecast the product serves: prepare, choose the models by the length of history, combine. */

import { NotEnoughData } from '../errors.ts'
import { fitCesForms, type CesWarmStart } from './ces.ts'
import { averageForms, combine, combineByMedian } from './combine.ts'
import { fitDynamicThetaLine } from './dotm.ts'
import { admissibleForms, fitEtsForms, type EtsWarmStart } from './ets.ts'
import { onLogarithms, proportionate } from './logarithm.ts'
import type { Fitted, FitOptions, Forecast } from './model.ts'
import { fitMean, fitNaive, fitSeasonalNaiveGrowing } from './naive.ts'
import { leadingZeros, prepare, validate } from './prepare.ts'
import { adjusted } from './seasonal.ts'
import { bayesianSeason, steinFigure } from './shrinkage.ts'
import { fitThetaLine } from './theta.ts'
import { inOwnUnit, inUnitOf } from './unit.ts'

/** Parameters of a fit, from which a fit of almost the same series starts. Opaque: take it from one Pipeline, hand it to the next. They are in
 *  the series' own unit (unit.ts), which a month more moves by little. */
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

type Choice = { rule: string; members: Fitted[]; whole: Fitted; warm: WarmStart }

/** The weight of the season before among the members, at most: as much as the data speak for a season at all (bayesianSeason). Chosen on M1, with M3 in view. */
const repeating = 0.6

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

  const mean = (rule: string, members: Fitted[], weights?: number[]): Choice => ({
    rule,
    members,
    whole: combine(members, y, weights),
    warm: next,
  })

  if (n < 6) return mean('fewer than 6 observations: their mean', [fitMean(y, { period })])
  if (period < 2 || n <= period) {
    const members = [onLogarithms(z => ets(z, 1), y), onLogarithms(fitDynamicThetaLine, y)]
    if (period < 2) return mean('without a season: ETS and DOTM', members)
    members.push(fitNaive(y, { period }), fitMean(y, { period }))
    const rule = 'no whole season yet: the median of ETS, DOTM, the last month and the mean'
    return { rule, members, whole: combineByMedian(members, y), warm: next }
  }
  if (n < 3 * period) {
    const { figure, strong } = bayesianSeason(proportionate(y) ? y.map(Math.log) : y, period)
    const members = [fitThetaLine, fitDynamicThetaLine, (z: number[]) => ets(z, 1)].map(fit =>
      seasonal(fit, () => figure),
    )
    if (n >= 2 * period) return mean('two seasons: shrunk seasonal factors, then theta, DOTM and ETS', members)
    members.push(onLogarithms(z => fitSeasonalNaiveGrowing(z, { period }), y))
    const weight = repeating * strong
    const rule =
      'one season: shrunk seasonal factors, then theta, DOTM, ETS, and the season before as far as it is a season'
    return mean(rule, members, [...Array.from({ length: 3 }, () => (1 - weight) / 3), weight])
  }
  const members = [
    ets(y, period),
    onLogarithms(ces, y),
    seasonal(fitDynamicThetaLine, steinFigure),
    seasonal(fitThetaLine, steinFigure),
  ]
  return mean('three seasons or more: ETS, CES, DOTM and theta', members)
}

/** Fits the combination the length of history allows. `warm`: from an earlier fit of almost the same series (a backtest's last origin).
 *  Forecasts of a series that was never negative are never negative. In another unit the forecast is the same in that unit, to nine digits.
 *  Throws InvalidData (NaN, infinity) and NotEnoughData (under 3 observations after leading zeros). */
export const fitPipeline = (
  y: readonly number[],
  { period, warm = {} }: FitOptions & { warm?: WarmStart },
): Pipeline => {
  validate(y)
  const cut = leadingZeros(y)
  const late = y.slice(cut)
  const own = inOwnUnit(late)
  const prepared = prepare(own.y, period)
  if (prepared.y.length < 3) throw new NotEnoughData(3, prepared.y.length)
  const { rule, members, whole: inside, warm: next } = choose(prepared.y, period, warm)
  const whole = inUnitOf(late, inside, own.unit)
  const fitted = [...Array.from({ length: cut }, () => NaN), ...whole.fitted]
  const floor = y.every(value => value >= 0)
    ? (values: number[]) => values.map(value => Math.max(0, value))
    : (values: number[]) => values
  return {
    ...whole,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    rule,
    members: members.map(member => inUnitOf(late, member, own.unit)),
    outliers: prepared.outliers.map(t => t + cut),
    warm: next,
    forecast: (h, levels): Forecast => {
      const { mean, levels: used, lower, upper } = whole.forecast(h, levels)
      return { mean: floor(mean), levels: used, lower: lower.map(floor), upper: upper.map(floor) }
    },
  }
}
