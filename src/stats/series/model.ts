/**
 * The face every series model shows: `fit(y, { period })` gives a `Fitted`, and that forecasts. After Hyndman's R
 * package `forecast`.
 */

/** Options every model takes. `period`: observations per season (12 for months, 1 for none). */
export type FitOptions = { period: number }

/**
 * Point forecasts and intervals for steps 1…h. `lower[i][k]`, `upper[i][k]`: bound of `levels[i]` (0–1) at step k + 1;
 * same unit as y.
 */
export type Forecast = { mean: number[]; levels: number[]; lower: number[][]; upper: number[][] }

export type Fitted = {
  /** The model in the field's words, with its form: "ETS(M,Ad,M)", "Theta", "DOTM". */
  method: string
  /** One-step-ahead fitted values and y − fitted, both as long as y (NaN where a model has none yet). */
  fitted: number[]
  residuals: number[]
  /** Estimated parameters by name, for the curious and for tests. */
  parameters: Record<string, number>
  forecast: (h: number, levels?: number[]) => Forecast
}

export type Fit = (y: readonly number[], options: FitOptions) => Fitted
