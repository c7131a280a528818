import { flagOf, isReason } from '../understand/words/answers.ts'
import type { RowKind } from '../understand/words/row-kinds.ts'
import { cameToNothing, isPartlyRefunded, statusOf } from '../understand/words/states.ts'
import type { Status } from '../understand/status.ts'
import { type CellReader, Skip } from './cells.ts'
import type { Head } from './kept-heads.ts'
import type { RowQuestions } from './row-questions.ts'
import type { RowMoney } from './row-money.ts'

type Row = {
  cells: string[]
  head: Head
  kind: RowKind
  money: RowMoney
  /** In the workspace's currency, in pips. */
  worth: number
  refund: { stated: boolean; dated: boolean }
}

/** Whether a flag is up; what its word means that we do not know is asked, and the row waits. */
export const flagReader =
  (cell: CellReader, questions: RowQuestions) =>
  (cells: string[], field: string): boolean => {
    const word = cell.id(cells, field)
    if (word === '') return false
    const is = flagOf(word) ?? (isReason(cell.column(field)) || questions.flag(cell.column(field), word))
    if (is === null) throw new Skip(`${cell.column(field)} "${word}" is neither yes nor no`)
    return is
  }

type Known = {
  /** What words mean in this source. */
  statuses: Readonly<Record<string, Status>>
  /** Invoices count when they are issued, paid or not. */
  areInvoices: boolean
}

/** Billed and not yet paid, or not wholly. */
const billed =
  /open|offen|unpaid|not paid|unbezahlt|nicht bezahlt|teil|partial|outstanding|await\w* payment|payment pending|pending payment|impay|non paye|pendient|impagad|no pagad|aperta|non pagat|da pagare|em aberto|pendente|onbetaald|openstaand|nieoplac|do zaplaty|obetald|odenmedi|bekleyen odeme|неоплач|не оплач|ожида\w* оплат|未払|未入金|入金待ち|未付款|待付款|미결제|미수/

/** Reads a row's state from its words, its signs and what its order says. */
export const statusReader = (cell: CellReader, questions: RowQuestions, known: Known) => {
  const flag = flagReader(cell, questions)
  const stateOf = (words: string, pips: number): Status => {
    const text = words.trim().toLowerCase()
    const state =
      known.statuses[text] ?? statusOf(words) ?? (questions.status(cell.column('status'), words, pips) as Status | null)
    if (!state) throw new Skip(`status "${words}" is not one that we know`)
    return state === 'pending' && known.areInvoices && billed.test(text) ? 'completed' : state
  }
  return ({ cells, head, kind, money, worth, refund }: Row): { status: Status; isPartly: boolean } => {
    const own = cell.text(cells, 'status')
    const words = own || head.status
    const first = stateOf(words, worth)
    const second = statusOf(cell.text(cells, 'payment_status'))
    const state =
      first === 'completed' && (second === 'refunded' || second === 'cancelled') && words !== ''
        ? second
        : first === 'completed' && flag(cells, 'draft')
          ? 'pending'
          : first
    // rows below an order's first leave blank what is of the whole order
    const cancelled =
      (kind === 'cancelled' || flag(cells, 'cancelled') || (own === '' && cell.has('status') && head.cancelled)) &&
      state !== 'refunded'
    const returned = state === 'completed' && !refund.stated && (refund.dated || flag(cells, 'returned'))
    // a payment or refund that came to nothing; goods booked back that are cancelled take back an earlier booking
    const nothing =
      (state === 'cancelled' && (!money.isGoodsBack || kind === 'refund' || cameToNothing(words))) ||
      cameToNothing(cell.text(cells, 'row_type'))
    const status =
      (money.pips < 0 && state !== 'pending' && !nothing) || returned
        ? 'refunded'
        : cancelled || nothing
          ? 'cancelled'
          : state
    return { status, isPartly: isPartlyRefunded(words) }
  }
}
