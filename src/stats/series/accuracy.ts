/**
 * How good a forecast was. Every measure takes the actual values y and the forecasts f of the same steps, in the same
 * order; a measure that is undefined for the data (nothing to divide by) is null, never a made-up figure. Errors are y
 * − f.
 *
 * References: Hyndman & Koehler (2006), "Another look at measures of forecast accuracy", International Journal of
 * Forecasting 22; Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 competition", International Journal of
 * Forecasting 36 (OWA).
 */
import { mean, sum } from '../math/average.ts'

const errors = (actual: readonly number[], forecast: readonly number[]) => actual.map((y, i) => y - forecast[i]!)
const ratio = (a: number, b: number) => (b > 0 && Number.isFinite(a) ? a / b : null)

/** Mean absolute error, in the unit of the data. */
export const mae = (actual: readonly number[], forecast: readonly number[]) =>
  actual.length ? mean(errors(actual, forecast).map(Math.abs)) : null

/** Root mean squared error, in the unit of the data. */
export const rmse = (actual: readonly number[], forecast: readonly number[]) =>
  actual.length ? Math.sqrt(mean(errors(actual, forecast).map(e => e * e))) : null

/**
 * Weighted absolute percentage error Σ|y − f| ÷ Σ|y|, as a fraction: 0.08 means "8 % off, in money". Null when nothing
 * was sold.
 */
export const wape = (actual: readonly number[], forecast: readonly number[]) =>
  ratio(sum(errors(actual, forecast).map(Math.abs)), sum(actual.map(Math.abs)))

/** What is shown as "accuracy": 1 − WAPE, never below 0. */
export const accuracy = (actual: readonly number[], forecast: readonly number[]) => {
  const share = wape(actual, forecast)
  return share === null ? null : Math.max(0, 1 - share)
}

/** Relative bias Σ(f − y) ÷ Σ|y|, as a fraction: positive means forecasts were too high. */
export const bias = (actual: readonly number[], forecast: readonly number[]) =>
  ratio(-sum(errors(actual, forecast)), sum(actual.map(Math.abs)))

/**
 * Symmetric MAPE in percent, as the M competitions count it: the mean of 200 |y − f| ÷ (|y| + |f|); a step where both
 * are 0 counts as 0.
 */
export const smape = (actual: readonly number[], forecast: readonly number[]) =>
  actual.length
    ? mean(
        actual.map((y, i) =>
          y === 0 && forecast[i] === 0
            ? 0
            : (200 * Math.abs(y - forecast[i]!)) / (Math.abs(y) + Math.abs(forecast[i]!)),
        ),
      )
    : null

/**
 * The denominator of MASE: the mean of |y_t − y_{t−m}| over the training data (in-sample seasonal naive). With m or
 * fewer observations the lag is 1, as there is no season to compare with. Null when that mean is 0 (a constant series)
 * or there is one observation.
 */
export const maseScale = (train: readonly number[], period: number) => {
  const lag = train.length > period ? period : 1
  const steps = train.slice(lag).map((y, i) => Math.abs(y - train[i]!))
  return steps.length && mean(steps) > 0 ? mean(steps) : null
}

/**
 * Mean absolute scaled error: MAE ÷ maseScale(train, period). Below 1 beats the seasonal naive forecast's one-step
 * error in the training data.
 */
export const mase = (
  actual: readonly number[],
  forecast: readonly number[],
  train: readonly number[],
  period: number,
) => {
  const scale = maseScale(train, period)
  const error = mae(actual, forecast)
  return scale === null || error === null ? null : error / scale
}

/** Numbers of the same size that differ by less than this share of it are the same: what sums and divisions leave. */
const NOISE = 1e-9

/**
 * Share of actual values inside [lower, upper] (bounds count as inside), always with its n. The share is null when n is
 * 0. An exact forecast of a constant series is inside a band without width, whatever the last digits of its figures.
 */
export const coverage = (actual: readonly number[], lower: readonly number[], upper: readonly number[]) => {
  const inside = actual.filter((y, i) => {
    const noise = NOISE * Math.max(Math.abs(y), Math.abs(lower[i]!), Math.abs(upper[i]!))
    return y >= lower[i]! - noise && y <= upper[i]! + noise
  }).length
  return { share: actual.length ? inside / actual.length : null, n: actual.length }
}

/**
 * Skill against a yardstick: 1 − MAE ÷ MAE of the yardstick on the same steps. 0 = no better, negative = worse. Null
 * when the yardstick made no error.
 */
export const skill = (actual: readonly number[], forecast: readonly number[], yardstick: readonly number[]) => {
  const share = ratio(mae(actual, forecast) ?? NaN, mae(actual, yardstick) ?? NaN)
  return share === null ? null : 1 - share
}

/**
 * Overall weighted average of M4: the mean of sMAPE and MASE, each relative to Naive2's (averages over the whole
 * collection, then the ratios).
 */
export const owa = (model: { smape: number; mase: number }, naive2: { smape: number; mase: number }) =>
  (model.smape / naive2.smape + model.mase / naive2.mase) / 2
