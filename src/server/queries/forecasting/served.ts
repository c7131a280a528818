import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Served, ToKeep } from '../../db/forecasts.ts'
import { dimensions } from '../../db/rollup/grains.ts'
import { filteredDimensions, type Filters } from '../../memory/filters.ts'
import { breather } from '../../memory/pages.ts'
import { toDay } from '../../time/calendar.ts'
import { computations } from '../../models/computations.ts'
import { frameOrReason, monthsAhead } from './frame.ts'
import { lineOf } from './line.ts'
import { mostSteps } from './book.ts'
import { groupings } from './parts.ts'

/** The forecasts as they stand; null where there are none, or these are kept already. */
export const forecastsToKeep = async (ctx: Context): Promise<ToKeep | null> => {
  const frame = await frameOrReason(ctx)
  if (typeof frame === 'string') return null
  const { known, book } = frame
  // another way to forecast gives another forecast of the same history
  const fingerprint = `${computations.revenueForecasts.revision} ${book.history.fingerprint}`
  const [kept] = await ctx.read(
    sql<{ kept: boolean }>`select exists (select 1 from served_forecasts where fingerprint = ${fingerprint}) as kept`,
  )
  if (kept?.kept) return null
  const parts = groupings(book.history).flatMap(group => group.parts)
  const lines: { dimension: string; value: string; filters: Filters }[] = [
    { dimension: '', value: '', filters: {} },
    ...parts.flatMap(({ dimension, value }) =>
      value === null ? [] : [{ dimension, value, filters: { [dimension]: [value] } }],
    ),
  ]
  const months = monthsAhead(known, mostSteps).map(toDay)
  const rows: ToKeep['rows'] = []
  const rest = breather()
  for (const { dimension, value, filters } of lines) {
    const { ahead, naive } = lineOf(book, filters)
    for (const [k, month] of months.entries())
      rows.push({ dimension, value, month, horizon: k + 1, madeOn: known.asOfDay, ...ahead[k]!, naive: naive[k]! })
    await rest()
  }
  return { version: ctx.version, fingerprint, rows }
}

/** The forecasts of some filters that were served for months up to one. Only the total and single values are kept. */
export const servedFor = async (ctx: Context, filters: Filters, last: number): Promise<Served[]> => {
  const own = filteredDimensions(filters)
  if (own.length > 1 || (own.length === 1 && filters[own[0]!]!.length !== 1)) return []
  const all = await ctx.once(`served forecasts up to ${last}`, async () => {
    const rows = await ctx.read(sql<Served & { dimension: string; value: string }>`
      select dimension, value, month, horizon, made_on as "madeOn", predicted, lower80, upper80,
        lower95 as "lowerBound", upper95 as "upperBound", naive
      from served_forecasts where month <= ${toDay(last)}::date
      order by month desc, horizon, made_on desc, fingerprint
    `)
    return Map.groupBy(rows, ({ dimension, value }) => JSON.stringify([dimension, value]))
  })
  const dimension = dimensions.find(key => key === own[0])
  const found = all.get(JSON.stringify([dimension ?? '', dimension ? filters[dimension]![0] : ''])) ?? []
  return found.map(({ dimension: _, value: __, ...served }) => served)
}
