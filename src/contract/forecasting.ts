import { z } from 'zod'
import {
  band,
  count,
  forecastModel,
  forecastPoint,
  forecastTotal,
  pastForecast,
  planMonth,
  scenarioAnswer,
  scores,
  seasonalIndex,
  share,
  warning,
} from './forecasting/answers.ts'
import { dealFilters } from './deals.ts'
import { operations } from './operations.ts'
import { customers } from './customers.ts'
import { riskMethod, riskModel } from './churn.ts'
import { filtered, forecastQuestion } from './forecasting/questions.ts'
import { del, get, post } from './endpoint.ts'
import { decimal, filters, limit, whole } from './params.ts'
import { date, instant, meta, money, percent } from './shapes.ts'

const forecast = operations.forecast.data

export const forecasting = {
  revenue: get('/api/forecasting/revenue', {
    right: 'read',
    summary:
      'Monthly revenue: 24 months of history, the month that is not over, and `periods` months ahead with bounds. With `by`, the total and a line for each value, which sum to it to the cent.',
    query: forecastQuestion,
    data: z.array(forecastPoint),
    meta: meta.extend({
      model: forecastModel,
      /** The months to come, without the one that is not over. */
      total: forecastTotal,
      /**
       * The month that is not over: sold so far, the share of it that is gone, and the weight of its own pace against
       * the model's forecast (0 where the rest is taken as past months had it). null where the data ends with a month.
       */
      nowcast: z.object({ date, ...band, actual: money, elapsed: share, weight: share, knownThrough: date }).nullable(),
      /** Months that were clipped for fitting. */
      outliers: z.array(z.object({ date, actual: money })),
      /** Months without a row inside the history, and what they count as. */
      missing: z.array(z.object({ date, as: z.enum(['zero', 'unknown']) })),
      /** The values of `by`, by revenue of the last twelve months. */
      keys: z.array(z.string()),
      scenario: scenarioAnswer.nullable(),
    }),
  }),
  kpis: get('/api/forecasting/kpis', {
    right: 'read',
    summary:
      'The next six months, their change on the year before, how accurate such forecasts were, and what is at risk.',
    query: filtered,
    data: z.object({
      /**
       * Of the six months after the one that is not over. null with too little history: `meta.notes` says what is
       * missing.
       */
      predictedRevenue: money.nullable(),
      lower80: money.nullable(),
      upper80: money.nullable(),
      lowerBound: money.nullable(),
      upperBound: money.nullable(),
      /** Against the same months a year before. */
      predictedChange: money.nullable(),
      predictedChangePercent: percent.nullable(),
      lastYear: money.nullable(),
      forecastPeriod: z.object({ start: date, end: date, months: count }).nullable(),
      /**
       * The next twenty-four points of the line: twelve finished months and what follows, for a line of the size of a
       * word.
       */
      sparkline: z.array(z.object({ date, value: money.nullable(), predicted: z.boolean() })),
      /** 1 − WAPE of the backtest, over `accuracyN` months from `accuracyOrigins` starting points. */
      modelAccuracy: share.nullable(),
      accuracyN: count,
      accuracyOrigins: count,
      skill: share.nullable(),
      /** Customers whose risk is 0.5 or more (as customers/overview). null where nobody can be scored. */
      atRiskCount: count.nullable(),
      /** Σ risk × what they are expected to spend in twelve months, over the customers who have not churned. */
      revenueAtRisk: money.nullable(),
      /** How both were judged. */
      riskMethod: riskMethod.nullable(),
    }),
  }),
  modelPerformance: get('/api/forecasting/model-performance', {
    right: 'read',
    summary:
      'How good such forecasts were: the whole forecast made again at each of the last months, against what came, with seasonal naive beside it, and the forecasts that were served.',
    query: filtered,
    data: z.object({
      ...scores,
      /** Starting points, and complete months of history. */
      origins: count,
      months: count,
      fittedAt: instant,
      rule: z.string(),
      members: forecastModel.shape.members,
      byHorizon: z.array(z.object({ horizon: count, ...scores })),
      /** By month, newest first; of one month the nearest forecast first. */
      past: z.array(pastForecast),
      /** Of the forecasts that were served and whose months are over; null while there are none. */
      served: z
        .object({
          n: count,
          wape: share.nullable(),
          accuracy: share.nullable(),
          coverage80: share.nullable(),
          coverage95: share.nullable(),
        })
        .nullable(),
      /** How churn risk is made, and its own record; null without customers. */
      churn: riskModel.nullable(),
    }),
    meta: meta.extend({ warnings: z.array(warning) }),
  }),
  seasonality: get('/api/forecasting/seasonality', {
    right: 'read',
    summary:
      'How the months of the year, or the days of the week, differ from their average, with intervals, and whether they do.',
    query: z.strictObject({ ...filters, by: z.enum(['month', 'weekday']).default('month') }),
    /**
     * `position` 1–12 from January, or 1–7 from Monday; `month` is the same number of a month, null of a weekday. In
     * the workspace's order of the week.
     */
    data: z.array(z.object({ position: count, month: count.nullable(), name: z.string(), ...seasonalIndex.shape })),
    meta: meta.extend({
      /** Whether the test rejects "no season" at 5 %. */
      significant: z.boolean(),
      p: share,
      test: z.string(),
      /** What it was learnt from: complete months, or whole weeks with sales. */
      observations: count,
      /** Months that were left out: nothing was sold, or they stand alone. */
      excluded: z.array(date),
    }),
  }),
  pipeline: get('/api/forecasting/pipeline', {
    right: 'read',
    summary:
      'The open pipeline by month of expected close, weighed by chances, with best and worst: the figures of operations/forecast.',
    query: z.strictObject({ ...dealFilters, periods: limit(6, 24) }),
    /** As operations/forecast, from the as-of day's month on: the same figures. */
    data: forecast.shape.months,
    meta: meta.extend({
      total: forecast.shape.total,
      overdue: forecast.shape.overdue,
      later: forecast.shape.later,
      undated: forecast.shape.undated,
      model: forecast.shape.model,
    }),
  }),
  churnRisk: get('/api/forecasting/churn-risk', {
    right: 'read',
    summary: 'The customers most at risk: the same scores as customers/at-risk.',
    query: customers.atRisk.query,
    data: customers.atRisk.data,
    meta: customers.atRisk.meta,
  }),
  revenueAtRisk: get('/api/forecasting/revenue-at-risk', {
    right: 'read',
    summary:
      'Risk × expected spend of the next twelve months, by how high the risk is, and by the categories that each customer buys.',
    query: filtered,
    data: z.object({
      /**
       * `threshold`: the least risk of the group. The groups sum to `total`, to the cent. Values are null where it is
       * not known what customers will spend.
       */
      highRisk: z.object({ value: money.nullable(), customers: count, threshold: share }),
      mediumRisk: z.object({ value: money.nullable(), customers: count, threshold: share }),
      lowRisk: z.object({ value: money.nullable(), customers: count, threshold: share }),
      total: money.nullable(),
      /** Customers who have not churned. */
      totalCustomers: count,
      /**
       * By the customers' own mix of the past; sums to `total`, to the cent. `category` null, last: customers who have
       * given back all they bought. Empty where `total` is not known.
       */
      byCategory: z.array(z.object({ category: z.string().nullable(), value: money, percentage: percent.nullable() })),
    }),
  }),
  target: get('/api/forecasting/target', {
    right: 'read',
    summary: "A fiscal year's plan, what is expected of the year, and the probability of reaching the plan.",
    /** The calendar year in which the fiscal year begins; without it the one the as-of day is in. */
    query: z.strictObject({ year: whole(1900).optional() }),
    data: z.object({
      year: count,
      start: date,
      end: date,
      plan: z.object({ kind: z.enum(['annual', 'monthly']), amount: money, setAt: instant }).nullable(),
      /**
       * How an annual plan is spread over its months: as the year before was, or evenly. null of a monthly plan and
       * without one.
       */
      spread: z.enum(['last year', 'evenly']).nullable(),
      months: z.array(planMonth),
      /**
       * Sold in the year so far, and of the whole year with the months to come. null where the year cannot be forecast
       * to its end.
       */
      toDate: money,
      expected: z.object(band).nullable(),
      /** The year before, whole; null where it is not known. */
      lastYear: money.nullable(),
      /** Of the year reaching the plan. null without a plan or without `expected`. */
      probability: share.nullable(),
      /** plan − expected; negative where more is expected than planned. */
      gap: money.nullable(),
    }),
  }),
  setTarget: post('/api/forecasting/target', {
    right: 'import',
    summary:
      "Sets a fiscal year's plan (without `year` that of the as-of day): `amount` for the year, or `amounts`, twelve of them from its first month on, separated by commas.",
    query: z.strictObject({
      year: whole(1900).optional(),
      amount: decimal(0, 1e15).optional(),
      amounts: z
        .preprocess(
          text => (typeof text === 'string' ? text.split(',') : text),
          z.array(decimal(0, 1e15)).length(12, 'expected twelve amounts, separated by commas'),
        )
        .optional(),
    }),
    data: z.object({ year: count, kind: z.enum(['annual', 'monthly']), amount: money }),
  }),
  removeTarget: del('/api/forecasting/target', {
    right: 'import',
    summary: "Takes a fiscal year's plan away.",
    query: z.strictObject({ year: whole(1900).optional() }),
    data: z.object({ year: count, removed: z.boolean() }),
  }),
}
