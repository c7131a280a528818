import type { Codes, Lines } from './columns.ts'
import { type Column, type Groups, groupedBy, rowsByGroup } from './grouping.ts'

export const marks = ['in_order', 'in_category', 'in_product'] as const
export type Marks = Record<(typeof marks)[number], Float64Array>

/** Lines by order; those of order `i` are `rows[from[i]]` up to before `rows[from[i + 1]]`, completed ones apart from others. */
export type Orders = { orders: Groups; from: Uint32Array; rows: Uint32Array }

/**
 * Which completed line stands for its order, for each category in it and each product: 1 there, so that orders are sums everywhere.
 * `within`: what an order is of (its day).
 */
export const markOrders = (lines: Lines, category: Codes, within: Column[]): { marked: Marks } & Orders => {
  const marked: Marks = {
    in_order: new Float64Array(lines.size),
    in_category: new Float64Array(lines.size),
    in_product: new Float64Array(lines.size),
  }
  const order: Column = { of: lines.order.of, count: lines.order.values.length }
  const orders = groupedBy([...within, order, { of: lines.sold, count: 2 }], lines.size)
  const { from, rows } = rowsByGroup(orders)
  const before = (a: number, b: number) =>
    category.of[a]! - category.of[b]! || lines.product[a]! - lines.product[b]! || a - b
  for (let i = 0; i < orders.count; i++) {
    if (!lines.sold[orders.first[i]!]) continue
    const own = rows.subarray(from[i], from[i + 1])
    if (own.length > 1) own.sort(before)
    let last = -1
    for (const row of own) {
      if (last < 0) marked.in_order[row] = 1
      if (last < 0 || category.of[last] !== category.of[row]) marked.in_category[row] = 1
      if (last < 0 || lines.product[last] !== lines.product[row]) marked.in_product[row] = 1
      last = row
    }
  }
  return { marked, orders, from, rows }
}
