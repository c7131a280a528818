import { inOrder, type Lines } from './columns.ts'
import { dayCell, nothing, textCell, whole } from './copy-text.ts'
import { type HistoryGrain, type VisitKey, visitKeys } from './grains.ts'
import { type Column, groupedBy, numbered, rowsByGroup } from './grouping.ts'
import type { Sorted } from './month-sums.ts'
import { markOrders } from './order-marks.ts'

/**
 * Rows of customer_history from all order lines of some customers: of each the days on which something counted, with orders and revenue
 * up to and with each of them.
 */

type History = { grain: HistoryGrain; keys: VisitKey[]; orders: 'in_order' | 'in_category' }

const histories: History[] = [
  { grain: 'all', keys: [], orders: 'in_order' },
  { grain: 'category', keys: ['category'], orders: 'in_category' },
  { grain: 'region', keys: ['region'], orders: 'in_order' },
  { grain: 'channel', keys: ['channel'], orders: 'in_order' },
  { grain: 'region+channel', keys: ['region', 'channel'], orders: 'in_order' },
  { grain: 'full', keys: [...visitKeys], orders: 'in_category' },
]

export function* historyRows(lines: Lines, sorted: Sorted): Generator<string> {
  const [category, region] = [inOrder(lines.category, sorted.category), inOrder(lines.region, sorted.region)]
  const [days, customers] = [numbered(lines.day), numbered(lines.customer)]
  const { marked } = markOrders(lines, category, [customers, days])
  const coded = { category, region, channel: lines.channel, segment: lines.segment }
  const column = (key: keyof typeof coded): Column => ({ of: coded[key].of, count: coded[key].values.length })
  const text = (key: keyof typeof coded, row: number) => textCell(coded[key].values[coded[key].of[row]!]!)
  const counted = lines.sums.lines!
  const revenue = lines.sums.revenue!
  // groups keep the order of rows, so that each has its own by day
  const byDay = Uint32Array.from({ length: lines.size }, (_, row) => row).sort((a, b) => lines.day[a]! - lines.day[b]!)
  for (const { grain, keys, orders } of histories) {
    const groups = groupedBy([customers, column('segment'), ...keys.map(column)], lines.size)
    const { from, rows } = rowsByGroup({ of: byDay.map(row => groups.of[row]!), count: groups.count })
    // in the order of the table's index, whose pages are then written once
    const place = (key: VisitKey, row: number) => (keys.includes(key) ? coded[key].of[row]! : 0)
    const inTurn = groups.first.toSorted(
      (a, b) =>
        place('category', a) - place('category', b) ||
        place('region', a) - place('region', b) ||
        lines.customer[a]! - lines.customer[b]!,
    )
    for (const first of inTurn) {
      const group = groups.of[first]!
      let [before, ordered, pips] = [Number.NaN, 0, 0]
      const held: { days: string[]; orders: number[]; pips: string[] } = { days: [], orders: [], pips: [] }
      for (let i = from[group]!; i < from[group + 1]!; i++) {
        const row = byDay[rows[i]!]!
        if (!counted[row]) continue
        ordered += marked[orders][row]!
        pips += revenue[row]!
        const isSame = lines.day[row] === before
        const at = isSame ? held.days.length - 1 : held.days.push(dayCell(lines.day[row]!)) - 1
        held.orders[at] = ordered
        held.pips[at] = whole(pips)
        before = lines.day[row]!
      }
      if (held.days.length === 0) continue
      const values = visitKeys.map(key => (keys.includes(key) ? text(key, first) : nothing))
      const arrays = [held.days, held.orders, held.pips].map(array => `{${array.join(',')}}`)
      yield [grain, `${lines.customer[first]}`, ...values, text('segment', first), ...arrays].join('\t')
    }
  }
}
