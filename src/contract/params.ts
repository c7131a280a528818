import { z } from 'zod'

const noDay = ({ input }: { input?: unknown }) => `expected a date that exists, as YYYY-MM-DD, got "${String(input)}"`

/** YYYY-MM-DD, a day that exists (2026-02-30 does not, nor does any of a year 0000). */
export const day = z.iso.date({ error: noDay }).refine(value => value >= '0001', { error: noDay })

const noMonth = ({ input }: { input?: unknown }) => `expected a month as YYYY-MM, got "${String(input)}"`

/** YYYY-MM. */
export const month = z
  .string({ error: noMonth })
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: noMonth })
  .refine(value => value >= '0001', { error: noMonth })

/** Several of them: `?cohort=2026-01&cohort=2026-02`. */
export const months = z
  .union([month, z.array(month).max(100, 'expected at most 100 months')])
  .transform(value => (Array.isArray(value) ? value : [value]))

/** A parameter that may be given several times: `?region=North&region=South`. */
const repeatable = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value : [value]))
  .pipe(
    z
      .array(z.string().min(1, 'expected a name').max(200, 'expected names of at most 200 characters'))
      .max(100, 'expected at most 100 values'),
  )
  .optional()

/** Names that are alternatives. */
export const names = repeatable

/** Digits alone: Number() would read 1e2, 0x10 and nothing, too. */
const asNumber = (value: unknown) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value)

const integer = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const error = `expected a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

/** A whole number as it stands in an address. */
export const whole = (least: number, most?: number) => z.preprocess(asNumber, integer(least, most))

/** Digits with a sign and decimals as they stand in an address: `-12.5`. */
const asDecimal = (value: unknown) =>
  typeof value === 'string' && /^-?\d{1,15}(\.\d{1,4})?$/.test(value) ? Number(value) : value

/** A number from `least` to `most`, with decimals or without. */
export const decimal = (least: number, most: number) => {
  const error = `expected a number from ${least} to ${most}`
  return z.preprocess(asDecimal, z.number({ error }).min(least, { error }).max(most, { error }))
}

/** How many rows a list gives, 1 to `most`. */
export const limit = (otherwise: number, most = 1000) => z.preprocess(asNumber, integer(1, most).default(otherwise))

/** The rest of a list, page by page: the `nextCursor` of an answer to the same question. */
export const cursor = z.string().min(1, 'expected the nextCursor of an answer to the same question').max(200).optional()

/** Letters that must stand somewhere in a text, capitals or not. */
export const search = z
  .string()
  .trim()
  .min(1, 'expected what to look for')
  .max(200, 'expected at most 200 characters')
  .optional()

/**
 * `start_date`..`end_date`, both inclusive business dates, and the window to compare with. Without dates: the last 30
 * days to the as-of day.
 */
export const range = {
  start_date: day.optional(),
  end_date: day.optional(),
  compare: z.enum(['previous_period', 'previous_year', 'custom', 'none']).default('previous_period'),
  /** How the comparison is found: by the same weekdays or the same dates. Without it: as the workspace has it. */
  match: z.enum(['weekday', 'date']).optional(),
  /** The days to compare with, both inclusive: with `compare=custom`, and only with it. */
  compare_start: day.optional(),
  compare_end: day.optional(),
}

/**
 * What narrows every revenue and customer question. Repeated values are alternatives, different filters all hold.
 * `…_not`: all but these values; of one dimension either these or all but these.
 */
export const filters = {
  category: repeatable,
  region: repeatable,
  channel: repeatable,
  segment: repeatable,
  category_not: repeatable,
  region_not: repeatable,
  channel_not: repeatable,
  segment_not: repeatable,
}

/** Size of a time bucket. Without it the server chooses one that gives a chart at most about 120 points. */
export const granularity = { granularity: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional() }

const overCentury = (start: string, end: string) => {
  const years = Number(end.slice(0, 4)) - Number(start.slice(0, 4))
  return years > 100 || (years === 100 && end.slice(4) >= start.slice(4))
}

type Asked = {
  start_date?: string
  end_date?: string
  compare?: string
  compare_start?: string
  compare_end?: string
}

/** What is wrong with a pair of days, and which of them says so. */
const wrongDays = (from: string, start: string | undefined, to: string, end: string | undefined) => {
  if (!start || !end) return null
  if (end < start) return { path: to, message: `expected a day on or after ${from} ${start}, got ${end}` }
  return overCentury(start, end)
    ? { path: from, message: `expected a range of at most 100 years, got ${start} to ${end}` }
    : null
}

/** Days to compare with go with `compare=custom`, both or none. */
const wrongComparison = ({ compare, compare_start: start, compare_end: end }: Asked) => {
  if (compare === 'custom') {
    const missing = start ? (end ? null : 'compare_end') : 'compare_start'
    if (missing)
      return { path: missing, message: 'expected the first and the last day to compare with, as compare is custom' }
  } else if (start || end) {
    const message = `expected only with compare=custom, got it with compare=${compare}`
    return { path: start ? 'compare_start' : 'compare_end', message }
  }
  return wrongDays('compare_start', start, 'compare_end', end)
}

/** A strict question over a range: unknown parameters are refused, so that a typo never widens a question. */
export const ranged = <S extends z.ZodRawShape>(more: S) =>
  z.strictObject({ ...range, ...more }).superRefine((value, check) => {
    const asked = value as Asked
    const wrong = [wrongDays('start_date', asked.start_date, 'end_date', asked.end_date), wrongComparison(asked)]
    for (const one of wrong) if (one) check.addIssue({ code: 'custom', path: [one.path], message: one.message })
  })
