/**
 * Exponential smoothing: the 15 admissible state space models (error A or M; trend N, A or Ad; season N, A or M;
 * multiplicative season only with multiplicative errors), each by maximum likelihood, the best by AICc. Equations and
 * likelihood: ets-likelihood.ts.
 *
 * Hyndman, Koehler, Snyder & Grose, International Journal of Forecasting 18 (2002); Hyndman, Koehler, Ord & Snyder
 * (2008). As R's `ets` with restrict = TRUE and no multiplicative trend, but searched by BFGS with exact gradients,
 * which finds likelihoods at least as high.
 */

import { NotEnoughData } from '../errors.ts'
import { bfgs } from '../math/optimise.ts'
import { gaussianForecast } from './gaussian.ts'
import {
  filter,
  layout,
  likelihood,
  pack,
  parameterCount,
  unpack,
  type Form,
  type Parameters,
} from './ets-likelihood.ts'
import { startingPoints } from './ets-start.ts'
import { forecastDeviation, forecastMean } from './ets-forecast.ts'
import type { Fitted, FitOptions } from './model.ts'

/** What a fit on almost the same series may start from: parameters by name of form. */
export type EtsWarmStart = Record<string, Parameters>

export type EtsFitted = Fitted & { form: Form; aicc: number; logLikelihood: number; estimates: Parameters }

const errors = ['A', 'M'] as const,
  trends = ['N', 'A', 'Ad'] as const,
  seasons = ['N', 'A', 'M'] as const

export const formName = ({ error, trend, season }: Form): string => `ETS(${error},${trend},${season})`

/**
 * The forms a series allows: no ratio of anything that is not positive, no season without two of them, no more
 * parameters than data carry.
 */
export const admissibleForms = (y: readonly number[], period: number): Form[] => {
  const positive = y.every(value => value > 0)
  return errors
    .flatMap(error => trends.flatMap(trend => seasons.map(season => ({ error, trend, season }))))
    .filter(({ error, season }) => (error === 'M' ? positive : season !== 'M'))
    .filter(({ season }) => season === 'N' || (period > 1 && period <= 24 && y.length >= 2 * period))
    .filter(form => y.length - parameterCount(form, period) - 2 > 0)
}

/**
 * How far each coordinate of the free vector is likely to move: a logit by a third, a level or season by a third of the
 * start's error.
 */
const typicalSteps = (y: Float64Array, start: Parameters, form: Form): number[] => {
  const { fitted } = filter(y, start, form)
  const error = Math.sqrt(fitted.reduce((sum, f, t) => sum + (y[t]! - f) ** 2, 0) / y.length)
  const { smoothing, trend, season } = layout(form, start.season.length)
  return [
    ...Array.from({ length: smoothing }, () => 0.3),
    0.5 * error,
    ...(trend ? [0.05 * error] : []),
    ...Array.from({ length: season }, () => 0.5 * error),
  ]
}

const fitForm = (y: readonly number[], form: Form, period: number, warm?: Parameters): EtsFitted => {
  const n = y.length
  const unit = y.reduce((sum, value) => sum + Math.abs(value), 0) / n || 1
  const scaled = Float64Array.from(y, value => value / unit)
  const rescaled = ({ level, slope, season, ...smoothing }: Parameters, factor: number): Parameters => ({
    ...smoothing,
    level: level * factor,
    slope: slope * factor,
    season: form.season === 'A' ? season.map(s => s * factor) : season,
  })
  const starts = warm ? [rescaled(warm, 1 / unit)] : startingPoints(scaled, form, period)
  const objective = likelihood(scaled, form, period)
  const { x, value } = starts
    .map(start => bfgs(objective, pack(start, form), { tolerance: 1e-4, scale: typicalSteps(scaled, start, form) }))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const parameters = rescaled(unpack(x, form, period), unit)
  const { level, slope, season, fitted } = filter(y, parameters, form)
  const count = parameterCount(form, period),
    k = count + 1 // the variance of the errors is one more
  const residuals = y.map((v, t) => v - fitted[t]!)
  const squares = residuals.reduce((sum, e, t) => sum + (form.error === 'M' ? e / fitted[t]! : e) ** 2, 0)
  const sigma = Math.sqrt(squares / Math.max(1, n - count))
  const { alpha, beta, gamma, phi } = parameters
  return {
    method: formName(form),
    form,
    fitted: [...fitted],
    residuals,
    // R's scale: additive errors carry the unit of y in n log Σe².
    logLikelihood: -0.5 * (value + 2 * n * Math.log(unit)),
    aicc: value + 2 * n * Math.log(unit) + 2 * k + (2 * k * (k + 1)) / (n - k - 1),
    parameters: {
      alpha,
      ...(form.trend !== 'N' && { beta }),
      ...(form.season !== 'N' && { gamma }),
      ...(form.trend === 'Ad' && { phi }),
      level: parameters.level,
      ...(form.trend !== 'N' && { slope: parameters.slope }),
      sigma,
    },
    estimates: parameters,
    forecast: (h, levels) => {
      const mean = forecastMean(h, { level, slope, season }, phi, form)
      return gaussianForecast(mean, forecastDeviation(mean, { level, slope, season }, parameters, sigma, form), levels)
    },
  }
}

/** Every form (all admissible ones unless given) fitted. Needs 4 observations; throws NotEnoughData.
 *  `warm`: parameters by name of form, from a fit of almost the same series, from which the searches start. */
export const fitEtsForms = (
  y: readonly number[],
  { period, forms, warm }: FitOptions & { forms?: Form[]; warm?: EtsWarmStart },
): EtsFitted[] => {
  const candidates = forms ?? admissibleForms(y, period)
  if (y.length < 4 || candidates.length === 0) throw new NotEnoughData(4, y.length)
  return candidates.map(form => fitForm(y, form, period, warm?.[formName(form)]))
}

/** The best of the forms by AICc. */
export const fitEts = (y: readonly number[], options: FitOptions & { forms?: Form[] }): EtsFitted =>
  fitEtsForms(y, options).reduce((a, b) => (b.aicc < a.aicc ? b : a))
