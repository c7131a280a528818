import type { Head } from './order-heads.ts'
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

/** Lines of one order that follow each other: discounts, taxes and refunds of the order are spread over them. */
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
