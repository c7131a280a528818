import type { ImportReport } from '#contract'
import { pipsPerUnit } from '../../money.ts'
import type { Head } from './kept-heads.ts'
import type { Line } from './order-money.ts'

/** What a dry run tells to check against the source, counted line by line. */
export const orderTally = (today: string) => {
  const byStatus = new Map<string, { rows: number; pips: number }>()
  const buyers = new Set<number>()
  let [orders, revenue, future, undatedRefunds] = [0, 0, 0, 0]
  let [first, last] = ['', '']
  return {
    add: (head: Head, { at, status, pips }: Line) => {
      const sum = byStatus.get(status) ?? { rows: 0, pips: 0 }
      byStatus.set(status, sum)
      sum.rows++
      sum.pips += pips
      if (status === 'completed' || (status === 'refunded' && pips <= 0)) revenue += pips
      if (status === 'refunded' && pips > 0) undatedRefunds++
      if (status === 'completed') {
        if (!head.counted) orders++
        head.counted = true
        if (head.customer) buyers.add(head.customer)
      }
      if (first === '' || at.day < first) first = at.day
      if (at.day > last) last = at.day
      if (at.day > today) future++
    },
    future: () => future,
    undatedRefunds: () => undatedRefunds,
    totals: (): Pick<ImportReport, 'orders' | 'customers' | 'span' | 'byStatus' | 'revenue'> => ({
      orders,
      customers: buyers.size,
      span: first ? { start: first, end: last } : null,
      byStatus: [...byStatus].map(([status, { rows, pips }]) => ({ status, rows, amount: pips / pipsPerUnit })),
      revenue: revenue / pipsPerUnit,
    }),
  }
}
