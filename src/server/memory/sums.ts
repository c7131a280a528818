import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { type Grain, grains, type Key } from '../db/rollup/grains.ts'
import { columns as columnsOfAll, lineTables, rowsOfAll } from '../db/rollup/lines.ts'
import { monthOf, type Point, toDay } from '../queries/period.ts'
import { asNumbers, asValues, numbersOf, valuesIn } from './columns.ts'
import { dictionary } from './dictionary.ts'
import { keptMonths, linesOf, untilCut } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'

/** What a row adds up, in the order in which pages hold it: whole numbers, as daily_metrics has them. */
export const sumNames = ['revenue', 'refunds', 'units', 'orders', 'margin', 'covered', 'lines', 'pending', 'cancelled', 'undatedRefunds', 'noCustomer'] as const
export const width = sumNames.length
const columns = ['revenue', 'refunds', 'units', 'orders', 'margin', 'covered', 'lines', 'pending', 'cancelled', 'undated_refunds', 'no_customer']

type Period = Point['period']

/**
 * The rows of a grain on one day or in one month. `codes` holds for each of the grain's keys a column of `rows` codes, `sums` row by
 * row `width` numbers; `newest` the newest counted line (milliseconds since 1970, NaN without one or of a month). `cutAt`: only what
 * came up to that minute.
 */
export type SumsPage = Page & { rows: number; codes: Uint32Array[]; sums: Float64Array; newest: Float64Array; cutAt: string | null }

/** Codes of dimensions and of product ids; sets of categories are named by their JSON. */
export const codesOf = { category: dictionary<string>(), region: dictionary<string>(), channel: dictionary<string>(), segment: dictionary<string>(), product_id: dictionary<number>(), categories: dictionary<string>() }

const sets: string[][] = []

/** The sets of categories, by their codes. */
export const categorySets = (): readonly string[][] => {
  const names = codesOf.categories.values()
  while (sets.length < names.length) sets.push(JSON.parse(names[sets.length]!) as string[])
  return sets
}

const grainNamed = (name: string): Grain => {
  const grain = grains.find(one => one.name === name)
  if (!grain) throw new Error(`no grain "${name}"`)
  return grain
}

export const keysOf = (grain: string): Key[] => grainNamed(grain).keys

type Row = { day: number; rows: number; newest: string } & Record<string, string | number>

/** One row a day or month, with its rows as columns. */
const grouped = (grain: Grain, from: RawBuilder<unknown>) => sql<Row>`
  select day - date '1970-01-01' as day, count(*) as rows, ${sql.join([
    ...grain.keys.map(key => sql`${key === 'product_id' ? numbersOf(sql.ref(key)) : valuesIn(sql.ref(key))} as ${sql.ref(key)}`),
    ...columns.map(column => sql`${numbersOf(sql.ref(column))} as ${sql.ref(`sum_${column}`)}`),
  ])}, ${valuesIn(sql`floor(extract(epoch from newest_at) * 1000)::bigint`)} as newest
  from ${from} group by day`

const codesIn = (key: Key, text: string): Uint32Array => {
  if (key === 'product_id') return Uint32Array.from(asNumbers(text), codesOf.product_id.codeOf)
  if (key === 'categories') return Uint32Array.from(asValues<string[]>(text), set => codesOf.categories.codeOf(JSON.stringify(set)))
  return Uint32Array.from(asValues<string>(text), codesOf[key].codeOf)
}

const pageOf = (grain: Grain, row: Row, cutAt: string | null): SumsPage => {
  const sums = new Float64Array(row.rows * width)
  for (const [name, column] of columns.entries()) for (const [at, value] of asNumbers(String(row[`sum_${column}`])).entries()) sums[at * width + name] = value
  const codes = grain.keys.map(key => codesIn(key, String(row[key])))
  const newest = Float64Array.from(asValues<number | null>(row.newest), value => value ?? Number.NaN)
  return { rows: row.rows, codes, sums, newest, cutAt, bytes: row.rows * (4 * codes.length + 8 * width + 8) }
}

const emptyPage = (grain: Grain, cutAt: string | null): SumsPage => ({
  rows: 0, codes: grain.keys.map(() => new Uint32Array()), sums: new Float64Array(), newest: new Float64Array(), cutAt, bytes: 0,
})

const fromRollup = (grain: Grain, period: Period, days: number[]) =>
  grouped(grain, sql`daily_metrics where grain = ${grain.name} and period = ${period} and day = any(${days.map(toDay)}::date[])`)

/** The same from the lines themselves. */
const fromLines = (grain: Grain, period: Period, days: number[], condition: RawBuilder<unknown>) => {
  const months = [...new Set(days.map(monthOf))].map(toDay)
  const tables = lineTables(condition).map(([name, query]) => sql`${sql.table(name)} as (${query})`)
  const rows = rowsOfAll([{ grain, day: period === 'day' ? months : [], month: period === 'month' ? months : [] }])
  return sql<Row>`with ${sql.join(tables)}, fresh (${columnsOfAll}) as (${rows}) ${grouped(grain, sql`fresh`)}`
}

/** How many days or months are read at once: many of few rows, few of many. */
const daysAtOnce = ({ keys }: Grain) => (keys.length > 1 ? 31 : 400)

/** Where the rollup does not keep the grain, the lines are read. */
const load = async (ctx: Context, grain: Grain, missing: Place[]): Promise<Map<Place, SumsPage>> => {
  const pages = new Map(missing.map(place => [place, emptyPage(grain, null)]))
  const rest = breather()
  for (const period of ['month', 'day'] as const) {
    const kept = await keptMonths(ctx, grain.name, period)
    const days = missing.filter(place => place.startsWith(period)).map(dayOf)
    const [held, other] = [days.filter(day => kept.has(monthOf(day))), days.filter(day => !kept.has(monthOf(day)))]
    const statements = [
      ...batches(held, daysAtOnce(grain)).map(batch => fromRollup(grain, period, batch)),
      ...batches(other, daysAtOnce(grain)).map(batch => fromLines(grain, period, batch, linesOf(period, batch))),
    ]
    for (const statement of statements) {
      for (const row of await ctx.read(statement)) {
        pages.set(`${period} ${row.day}`, pageOf(grain, row, null))
        await rest()
      }
    }
  }
  return pages
}

/** The pages of a grain at these days and months. */
export const sumsAt = (ctx: Context, grain: string, points: Point[]): Promise<SumsPage[]> =>
  ctx.pages.get(`sums/${grain}`, points.map(placeOf), missing => load(ctx, grainNamed(grain), missing))

/** A day up to and with a minute of it, local time; kept until the minute is over. */
export const sumsUntil = async (ctx: Context, grain: string, day: number, cutAt: string): Promise<SumsPage> => {
  const named = grainNamed(grain)
  const read = async (missing: Place[]) => {
    const [row] = await ctx.read(fromLines(named, 'day', missing.map(dayOf), sql`t.ordered_on = ${toDay(day)}::date and ${untilCut(ctx, cutAt)}`))
    return new Map(missing.map(place => [place, row ? pageOf(named, row, cutAt) : emptyPage(named, cutAt)]))
  }
  const [page] = await ctx.pages.get(`sums until a minute in ${ctx.workspace.timezone}/${grain}`, [placeOf({ period: 'day', day })], read, kept => kept.cutAt === cutAt)
  return page!
}
