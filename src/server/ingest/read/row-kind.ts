import { counted } from '../../counted.ts'
import { type CellReader, limits, Skip } from './cells.ts'
import { pipsInWords, toPips } from '../../money.ts'
import { flagOf } from '../understand/words/answers.ts'
import { isLeftOut, kindNames, type RowKind, wordKind } from '../understand/words/row-kinds.ts'
import type { RowQuestions } from './row-questions.ts'

export type KindOf = (word: string) => RowKind | null

const flags = { deleted: 'deleted', test: 'tests', live: 'tests' } as const
/** What each row is by its type and flags; what is no sale is left out, and told with its sum. */
export const kindReader = (
  cell: CellReader,
  questions: RowQuestions,
  kindOf: KindOf,
  sendsMoney: boolean,
  worth: (cells: string[], pips: number) => number,
) => {
  const leftOut = new Map<RowKind | keyof typeof flags, { rows: number; pips: number }>()
  const column = cell.column('row_type')
  const flagged = (Object.keys(flags) as (keyof typeof flags)[]).filter(field => cell.has(field))

  const pipsOf = (cells: string[]): number | null => {
    const amount = cell.optional('amount', 0, () => cell.number(cells, 'amount', limits.money))
    if (amount !== null || !cell.has('unit_price')) return amount === null ? null : toPips(amount)
    const price = cell.optional('unit_price', 0, () => cell.number(cells, 'unit_price', limits.money))
    const quantity = cell.optional('quantity', 0, () => cell.number(cells, 'quantity', limits.quantity)) ?? 1
    return price === null ? null : toPips(price * quantity)
  }
  const leaveOut = (kind: RowKind | keyof typeof flags, cells: string[], reason: string): never => {
    const before = leftOut.get(kind) ?? { rows: 0, pips: 0 }
    leftOut.set(kind, { rows: before.rows + 1, pips: before.pips + worth(cells, pipsOf(cells) ?? 0) })
    throw new Skip(reason)
  }

  const ask = (cells: string[], word: string): RowKind => {
    const pips = pipsOf(cells)
    const said = questions.kind(column, word, pips && worth(cells, pips))
    if (said === null) throw new Skip(`${column} "${word}" is not a kind of row that we know`)
    return said === 'none' ? 'other' : said
  }

  /** Throws `Skip` for what is no sale. */
  const of = (cells: string[]): RowKind => {
    for (const field of flagged) {
      const word = cell.id(cells, field)
      const is = word === '' ? false : (flagOf(word) ?? questions.flag(cell.column(field), word))
      if (word !== '' && is === (field !== 'live')) leaveOut(field, cells, `${cell.column(field)} says "${word}"`)
    }
    const word = cell.text(cells, 'row_type')
    if (word === '') return 'sale'
    const kind = kindOf(word) ?? ask(cells, word)
    if (isLeftOut(kind)) leaveOut(kind, cells, `"${word}" is ${kindNames[kind]?.[0] ?? 'no sale'}`)
    if (kind === 'sale' && sendsMoney && (pipsOf(cells) ?? 0) < 0 && wordKind(word) === 'paid')
      leaveOut('purchase', cells, `"${word}" of less than nothing is a payment of your own`)
    return kind
  }

  const notes = (): string[] => {
    const parts = [...leftOut].map(([kind, { rows, pips }]) => {
      const name =
        kind === 'deleted' || kind === 'test' || kind === 'live'
          ? `marked as ${flags[kind]}`
          : (kindNames[kind]?.[rows === 1 ? 0 : 1] ?? '')
      return `${counted(rows, 'row', 'rows')} ${rows === 1 ? 'is' : 'are'} ${name} (${pipsInWords(pips)})`
    })
    return parts.length ? [`Left out, as no sales: ${parts.join('; ')}.`] : []
  }
  return { of, notes }
}
