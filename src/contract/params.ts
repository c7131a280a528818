import { z } from 'zod'

/** YYYY-MM-DD, a day that exists (2026-02-30 does not). */
export const day = z.iso.date({ error: issue => `expected a date that exists, as YYYY-MM-DD, got "${String(issue.input)}"` })

/** A parameter that may be given several times: `?region=North&region=South`. */
const repeatable = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(z.string().min(1, 'expected a name').max(200)).max(100))
  .optional()

/** A number as it stands in an address: nothing is no number there, though Number('') is 0. */
export const written = <N extends z.ZodType>(number: N) => z.preprocess(value => (typeof value === 'string' && value.trim() === '' ? Number.NaN : value), number)

const whole = (name: string, least: number, most: number, otherwise: number) => {
  const error = `expected ${name} to be a whole number from ${least} to ${most}`
  return written(z.coerce.number({ error }).refine(n => Number.isInteger(n) && n >= least && n <= most, { error }).default(otherwise))
}

/** How many rows a list gives, 1 to `most`. */
export const limit = (otherwise: number, most = 1000) => whole('limit', 1, most, otherwise)

/** `start_date`..`end_date`, both inclusive business dates, and the window to compare with. Without dates: the last 30 days to the as-of day. */
export const range = {
  start_date: day.optional(),
  end_date: day.optional(),
  compare: z.enum(['previous_period', 'previous_year', 'none']).default('previous_period'),
}

/** What narrows every revenue and customer question. Repeated values are alternatives, different filters all hold. */
export const filters = { category: repeatable, region: repeatable, channel: repeatable, segment: repeatable }

/** Size of a time bucket. Without it the server chooses one that gives a chart at most about 120 points. */
export const granularity = { granularity: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional() }

const mostDays = 100 * 366

/** A strict question over a range: unknown parameters are refused, so that a typo never widens a question. */
export const ranged = <S extends z.ZodRawShape>(more: S) =>
  z.strictObject({ ...range, ...more }).superRefine((value, check) => {
    const { start_date: start, end_date: end } = value as { start_date?: string; end_date?: string }
    if (!start || !end) return
    if (end < start) check.addIssue({ code: 'custom', path: ['end_date'], message: `expected a day on or after start_date ${start}, got ${end}` })
    else if ((Date.parse(end) - Date.parse(start)) / 86_400_000 > mostDays)
      check.addIssue({ code: 'custom', path: ['start_date'], message: `expected a range of at most 100 years, got ${start} to ${end}` })
  })
