import { type CellReader, Skip } from './cells.ts'
import type { Head } from './order-heads.ts'
import type { RowQuestions } from './row-questions.ts'
import type { RowMoney } from './row-money.ts'
import { cameToNothing, isPartlyRefunded, saysYes, statusOf, yes, type rowKind } from '../understand/words.ts'
import type { Status } from '../understand/status.ts'

/** Whether a row says that it, or its order, was cancelled. */
export const isCancelled = (cell: CellReader, cells: string[]): boolean => {
  const said = cell.id(cells, 'cancelled')
  return said !== '' && yes(said)
}

type Row = {
  cells: string[]
  head: Head
  kind: ReturnType<typeof rowKind>
  money: RowMoney
  refund: { stated: boolean; dated: boolean }
}

/** Reads a row's state from its words, its signs and what its order says. */
export const statusReader = (cell: CellReader, questions: RowQuestions, known: Record<string, Status> | undefined) => {
  return ({ cells, head, kind, money, refund }: Row): { status: Status; isPartly: boolean } => {
    const own = cell.text(cells, 'status')
    const words = own || head.status
    const state =
      known?.[words.trim().toLowerCase()] ?? statusOf(words) ?? questions.status(cell.column('status'), words)
    if (!state) throw new Skip(`status "${words}" is not one that we know`)
    // rows below an order's first leave blank what is of the whole order
    const cancelled =
      (kind === 'cancelled' || isCancelled(cell, cells) || (own === '' && head.cancelled)) && state !== 'refunded'
    const returned = state === 'completed' && !refund.stated && (refund.dated || saysYes(cell.id(cells, 'returned')))
    // a payment or refund that came to nothing; goods booked back that are cancelled take back an earlier booking
    const nothing =
      (state === 'cancelled' && (!money.isGoodsBack || kind === 'return' || cameToNothing(words))) ||
      cameToNothing(cell.text(cells, 'row_type'))
    const status =
      (money.cents < 0 && state !== 'pending' && !nothing) || returned
        ? 'refunded'
        : cancelled || nothing
          ? 'cancelled'
          : state
    return { status, isPartly: isPartlyRefunded(words) }
  }
}
