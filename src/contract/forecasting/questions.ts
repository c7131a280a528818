import { z } from 'zod'
import { decimal, filters, limit, month } from '../params.ts'

export const dimension = z.enum(['category', 'region', 'channel', 'segment'])

/**
 * What if: parameters of a question, never stored. Percentages are relative to today: `price=5` is 5 % dearer with the
 * same units sold; `win_rate=20` wins 1.2 times the weighted pipeline; `churn=-10` loses a tenth less of the revenue at
 * risk; `one_off` is an order of that amount (or, negative, one that falls away) in `one_off_month`, which it needs.
 */
export const scenarioParameters = {
  price: decimal(-50, 100).optional(),
  win_rate: decimal(-100, 300).optional(),
  churn: decimal(-100, 300).optional(),
  one_off: decimal(-1e12, 1e12).optional(),
  one_off_month: month.optional(),
}
const wholeScenario = ({
  one_off,
  one_off_month,
}: {
  one_off?: number | undefined
  one_off_month?: string | undefined
}) => (one_off === undefined) === (one_off_month === undefined)
const halfScenario = { path: ['one_off_month'], error: 'expected one_off and one_off_month together' }

/** The page's question, as the export takes it, too. */
export const forecastQuestion = z
  .strictObject({ ...filters, by: dimension.optional(), periods: limit(6, 24), ...scenarioParameters })
  .refine(wholeScenario, halfScenario)

export const filtered = z.strictObject(filters)
