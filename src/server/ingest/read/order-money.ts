import type { Status } from '../understand/status.ts'
import type { Moment } from './cells.ts'

export type Line = {
  line: number
  key: string
  at: Moment
  product: number
  rep: number | null
  quantity: number
  price: number
  discount: number
  cents: number
  status: Status
  /** Neither a product's number nor its name, where the file has them. */
  isBare: boolean
}
export type Refund = { cents: number; at: Moment | null }

/** `cents` in proportion to the weights, whole cents that add up exactly. */
export const spread = (cents: number, weights: number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  let weighed = 0
  let given = 0
  return weights.map(weight => {
    weighed += weight
    const upTo = Math.round((cents * weighed) / total)
    const part = upTo - given
    given = upTo
    return part
  })
}

const sales = (lines: Line[]) => lines.map(line => Math.max(line.cents, 0))

/** Takes a discount of the whole order off its lines. */
export const spreadDiscount = (lines: Line[], cents: number) => {
  const parts = spread(cents, sales(lines))
  lines.forEach((line, i) => {
    line.cents -= parts[i] ?? 0
    line.discount = Math.round(line.discount * 100 + (parts[i] ?? 0)) / 100
  })
}

/** Lines that hold taxes, without them; `share`: of their amount. */
export const takeTaxOut = (lines: Line[], share: number) => {
  const weights = lines.map(line => Math.abs(line.cents))
  const parts = spread(Math.round(weights.reduce((sum, cents) => sum + cents, 0) * share), weights)
  lines.forEach((line, i) => {
    line.cents -= Math.sign(line.cents) * (parts[i] ?? 0)
    line.price = Math.round(line.price * (1 - share) * 100) / 100
  })
}

/** A row without a product whose amount is the sum of its order's other rows stands for the whole order: the others count. */
export const dropHeaderRow = (lines: Line[]): Line[] => {
  const header = lines.filter(line => line.isBare && line.cents !== 0)
  if (header.length !== 1 || lines.length < 2) return lines
  const others = lines.filter(line => line !== header[0])
  const sum = others.reduce((total, line) => total + line.cents, 0)
  return Math.abs(sum - (header[0]?.cents ?? 0)) <= 1 ? others : lines
}

/** An order's total that each of its lines repeats: taken once, by their quantities. */
export const shareTotal = (lines: Line[], order: { totalled: boolean }) => {
  const total = order.totalled ? 0 : Math.max(0, ...lines.map(line => line.cents))
  const sold = lines.filter(line => line.cents > 0)
  const parts = spread(
    total,
    sold.map(line => line.quantity || 1),
  )
  order.totalled ||= total > 0
  sold.forEach((line, i) => {
    line.cents = parts[i] ?? 0
    line.price = Math.round(line.cents / (line.quantity || 1)) / 100
  })
}

/**
 * What was given back of an order. With a date: the sale stays, and the refund stands on its own day as negative rows.
 * Without: that part of each line is set apart as a refunded row without a date, which no day's revenue counts.
 */
export const bookRefund = (lines: Line[], refund: Refund): Line[] => {
  const sold = sales(lines)
  const total = sold.reduce((sum, cents) => sum + cents, 0)
  const marked = lines.some(line => line.status === 'refunded' && line.cents > 0)
  const cents = refund.cents > 0 ? Math.min(refund.cents, total) : marked ? total : 0
  const parts =
    refund.cents > 0
      ? spread(cents, sold)
      : lines.map(line => (line.status === 'refunded' ? Math.max(line.cents, 0) : 0))
  return lines.flatMap((line, i) => {
    const part = parts[i] ?? 0
    if (part === 0 || line.status === 'pending' || line.status === 'cancelled') return [line]
    const whole = part >= line.cents
    const back = { ...line, key: `${line.key}:refund`, discount: 0, status: 'refunded' as const }
    if (refund.at) {
      return [
        { ...line, status: 'completed' as const },
        { ...back, at: refund.at, quantity: whole ? -Math.abs(line.quantity) : 0, cents: -part },
      ]
    }
    return whole
      ? [{ ...line, status: 'refunded' as const }]
      : [
          { ...line, status: 'completed' as const, cents: line.cents - part },
          { ...back, quantity: 0, cents: part },
        ]
  })
}
