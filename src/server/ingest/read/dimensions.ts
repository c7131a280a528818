import { counted } from '../../counted.ts'
import { type CellReader, limits, Skip } from './cells.ts'
import type { Exchange } from './exchange.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from './entities.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import { flagOf } from '../understand/words/answers.ts'

type Options = {
  kind: 'customers' | 'products' | 'sales_reps'
  cells: CellReader
  exchange: Exchange | undefined
}

/** Files of customers, products or representatives: one row each. */
export const dimensionReader = ({ kind, cells: cell, exchange }: Options) => {
  const products = entities(productAttributes)
  const customers = entities(customerAttributes)
  const reps = entities(repAttributes)
  const lists = { customers, products, sales_reps: reps }
  let accepted = 0
  let repeated = 0

  const money = (cells: string[], field: string) => {
    const value = cell.number(cells, field, limits.money)
    if (value === null) return null
    const pips = toPips(value)
    return (exchange ? exchange(pips) : pips) / pipsPerUnit
  }
  const attributes = (cells: string[]): (string | number | null)[] => {
    const text = (field: string) => cell.name(cells, field) || null
    if (kind === 'customers')
      return [text('company'), text('industry'), text('segment'), text('region'), text('acquisition_channel')]
    if (kind === 'sales_reps')
      return [text('team'), text('region'), money(cells, 'quota'), cell.moment(cells, 'hire_date')?.day ?? null]
    const active = cell.id(cells, 'active')
    return [
      text('category'),
      money(cells, 'unit_price'),
      money(cells, 'cost'),
      active ? String(flagOf(active) ?? true) : null,
    ]
  }

  const read = (cells: string[]) => {
    const id = cell.id(cells, 'id')
    const name = cell.name(cells, 'name') || (kind === 'customers' ? cell.name(cells, 'company') : '')
    if (!id && !name) throw new Skip('neither a number nor a name')
    const found = attributes(cells)
    const before = lists[kind].list.length
    lists[kind].number(id, name, found)
    if (lists[kind].list.length === before) repeated++
    accepted++
  }

  return {
    row: read,
    finish: () => ({
      accepted,
      orders: null,
      customers: kind === 'customers' ? customers.list.length : null,
      span: null,
      byStatus: [],
      revenue: null,
      currencies: new Map<string, number>(),
      exchange: null,
      problems: [],
      questions: [],
      notes: [
        ...(repeated
          ? [
              `${counted(repeated, 'row repeats', 'rows repeat')} an earlier row’s ${kind === 'sales_reps' ? 'representative' : kind.slice(0, -1)}: the first counts, later ones fill what it leaves out.`,
            ]
          : []),
        ...lists[kind].notes(kind.replace('_', ' '), 'first'),
      ],
      products,
      customerList: customers,
      reps,
      costsAreOfLines: false,
      stages: [],
    }),
  }
}
