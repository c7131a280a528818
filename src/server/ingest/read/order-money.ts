import type { Status } from '../understand/status.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import type { Moment } from './cells.ts'
import type { Rated } from './row-exchange.ts'

/** What a line cost in pips, read as the cost of its units or as that of the line: which one, all of a file's rows together say (order-costs.ts). */
export type LineCost = { each: number; whole: number }

export type Line = {
  line: number
  key: string
  at: Moment
  product: number
  rep: number | null
  region: string
  channel: string
  quantity: number
  price: number
  discount: number
  pips: number
  /** The row's own, in pips. */
  profit: number | null
  cost: LineCost | null
  /** What its amounts are multiplied by; null where they are the workspace's. */
  rated: Rated | null
  status: Status
  /** Neither a product's number nor its name, where the file has them. */
  isBare: boolean
}
export type Refund = { pips: number; at: Moment | null }

/** Cents where a sum is of whole ones, as nobody writes less than a cent on a line of an invoice. */
const leastOf = (pips: number) => (pips % 100 === 0 ? 100 : 1)

/** `pips` in proportion to the weights, in whole cents or pips that add up exactly. */
export const spread = (pips: number, weights: number[]): number[] => {
  const least = leastOf(pips)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  let weighed = 0
  let given = 0
  return weights.map(weight => {
    weighed += weight
    const upTo = least * Math.round(((pips / least) * weighed) / total)
    const part = upTo - given
    given = upTo
    return part
  })
}

const sales = (lines: Line[]) => lines.map(line => Math.max(line.pips, 0))

/** What a row's profit leaves as its cost, once its amount is what it is. */
export const settleCost = (line: Line) => {
  if (line.profit === null) return
  const cost = line.pips - line.profit
  line.cost = { each: cost, whole: cost }
}

/** Goods that come back bring their cost back. */
export const lineCost = (stated: number, quantity: number): LineCost => ({
  each: toPips(stated * quantity),
  whole: quantity < 0 ? -Math.abs(toPips(stated)) : toPips(stated),
})

const goodsBack = (cost: LineCost | null) => cost && { each: -cost.each, whole: -cost.whole }
/** Money alone moves no goods. */
const moneyBack = (cost: LineCost | null) => cost && { each: 0, whole: 0 }

/** Takes a discount of the whole order off its lines. */
export const spreadDiscount = (lines: Line[], pips: number) => {
  const parts = spread(pips, sales(lines))
  lines.forEach((line, i) => {
    line.pips -= parts[i] ?? 0
    line.discount = (toPips(line.discount) + (parts[i] ?? 0)) / pipsPerUnit
  })
}

/** Lines that hold taxes, without them; `share`: of their amount. */
export const takeTaxOut = (lines: Line[], share: number) => {
  const weights = lines.map(line => Math.abs(line.pips))
  const whole = weights.reduce((sum, pips) => sum + pips, 0)
  const parts = spread(leastOf(whole) * Math.round((whole / leastOf(whole)) * share), weights)
  lines.forEach((line, i) => {
    line.pips -= Math.sign(line.pips) * (parts[i] ?? 0)
    line.price = toPips(line.price * (1 - share)) / pipsPerUnit
  })
}

/** A row without a product whose amount is the sum of its order's other rows stands for the whole order: the others count. */
export const dropHeaderRow = (lines: Line[]): Line[] => {
  const header = lines.filter(line => line.isBare && line.pips !== 0)
  if (header.length !== 1 || lines.length < 2) return lines
  const others = lines.filter(line => line !== header[0])
  const sum = others.reduce((total, line) => total + line.pips, 0)
  return Math.abs(sum - (header[0]?.pips ?? 0)) <= 100 ? others : lines
}

/** An order's total that each of its lines repeats: taken once, by their quantities. */
export const shareTotal = (lines: Line[], order: { totalled: boolean }) => {
  const total = order.totalled ? 0 : Math.max(0, ...lines.map(line => line.pips))
  const sold = lines.filter(line => line.pips > 0)
  const parts = spread(
    total,
    sold.map(line => line.quantity || 1),
  )
  order.totalled ||= total > 0
  sold.forEach((line, i) => {
    line.pips = parts[i] ?? 0
    line.price = Math.round(line.pips / (line.quantity || 1)) / pipsPerUnit
  })
}

/**
 * What was given back of an order. With a date: the sale stays, and the refund stands on its own day as negative rows.
 * Without: that part of each line is set apart as a refunded row without a date, which no day's revenue counts.
 */
export const bookRefund = (lines: Line[], refund: Refund): Line[] => {
  const sold = sales(lines)
  const total = sold.reduce((sum, pips) => sum + pips, 0)
  const marked = lines.some(line => line.status === 'refunded' && line.pips > 0)
  const pips = refund.pips > 0 ? Math.min(refund.pips, total) : marked ? total : 0
  const parts =
    refund.pips > 0 ? spread(pips, sold) : lines.map(line => (line.status === 'refunded' ? Math.max(line.pips, 0) : 0))
  return lines.flatMap((line, i) => {
    const part = parts[i] ?? 0
    if (part === 0 || line.status === 'pending' || line.status === 'cancelled') return [line]
    const whole = part >= line.pips
    const back = {
      ...line,
      key: `${line.key}:refund`,
      discount: 0,
      status: 'refunded' as const,
      cost: moneyBack(line.cost),
    }
    if (refund.at) {
      return [
        { ...line, status: 'completed' as const },
        {
          ...back,
          at: refund.at,
          ...(whole ? { quantity: -Math.abs(line.quantity), cost: goodsBack(line.cost) } : { quantity: 0 }),
          pips: -part,
        },
      ]
    }
    return whole
      ? [{ ...line, status: 'refunded' as const }]
      : [
          { ...line, status: 'completed' as const, pips: line.pips - part },
          { ...back, quantity: 0, pips: part },
        ]
  })
}
