import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { type Dimension, dimensions } from '../../db/rollup/grains.ts'
import { filteredDimensions, type Filters } from '../../memory/filters.ts'
import { breather } from '../../memory/pages.ts'
import { type Cell, cellsUntil, monthCells } from '../../memory/revenue-cells.ts'
import { monthAfter, toDay, toNumber } from '../../time/calendar.ts'
import { type Known, knownOf } from './known.ts'

/**
 * One combination of the four dimensions: its revenue of each complete month in pips, months that are not known
 * filled in.
 */
export type Line = { values: Record<Dimension, string>; pips: Float64Array }

/** The complete months, cell by cell. */
export type History = {
  known: Known
  lines: Line[]
  /** The same for the same months and revenues, on any engine and after any restart. */
  fingerprint: string
}

/** How a cell is found again: its values in order. The database stores no NUL. */
const nameOf = ([category, region, channel, segment]: Cell) => `${category}\0${region}\0${channel}\0${segment}`

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * What stands for a month that is not known: the mean of the same month a year before and after, as far as there are
 * any, else of its known neighbours. For fitting only; as it only adds up and divides, parts still sum to their total.
 */
const fillIn = (pips: Float64Array, unknown: ReadonlySet<number>) => {
  const has = (at: number) => at >= 0 && at < pips.length && !unknown.has(at)
  const nearest = (at: number, step: 1 | -1) => {
    for (let next = at + step; next >= 0 && next < pips.length; next += step) if (has(next)) return [next]
    return []
  }
  const sources = [...unknown].map(at => {
    const year = [at - 12, at + 12].filter(has)
    return { at, from: year.length ? year : [...nearest(at, -1), ...nearest(at, 1)] }
  })
  for (const { at, from } of sources)
    pips[at] = Math.round(from.reduce((sum, one) => sum + pips[one]!, 0) / Math.max(1, from.length))
}

const assemble = async (known: Known, pages: Cell[][]): Promise<Line[]> => {
  const found = new Map<string, Line>()
  const rest = breather()
  for (const [at, cells] of pages.entries()) {
    await rest()
    for (const cell of cells) {
      const name = nameOf(cell)
      let line = found.get(name)
      if (!line) {
        const [category, region, channel, segment] = cell
        line = { values: { category, region, channel, segment }, pips: new Float64Array(pages.length) }
        found.set(name, line)
      }
      line.pips[at] = cell[4]
    }
  }
  const unknown = new Set(
    known.missing.filter(({ as }) => as === 'unknown').map(({ month }) => known.months.indexOf(month)),
  )
  const lines = [...found].sort(([a], [b]) => byName(a, b)).map(([, line]) => line)
  if (unknown.size) for (const { pips } of lines) fillIn(pips, unknown)
  return lines
}

const fingerprintOf = (known: Known, lines: Line[]): string => {
  const hash = createHash('sha256').update(`${known.months.map(toDay).join()}\n`)
  for (const { values, pips } of lines) {
    hash.update(JSON.stringify(dimensions.map(key => values[key])))
    hash.update(new Uint8Array(pips.buffer))
  }
  return hash.digest('base64url').slice(0, 22)
}

/** The complete months; null without orders. */
export const historyOf = async (ctx: Context): Promise<History | null> => {
  const known = await knownOf(ctx)
  if (!known) return null
  return ctx.once(`history of ${known.months[0]} to ${known.through}`, async () => {
    const rest = breather(0)
    const pages = await monthCells(ctx, known.months)
    await rest()
    const lines = await assemble(known, pages)
    await rest()
    return { known, lines, fingerprint: fingerprintOf(known, lines) }
  })
}

/** The open month's revenue: of its known days, and with what came since (today, which is not over). */
export const openMonthOf = async (ctx: Context, { open, through, asOfDay }: Known) => {
  if (open === null) return null
  const last = Math.min(toNumber(asOfDay), monthAfter(open) - 1)
  return { month: open, known: await cellsUntil(ctx, open, through), soFar: await cellsUntil(ctx, open, last) }
}

/** Whether a filter lets values through. */
export const matches = (filters: Filters): ((values: Record<Dimension, string>) => boolean) => {
  const wanted = filteredDimensions(filters).map(key => [key, new Set(filters[key])] as const)
  return values => wanted.every(([key, set]) => set.has(values[key]))
}
