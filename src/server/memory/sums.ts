import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { type Dimension, type Grain, grains } from '../db/rollup/grains.ts'
import { columns as columnsOfAll, lineTables, rowsOfAll, summed } from '../db/rollup/lines.ts'
import { asNumbers, asValues, numbersOf, valuesIn } from './columns.ts'
import { dictionary } from './dictionary.ts'
import { andFiltered, type Filters, inRollup, wordsOf } from './filters.ts'
import { keptMonths, linesOf, untilCut } from './kept.ts'
import { batches, breather, type Page, placeOf } from './pages.ts'
import { monthOf, type Point, toDay } from '../time/calendar.ts'

/** What a row adds up, in the order in which it is held: whole numbers, as daily_metrics has them. */
export const sumNames = [
  'revenue',
  'refunds',
  'units',
  'orders',
  'margin',
  'covered',
  'lines',
  'costed',
  'pending',
  'cancelled',
  'undatedRefunds',
  'noCustomer',
] as const
export const width = sumNames.length
const columns = [
  'revenue',
  'refunds',
  'units',
  'orders',
  'margin',
  'covered',
  'lines',
  'costed',
  'pending',
  'cancelled',
  'undated_refunds',
  'no_customer',
]

/** A grain of the rollup under some filters, by the values of one of its keys, by person, or as one sum. */
export type View = { grain: string; filters: Filters; by: Dimension | 'product_id' | Person | undefined }

/** Who is in no grain of the rollup: the lines are read, once a month that is asked for; 0 is nobody. */
type Person = 'customer_id' | 'rep_id'
export const peopleGrain = 'lines'
const isPerson = (by: View['by']): by is Person => by === 'customer_id' || by === 'rep_id'

export const viewName = ({ grain, filters, by }: View) => `${grain}/${by ?? ''}/${wordsOf(filters)}`

/**
 * One day or month of a view: a code of `by` a row (0 without one), and row by row `width` numbers in `sums`; `newest`
 * the newest counted line (milliseconds since 1970, -Infinity without one or of a month).
 */
export type Sums = { codes: Uint32Array; sums: Float64Array; newest: number }

/** Codes of dimensions, and of the ids of products and people. */
export const codesOf = {
  category: dictionary<string>(),
  region: dictionary<string>(),
  channel: dictionary<string>(),
  segment: dictionary<string>(),
  product_id: dictionary<number>(),
  customer_id: dictionary<number>(),
  rep_id: dictionary<number>(),
}

const none: Sums = { codes: new Uint32Array(), sums: new Float64Array(), newest: -Infinity }

const grainNamed = (name: string): Grain => {
  const grain = grains.find(one => one.name === name)
  if (!grain) throw new Error(`no grain "${name}"`)
  return grain
}

/** `and` only a grain's rows of the wanted values; a set of categories is if one of them is. */
const andAmong = ({ keys }: Grain, { category, ...others }: Filters) =>
  category && !keys.includes('category')
    ? sql`and categories && ${category}::text[] ${andFiltered(others, inRollup)}`
    : andFiltered({ category, ...others }, inRollup)

type Row = { day: number; rows: number; key: string | null; newest: number | null } & Record<string, unknown>

/** One row a day or month, with the view's rows as columns. */
const viewed = (view: View, from: RawBuilder<unknown>) => {
  const key = view.by && sql.ref(view.by)
  const held = view.by === 'product_id' || isPerson(view.by) ? numbersOf(sql`key`) : valuesIn(sql`key`)
  return sql<Row>`
    select day - date '1970-01-01' as day, count(*) as rows, ${key ? held : sql`null`} as key,
      floor(extract(epoch from max(newest_at)) * 1000)::bigint as newest,
      ${sql.join(columns.map(column => sql`${numbersOf(sql.ref(column))} as ${sql.ref(column)}`))}
    from (
      select day, ${key ?? sql`null`} as key,
        ${sql.raw(columns.map(column => `${summed(column)} as ${column}`).join(', '))}, max(newest_at) as newest_at
      from ${from} ${andAmong(grainNamed(view.grain), view.filters)}
      group by day ${key ? sql`, ${key}` : sql``}
    ) sums
    group by day`
}

const fromRollup = (view: View, period: Point['period'], days: number[]) =>
  viewed(
    view,
    sql`daily_metrics where grain = ${view.grain} and period = ${period} and day = any(${days.map(toDay)}::date[])`,
  )

/** By whom: an order counts for each representative it has a line of, once. */
const byPerson = (by: Person, { filters }: View, period: Point['period']) => {
  const sums = columns
    .filter(column => column !== 'orders')
    .map(column => sql`sum(${sql.ref(column)})::bigint as ${sql.ref(column)}`)
  return sql`people as (
    select ${sql.ref(period)} as day, coalesce(${sql.ref(by)}, 0) as key, ${sql.join(sums)},
      count(distinct (day, order_id)) filter (where sold) as orders, max(newest_at) as newest_at
    from lines where true ${andFiltered(filters, inRollup)} group by 1, 2
  )
  select day - date '1970-01-01' as day, count(*) as rows, ${numbersOf(sql`key`)} as key,
    floor(extract(epoch from max(newest_at)) * 1000)::bigint as newest,
    ${sql.join(columns.map(column => sql`${numbersOf(sql.ref(column))} as ${sql.ref(column)}`))}
  from people group by day`
}

/** The same from the lines themselves. */
const fromLines = (view: View, period: Point['period'], days: number[], condition: RawBuilder<unknown>) => {
  const months = [...new Set(days.map(monthOf))].map(toDay)
  const tables = lineTables(condition).map(([name, query]) => sql`${sql.table(name)} as (${query})`)
  if (isPerson(view.by)) return sql<Row>`with ${tables[0]}, ${byPerson(view.by, view, period)}`
  const rows = rowsOfAll([
    { grain: grainNamed(view.grain), day: period === 'day' ? months : [], month: period === 'month' ? months : [] },
  ])
  return sql<Row>`with ${sql.join(tables)}, fresh (${columnsOfAll}) as (${rows}) ${viewed(view, sql`fresh where true`)}`
}

const sumsOf = ({ by }: View, row: Row): Sums => {
  const sums = new Float64Array(row.rows * width)
  for (const [name, column] of columns.entries())
    for (const [at, value] of asNumbers(String(row[column])).entries()) sums[at * width + name] = value
  const codes = new Uint32Array(row.rows)
  if (by === 'product_id' || isPerson(by)) codes.set(asNumbers(String(row.key)).map(codesOf[by].codeOf))
  else if (by) codes.set(asValues<string>(String(row.key)).map(codesOf[by].codeOf))
  return { codes, sums, newest: row.newest ?? -Infinity }
}

/** How many days or months are read at once: many of few rows, few of many. */
const daysAtOnce = ({ by }: View, period: Point['period']) =>
  isPerson(by) && period === 'month' ? 3 : by === 'product_id' || isPerson(by) ? 31 : 400

/**
 * A view of some days, or of the months that begin on them. Where the rollup does not keep its grain, the lines are
 * read.
 */
export const readSums = async (ctx: Context, view: View, period: Point['period'], days: number[]): Promise<Sums[]> => {
  const kept = await keptMonths(ctx, view.grain, period)
  const [held, other] = [days.filter(day => kept.has(monthOf(day))), days.filter(day => !kept.has(monthOf(day)))]
  const statements = [
    ...batches(held, daysAtOnce(view, period)).map(batch => fromRollup(view, period, batch)),
    ...batches(other, daysAtOnce(view, period)).map(batch => fromLines(view, period, batch, linesOf(period, batch))),
  ]
  const found = new Map<number, Sums>()
  const rest = breather()
  for (const statement of statements) {
    for (const row of await ctx.read(statement)) {
      found.set(row.day, sumsOf(view, row))
      await rest()
    }
  }
  return days.map(day => found.get(day) ?? none)
}

/** A day up to and with a minute of it, local time; kept until the minute is over. */
export const sumsUntil = async (ctx: Context, view: View, day: number, cutAt: string): Promise<Sums> => {
  const place = placeOf({ period: 'day', day })
  const read = async () => {
    const [row] = await ctx.read(fromLines(view, 'day', [day], sql`${untilCut(ctx, day, cutAt)}`))
    const sums = row ? sumsOf(view, row) : none
    return new Map([[place, { sums, cutAt, bytes: sums.sums.byteLength }]])
  }
  const [page] = await ctx.pages.get<Page & { sums: Sums; cutAt: string }>(
    `sums until a minute in ${ctx.workspace.timezone}/${viewName(view)}`,
    [place],
    read,
    kept => kept.cutAt === cutAt,
  )
  return page!.sums
}
