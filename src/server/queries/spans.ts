import type { Context } from '../context.ts'
import { keptMonths } from '../memory/kept.ts'
import { monthAfter, monthOf, type Part, partsOf, type Point, toNumber, type Window } from '../time/calendar.ts'

/**
 * A window to measure. `window` and `bucket` come back with its rows. `cutAt`: the last day counts only up to this time
 * of day.
 * `noOrders`: its orders are not asked for, and may come back as 0.
 */
export type Span = Window & { window: number; bucket: number; cutAt: string | null; noOrders?: true }

/**
 * Some of what is in memory of a month: what it holds from `from` up to but not with `to`, by day, or of a whole month
 * 0 to 1.
 */
export type Piece<M> = { of: M; from: number; to: number }

/**
 * The days of a span, month by month; not with a last day that is cut. The newest day stands for the rest of its month,
 * where nothing is yet.
 */
const daysOf = (ctx: Context, { start, end, cutAt }: Span, lines: ReadonlySet<number>) => {
  const last = toNumber(end) - (cutAt === null ? 0 : 1)
  const isNewest = ctx.newestOn !== null && last >= toNumber(ctx.newestOn)
  return partsOf(toNumber(start), isNewest ? monthAfter(monthOf(last)) - 1 : last, lines)
}

const pieceOf = <M>({ month, first, last, whole }: Part, months: Map<number, M>, days: Map<number, M>): Piece<M> =>
  whole
    ? { of: months.get(month)!, from: 0, to: 1 }
    : { of: days.get(month)!, from: first - month, to: last + 1 - month }

/** What each span is added up from: `at` brings months, each as a whole or by its days. */
export const piecesOf = async <M>(
  ctx: Context,
  spans: Span[],
  at: (period: Point['period'], months: number[]) => Promise<M[]>,
): Promise<Piece<M>[][]> => {
  const lines = await keptMonths(ctx, 'total', 'month')
  const parts = spans.map(span => daysOf(ctx, span, lines))
  const [whole, cut] = [new Set<number>(), new Set<number>()]
  for (const own of parts) for (const part of own) (part.whole ? whole : cut).add(part.month)
  const find = async (period: Point['period'], months: number[]) => {
    const found = await at(period, months)
    return new Map(months.map((month, i): [number, M] => [month, found[i]!]))
  }
  const [months, days] = [await find('month', [...whole]), await find('day', [...cut])]
  return parts.map(own => own.map(part => pieceOf(part, months, days)))
}
