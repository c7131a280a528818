import type { Meta } from '#contract'
import type { Context } from '../../context.ts'
import { counted } from '../../counted.ts'
import { ApiError } from '../../errors.ts'
import type { Filters } from '../../memory/filters.ts'
import { monthAfter, toDay, toNumber } from '../../time/calendar.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf } from '../meta.ts'
import { rounded } from '../period.ts'
import { type Book, bookOf } from './book.ts'
import { historyOf } from './history.ts'
import type { Known } from './known.ts'
import { type Band, type Line, lineOf } from './line.ts'
import { type OpenMonth, openMonth, openMonthOfLine } from './open-month.ts'

/** Fewer complete months than this are no history: their mean would be a guess, and nothing could test it. */
export const fewestMonths = 4

/** What every answer about revenue to come is made from. */
export type Frame = {
  known: Known
  book: Book
  open: OpenMonth | null
  /** The step of the first month after the open one. */
  offset: number
}

/** YYYY-MM. */
export const monthName = (month: number) => toDay(month).slice(0, 7)

/** Too little history, in words: how much there is, and how much is missing. */
const tooShort = (known: Known | null, months: number) => {
  const need = `A forecast needs at least ${fewestMonths} complete months of orders`
  if (!known) return `${need}; there are no orders yet.`
  const last = known.months.at(-1)
  const there = last === undefined ? 'none' : `${months} (${monthName(known.months[0]!)} to ${monthName(last)})`
  const begins =
    known.cut === null
      ? ''
      : ` Orders begin on ${toDay(known.first)}, so ${monthName(known.cut)} is not complete and does not count.`
  const more = fewestMonths - months
  return `${need}; there ${months === 1 ? 'is' : 'are'} ${there}: ${counted(more, 'month is', 'months are')} missing.${begins}`
}

const refuse = (words: string) => new ApiError(422, 'not_enough_data', words)

/** Throws 422 `not_enough_data`, with what is missing in words. */
export const frameOf = async (ctx: Context): Promise<Frame> => {
  const history = await historyOf(ctx)
  if (!history || history.known.months.length < fewestMonths)
    throw refuse(tooShort(history?.known ?? null, history?.known.months.length ?? 0))
  const book = await bookOf(ctx, history)
  if ('refused' in book)
    throw refuse(
      `A forecast needs at least ${book.refused.needed} months from the first with revenue on; there are ${book.refused.got}.`,
    )
  const open = await openMonth(ctx, book)
  return { known: history.known, book, open, offset: open ? 1 : 0 }
}

/** The same, or the reason why there is none. */
export const frameOrReason = async (ctx: Context): Promise<Frame | string> => {
  try {
    return await frameOf(ctx)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_enough_data') return error.message
    throw error
  }
}

/** The month of a step, by its first day. */
export const monthsAhead = ({ months }: Known, steps: number): number[] => {
  const found: number[] = []
  for (let month = monthAfter(months.at(-1)!); found.length < steps; month = monthAfter(month)) found.push(month)
  return found
}

/** A line, and its open month. */
export const lineWithOpen = (
  { book, open }: Frame,
  filters: Filters,
): { line: Line; openMonth: { actual: number; band: Band } | null } => {
  const line = lineOf(book, filters)
  return { line, openMonth: open && openMonthOfLine(open, line, filters) }
}

/** Revenue of a complete month of a line; null where it is not known. */
export const actualAt = ({ known }: Frame, line: Line, month: number): number | null => {
  const at = known.months.indexOf(month)
  if (at < 0 || known.missing.some(one => one.month === month && one.as === 'unknown')) return null
  return rounded(line.y[at]!, line.digits)
}

const gapWords = {
  zero: 'counts as 0, as such months do come',
  unknown: 'is not known: it is left open here, and filled in for fitting only',
}

const notesOn = (known: Known): string[] => {
  const notes: string[] = []
  const lastFinished = known.asOfDay === known.today ? toNumber(known.today) - 1 : toNumber(known.asOfDay)
  if (known.through < lastFinished)
    notes.push(
      `Orders end on ${toDay(known.through)}, longer ago than is usual here: what came after is predicted, too, and not taken for zero.`,
    )
  if (known.cut !== null)
    notes.push(
      `Orders begin on ${toDay(known.first)}: ${monthName(known.cut)} is not complete and stays out of the forecast.`,
    )
  if (known.older !== null)
    notes.push(
      `There is more than a year without orders before ${monthName(known.months[0]!)}: what came before is left out.`,
    )
  for (const { month, as } of known.missing) notes.push(`${monthName(month)} has no rows and ${gapWords[as]}.`)
  return notes
}

/** What stands beside an answer: the range is the history that is shown, from `first` on. */
export const forecastMeta = async (
  ctx: Context,
  known: Known,
  filters: Filters,
  first: number,
  notes: string[] = [],
): Promise<Meta> => {
  const { today, asOfDay, through, first: begins } = known
  const range = { start: toDay(Math.max(first, begins)), end: toDay(Math.max(through, first)) }
  const [span, firstOn] = [{ window: 0, bucket: 0, ...range, cutAt: null }, toDay(begins)]
  const rows = measuresAt(await measure(ctx, [span], filters), 0)
  const period = { today, asOfDay, range, comparison: null, unknown: null, firstOn }
  return metaOf(ctx, period, filters, rows, [...notesOn(known), ...notes])
}
