import { sql } from 'kysely'
import type { Meta } from '#contract'
import type { Context } from '../context.ts'
import { counted } from '../counted.ts'
import type { Dimension } from '../db/rollup/grains.ts'
import { ApiError } from '../errors.ts'
import { exclusionOf, filteredDimensions, type Filters } from '../memory/filters.ts'
import { type Measures, newestLine } from './measures.ts'
import type { Comparison } from './comparison.ts'
import { knownFrom, type Period, resolvePeriod } from './period.ts'
import { daysIn } from '../time/calendar.ts'
import type { Workspace } from '../workspace.ts'

type Asked = Parameters<typeof resolvePeriod>[0]

type Facts = 'orders' | 'deals'

/** The first day of the data. */
const firstDay = async (ctx: Context, of: Facts): Promise<string | null> => {
  const days = await ctx.once('first days', async () => {
    const rows = await ctx.read(sql<{ facts: Facts; day: string | null }>`
      select 'orders' as facts, min(day) as day from daily_metrics where grain = 'total' and period = 'day'
      union all select 'deals', min(least(created_on, closed_on)) from pipeline
    `)
    return new Map(rows.map(({ facts, day }) => [facts, day]))
  })
  return days.get(of) ?? null
}

export const periodOf = async (ctx: Context, asked: Asked, of: Facts = 'orders'): Promise<Period> => {
  const windows = resolvePeriod(asked, ctx.now, ctx.workspace, ctx.newestOn)
  if (daysIn(windows.range) > 100 * 366) {
    throw new ApiError(
      400,
      'bad_request',
      `start_date: expected a range of at most 100 years, got ${windows.range.start} to ${windows.range.end}`,
    )
  }
  const known = knownFrom(windows, await firstDay(ctx, of))
  // deals are known by the day
  return of === 'deals' && known.comparison ? { ...known, comparison: { ...known.comparison, cutAt: null } } : known
}

/** The comparison as an answer states it. */
export const comparisonOf = ({ comparison, unknown }: Period): Meta['comparison'] => {
  const asked = comparison ?? unknown
  if (!asked) return null
  const { kind, match, calendar, start, end, cutAt } = asked
  return { kind, match, calendar, start, end, cutAt, known: comparison !== null }
}

const units: Partial<Record<number, string>> = { 1: 'month', 3: 'quarter', 12: 'year' }

/** What a range that goes on is compared with, in words. */
const likeOf = ({ kind, match, back }: Comparison): string => {
  if (kind === 'custom') return 'as many of the days that were chosen'
  if (match === 'weekday' && 'days' in back) return `the same weekdays ${back.days / 7} weeks earlier`
  if ('days' in back) return 'as many days before'
  if (kind === 'previous_year') return 'the same days a year earlier'
  return `the same part of the ${units[back.months] ?? `${back.months} months`} before`
}

/** What there is to say about the windows. */
const notesOn = ({ range, comparison, unknown, today, asOfDay, firstOn }: Period): string[] => {
  const notes: string[] = []
  if (firstOn !== null && range.start < firstOn && range.end >= firstOn)
    notes.push(`The range begins before the data: orders begin on ${firstOn}.`)
  if (firstOn !== null && unknown) notes.push(`There are no earlier orders to compare with: they begin on ${firstOn}.`)
  if (firstOn !== null && comparison && comparison.start < firstOn) {
    const [has, of] = [daysIn({ start: firstOn, end: comparison.end }), counted(daysIn(comparison), 'day', 'days')]
    notes.push(
      `The comparison begins before the data: orders begin on ${firstOn}, so only ${has} of its ${of} ${has === 1 ? 'is' : 'are'} known.`,
    )
  }
  if (range.start > asOfDay) notes.push(`The range begins after ${asOfDay}: there is nothing to compare yet.`)
  else if (comparison && range.end > asOfDay) {
    notes.push(
      `The range ends after ${asOfDay}: what it has so far, ${counted(daysIn({ start: range.start, end: asOfDay }), 'day', 'days')}, is compared with ${likeOf(comparison)}.`,
    )
  }
  if (comparison?.kind === 'custom' && range.end < asOfDay && daysIn(comparison) !== daysIn(range))
    notes.push(
      `The sums are of different lengths: the range has ${counted(daysIn(range), 'day', 'days')}, the comparison ${daysIn(comparison)}.`,
    )
  if (comparison?.cutAt)
    notes.push(
      `Today is not over: the comparison's last day, ${comparison.end}, counts up to ${comparison.cutAt} as well.`,
    )
  if (asOfDay !== today) notes.push(`Data ends on ${asOfDay}; ranges are relative to it.`)
  return notes
}

/** All values of a dimension. */
export const knownValues = (ctx: Context, key: Dimension): Promise<Set<string>> =>
  ctx.once(`values of ${key}`, async () => {
    const rows = await ctx.read(sql<{ value: string }>`select distinct value from (${valuesOf(key)}) named (value)`)
    return new Set(rows.map(({ value }) => value))
  })

/** Filters whose values are nowhere in the data, named. */
const unknownValues = async (ctx: Context, filters: Filters): Promise<string[]> => {
  const words: string[] = []
  for (const key of filteredDimensions(filters)) {
    const known = await knownValues(ctx, key)
    words.push(
      ...(exclusionOf(filters, key) ?? filters[key] ?? [])
        .filter(value => !known.has(value))
        .map(value => `There is no ${key} "${value}" in the data.`),
    )
  }
  return words
}

/** Every value a dimension takes, in lines or in what they refer to. */
export const valuesOf = (key: Dimension) => {
  const rolled = sql`select ${sql.ref(key)} from daily_metrics where grain = ${key} and period = 'month'`
  if (key === 'category') return sql`select category from products`
  if (key === 'segment') return sql`${rolled} union all select segment from customers where id <> 0`
  return key === 'region' ? sql`${rolled} union all select region from customers where region is not null` : rolled
}

const namedFilters = (filters: Filters): Record<string, string[]> =>
  Object.fromEntries(
    filteredDimensions(filters).map(key => {
      const excluded = exclusionOf(filters, key)
      return excluded ? [`${key}_not`, excluded] : [key, filters[key] ?? []]
    }),
  )

/** Of what has neither range nor filters: commands, and what is asked of the workspace. */
export const plainMeta = ({ timezone, currency }: Workspace, counted = 0): Meta => ({
  range: null,
  comparison: null,
  asOf: null,
  timezone,
  currency,
  filters: {},
  rows: { counted, excluded: [] },
  notes: [],
})

/** What stands beside an answer about order lines; `rows` are the range's own measures under the filters. */
export const metaOf = async (
  ctx: Context,
  period: Period,
  filters: Filters,
  rows: Measures,
  notes: string[] = [],
): Promise<Meta> => {
  const excluded = [
    { reason: 'pending', rows: rows.pending },
    { reason: 'cancelled', rows: rows.cancelled },
    { reason: 'refunded, without a refund date', rows: rows.undatedRefunds },
    { reason: 'without a customer, from customer figures only', rows: rows.noCustomer },
  ].filter(({ rows }) => rows > 0)
  const words = [...(await unknownValues(ctx, filters))]
  if (rows.undatedRefunds > 0) {
    words.push(
      `${counted(rows.undatedRefunds, 'row is', 'rows are')} refunded without a refund date and left out of revenue on the day of the order.`,
    )
  }
  words.push(...notesOn(period))
  return {
    range: period.range,
    comparison: comparisonOf(period),
    asOf: rows.lines > 0 ? await newestLine(ctx, period.range, filters) : null,
    timezone: ctx.workspace.timezone,
    currency: ctx.workspace.currency,
    filters: namedFilters(filters),
    rows: { counted: rows.lines, excluded },
    notes: [...words, ...notes],
  }
}
