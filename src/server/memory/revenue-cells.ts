import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { lineTables } from '../db/rollup/lines.ts'
import { asValues } from './columns.ts'
import { keptMonths, linesOf } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { toDay } from '../time/calendar.ts'

/**
 * Revenue of one combination of the four dimensions, in pips: the finest that adds up to every filter and
 * grouping.
 */
export type Cell = [category: string, region: string, channel: string, segment: string, pips: number]

/** The grain of the rollup that tells all four dimensions apart. */
const grain = 'all'
/** Months whose lines are read in one statement. */
const monthsAtOnce = 12

type Row = { day: number; cells: string }

const cellsOf = (from: RawBuilder<unknown>) => sql<Row>`
  select day - date '1970-01-01' as day,
    json_agg(json_build_array(category, region, channel, segment, revenue))::text as cells
  from ${from} and revenue <> 0 group by day`

/** The same from the lines themselves. */
const fromLines = (condition: RawBuilder<unknown>, from: RawBuilder<unknown>) => {
  const tables = lineTables(condition).map(([name, query]) => sql`${sql.table(name)} as (${query})`)
  return sql<Row>`with ${sql.join(tables)} ${cellsOf(from)}`
}

const byMonth = sql`daily_metrics where grain = ${grain} and period = 'month'`

const readMonths = async (ctx: Context, months: number[]): Promise<Map<number, Cell[]>> => {
  const kept = await keptMonths(ctx, grain, 'month')
  const [held, other] = [months.filter(month => kept.has(month)), months.filter(month => !kept.has(month))]
  const statements = [
    ...batches(held, 400).map(batch => cellsOf(sql`${byMonth} and day = any(${batch.map(toDay)}::date[])`)),
    ...batches(other, monthsAtOnce).map(batch => fromLines(linesOf('month', batch), sql`base where period = 'month'`)),
  ]
  const found = new Map<number, Cell[]>()
  const rest = breather()
  for (const statement of statements)
    for (const { day, cells } of await ctx.read(statement)) {
      await rest()
      found.set(day, asValues<Cell>(cells))
    }
  return found
}

/**
 * The cells of whole months (by first day, in day numbers), in their order; those that come to nothing are left out.
 */
export const monthCells = async (ctx: Context, months: number[]): Promise<Cell[][]> => {
  const load = async (missing: Place[]) => {
    const wanted = missing.map(dayOf)
    const found = await readMonths(ctx, wanted)
    return new Map(
      wanted.map((month, i): [Place, Page & { cells: Cell[] }] => {
        const cells = found.get(month) ?? []
        return [missing[i]!, { cells, bytes: cells.length * 200 }]
      }),
    )
  }
  const pages = await ctx.pages.get(
    'revenue by all dimensions',
    months.map(day => placeOf({ period: 'month', day })),
    load,
  )
  return pages.map(({ cells }) => cells)
}

/** The cells of a month's first days, up to and with one of them. */
export const cellsUntil = async (ctx: Context, month: number, last: number): Promise<Cell[]> => {
  if (last < month) return []
  const load = async (missing: Place[]) => {
    const [first, end] = [toDay(month), toDay(last)]
    const kept = await keptMonths(ctx, grain, 'day')
    const rows = kept.has(month)
      ? await ctx.read(
          cellsOf(sql`
            (select ${first}::date as day, category, region, channel, segment, sum(revenue) as revenue from daily_metrics
              where grain = ${grain} and period = 'day' and day between ${first}::date and ${end}::date
              group by category, region, channel, segment) days where true`),
        )
      : await ctx.read(
          fromLines(sql`t.ordered_on between ${first}::date and ${end}::date`, sql`base where period = 'month'`),
        )
    const cells = rows.flatMap(row => asValues<Cell>(row.cells))
    return new Map(missing.map(place => [place, { cells, bytes: cells.length * 200 }]))
  }
  const place = placeOf({ period: 'month', day: month })
  const [page] = await ctx.pages.get<Page & { cells: Cell[] }>(`revenue by all dimensions until ${last}`, [place], load)
  return page!.cells
}
