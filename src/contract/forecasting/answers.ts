import { z } from 'zod'
import { date, instant, money, percent } from '../shapes.ts'

/**
 * Months are named by their first day. What is predicted is never added to what was: `actual` and `predicted` stand
 * side by side. Shares, levels, probabilities, accuracy, coverage and skill are 0–1; fields that end in Percent are
 * 0–100.
 */
export const count = z.number().int()
export const share = z.number()

/** A predicted figure with its 80 % and 95 % bounds: lowerBound ≤ lower80 ≤ predicted ≤ upper80 ≤ upperBound. */
export const band = { predicted: money, lower80: money, upper80: money, lowerBound: money, upperBound: money }
const maybeBand = {
  predicted: money.nullable(),
  lower80: money.nullable(),
  upper80: money.nullable(),
  lowerBound: money.nullable(),
  upperBound: money.nullable(),
}

/** One month of one line: the total (`key` null) or, with `by`, one value of the dimension. */
export const forecastPoint = z.object({
  key: z.string().nullable(),
  date,
  endDate: date,
  /** history: a finished month. nowcast: the month that is not over, at most one. forecast: a month to come. */
  kind: z.enum(['history', 'nowcast', 'forecast']),
  /**
   * Revenue of a finished month, or so far of the one that is not over; null of months to come, and where it is not
   * known.
   */
  actual: money.nullable(),
  /** Of the nowcast the whole month; null of finished months. The parts of a `by` sum to the total, to the cent. */
  ...maybeBand,
  /**
   * What repeating the same month of last year says (the last month, with less than a year of history); null of
   * finished months.
   */
  naive: money.nullable(),
  /** The same month a year before; null where that is not known. */
  lastYear: money.nullable(),
  /** The month is not over. */
  partial: z.boolean(),
  /** This month was clipped for fitting, as it stands alone. Only of the total without filters. */
  outlier: z.boolean(),
  /**
   * A month without a row inside the history: `zero` counts as 0, `unknown` is left open and filled in for fitting
   * only.
   */
  missing: z.enum(['zero', 'unknown']).nullable(),
  /** What is predicted under the scenario of the question; null without one, and of finished months. */
  scenario: money.nullable(),
})

export const warning = z.object({ code: z.string(), message: z.string() })

/** Which models these are and why, in words. Several members are served together: none is chosen. */
export const forecastModel = z.object({
  rule: z.string(),
  members: z.array(z.object({ name: z.string(), words: z.string() })),
  /** How a line under filters or a part comes about; null of the total. */
  split: z.string().nullable(),
  /** Complete months of history. */
  months: count,
  /** The last finished day that is known; all after it is predicted. */
  knownThrough: date,
  /** When these months were first fitted. */
  fittedAt: instant,
  warnings: z.array(warning),
  /** 1 − MAE ÷ MAE of seasonal naive in the backtest, over `n` months; null without a record. */
  skill: share.nullable(),
  n: count,
})

export const forecastTotal = z.object({
  start: date,
  end: date,
  months: count,
  ...band,
  /** The same months a year before; null where one of them is not known. */
  lastYear: money.nullable(),
  changePercent: percent.nullable(),
  /** Σ naive of the same months. */
  naive: money,
})

export const scenarioAnswer = z.object({
  /** As asked. */
  parameters: z.object({
    price: z.number().nullable(),
    winRate: z.number().nullable(),
    churn: z.number().nullable(),
    oneOff: money.nullable(),
    oneOffMonth: z.string().nullable(),
  }),
  /**
   * What each lever does to the months of `total`, with the reason where it does nothing here (`amount` 0). Their sum
   * is `change`.
   */
  effects: z.array(
    z.object({ lever: z.enum(['price', 'winRate', 'churn', 'oneOff']), amount: money, words: z.string() }),
  ),
  /** The total of the months to come under the scenario, with the forecast's own width around it. */
  ...band,
  change: money,
  changePercent: percent.nullable(),
})

export const scores = {
  /** Months compared. */
  n: count,
  /** 1 − WAPE, not below 0. */
  accuracy: share.nullable(),
  /** Σ |actual − forecast| ÷ Σ |actual|. */
  wape: share.nullable(),
  /** Mean absolute error ÷ that of the seasonal naive in the history. */
  mase: z.number().nullable(),
  /** Positive: forecasts were too high, in parts of what came. */
  bias: share.nullable(),
  rmse: money.nullable(),
  /** 1 − MAE ÷ MAE of seasonal naive: above 0 beats it. */
  skill: share.nullable(),
  /** Shares of the `n` months that came inside the bounds given at the time. */
  coverage80: share.nullable(),
  coverage95: share.nullable(),
  /** The same measures of seasonal naive, on the same months. */
  naiveAccuracy: share.nullable(),
  naiveWape: share.nullable(),
  naiveMase: z.number().nullable(),
}

export const pastForecast = z.object({
  /**
   * served: shown to somebody that day. refitted: made now by standing at the end of `madeOn`'s month and forgetting
   * what came after.
   */
  source: z.enum(['served', 'refitted']),
  madeOn: date,
  /** The month that was forecast, and how many months ahead of the last complete one it was. */
  month: date,
  horizon: count,
  ...band,
  naive: money.nullable(),
  /** What came; null while the month is not over. */
  actual: money.nullable(),
})

export const seasonalIndex = z.object({
  /** 100 is the average. */
  index: z.number(),
  /** 95 % interval. */
  lower: z.number(),
  upper: z.number(),
})

/** A fiscal year's plan: `annual` as one amount, `monthly` as twelve. */
export const planMonth = z.object({
  date,
  endDate: date,
  kind: z.enum(['history', 'nowcast', 'forecast']),
  /** The month's own plan, or the year's spread over its months (`spread`). null without a plan. */
  target: money.nullable(),
  actual: money.nullable(),
  ...maybeBand,
  /** Of reaching the month's target; 0 or 1 of a finished month, null without a target. */
  probability: share.nullable(),
})
