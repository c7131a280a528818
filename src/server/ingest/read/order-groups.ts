import type { Head } from './kept-heads.ts'
import type { SettledOrders } from './settled-orders.ts'
import {
  bookRefund,
  dropHeaderRow,
  type Line,
  type Refund,
  settleCost,
  shareTotal,
  spreadDiscount,
  takeTaxOut,
} from './order-money.ts'

/** Lines of one order: discounts, taxes and refunds of the order are spread over them. */
export type Group = { id: string; head: Head; lines: Line[]; refund: Refund; partly: boolean }

export const groupCounts = () => ({ spreadOrders: 0, partlyUnknown: 0, headerRows: 0, taxesInside: 0 })

/** A group's lines as they count. `isOrderTotal`: each line has the whole order's amount. */
export const settleGroup = (
  { head, lines: all, refund, partly }: Group,
  isOrderTotal: boolean,
  counts: ReturnType<typeof groupCounts>,
): Line[] => {
  const lines = dropHeaderRow(all)
  if (lines !== all) counts.headerRows++
  if (isOrderTotal) shareTotal(lines, head)
  const sold = lines.reduce((sum, line) => sum + Math.max(line.pips, 0), 0)
  head.sold += sold
  // rows of one order may stand apart, each with what is of the whole order: that is taken once
  const discount = Math.min(sold, (head.net === null ? head.discount : head.sold - head.net) - head.discounted)
  if (discount > 0) {
    if (head.discounted === 0) counts.spreadOrders++
    head.discounted += discount
    spreadDiscount(lines, discount)
  }
  if (head.taxShare > 0) {
    counts.taxesInside++
    takeTaxOut(lines, head.taxShare)
  }
  lines.forEach(settleCost)
  const left = lines.reduce((sum, line) => sum + Math.max(line.pips, 0), 0)
  const back = Math.round((refund.pips - head.refunded) * (1 - head.taxShare))
  if (partly && refund.pips === 0) counts.partlyUnknown++
  const due: Refund = { pips: Math.min(left, back), at: refund.at }
  const isDue = refund.pips > 0 ? due.pips > 0 : refund.at !== null
  if (isDue) head.refunded += head.taxShare > 0 ? refund.pips : due.pips
  return isDue ? bookRefund(lines, due) : lines
}

/** An order of more lines is settled in parts; so are orders whose rows stand apart, where more of their lines would have to be kept. */
const mostLines = 10_000
const mostOpenLines = 300_000

/** Gathers the lines of each order: those that follow each other, and of settled orders all of them. */
export const orderGroups = (settled: SettledOrders, done: (group: Group) => void) => {
  const open = new Map<string, Group>()
  let openLines = 0
  let group: Group | null = null

  const close = (one: Group) => {
    if (open.delete(one.id)) openLines -= one.lines.length
    if (group === one) group = null
    done(one)
  }
  const flush = () => {
    if (group && !open.has(group.id)) close(group)
    for (const one of open.values()) close(one)
  }
  return {
    isAt: (id: string) => group?.id === id,
    of: (id: string, head: Head): Group => {
      if (group?.id === id) return group
      if (group && !open.has(group.id)) close(group)
      group = open.get(id) ?? { id, head, lines: [], refund: { pips: 0, at: null }, partly: false }
      if (settled.has(id)) open.set(id, group)
      return group
    },
    /** To the group that was asked for last. */
    push: (line: Line) => {
      if (!group) return
      group.lines.push(line)
      if (open.has(group.id)) openLines++
      if (group.lines.length >= Math.min(mostLines, settled.get(group.id)?.lines ?? mostLines)) close(group)
      else if (openLines > mostOpenLines) flush()
    },
    flush,
  }
}
