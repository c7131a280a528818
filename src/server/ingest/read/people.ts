import { isGuest } from '../understand/words/guests.ts'
import type { CellReader } from './cells.ts'
import { customerAttributes, type Entities, entities, repAttributes } from './entities.ts'

/** Who sold: by name where one stands, as names are what earlier files may have had, else by number. */
export const repOf = (cell: CellReader, reps: Entities, cells: string[]): number | null => {
  const name = cell.name(cells, 'rep')
  const id = name ? '' : cell.id(cells, 'rep_id')
  return name || id ? reps.number(id, name, [null, null, null, null]) : null
}

/** Who bought and who sold. A guest is nobody in particular. */
export const people = (cell: CellReader) => {
  const customers = entities(customerAttributes, { isCaseless: true })
  const reps = entities(repAttributes)
  const counts = { guests: 0 }
  let last: { id: string; name: string; key: string; isGuest: boolean } | null = null

  const read = (cells: string[], first: string[]) => {
    const id = cell.id(cells, 'customer_id') || (first === cells ? '' : cell.id(first, 'customer_id'))
    const name = cell.name(cells, 'customer_name') || (first === cells ? '' : cell.name(first, 'customer_name'))
    // neighbouring rows are often one customer's
    if (last?.id === id && last.name === name) return last
    const guest = isGuest(id) || (id === '' && isGuest(name))
    last = { id, name, key: guest ? '' : id || name, isGuest: guest }
    return last
  }
  return {
    customers,
    reps,
    counts,
    /** What tells the buyer apart; empty for nobody. */
    keyOf: (cells: string[], first: string[] = cells): string => read(cells, first).key,
    /** The buyer's number, 0 for nobody. */
    customer: (cells: string[], first: string[], day: string): number => {
      const { id, name, key } = read(cells, first)
      const attributes = [null, null, cell.name(cells, 'segment') || null, null, null]
      return key ? customers.number(id, name, attributes, day) : 0
    },
    countGuest: (cells: string[]) => {
      if (read(cells, cells).isGuest) counts.guests++
    },
    rep: (cells: string[]): number | null => repOf(cell, reps, cells),
  }
}
export type People = ReturnType<typeof people>
