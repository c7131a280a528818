import { type CellReader, limits, Skip } from './cells.ts'
import type { RowKind } from '../understand/words/row-kinds.ts'
import { pipsPerUnit, toPips } from '../../money.ts'

/**
 * What a row says of money; `pips` is the line's amount after its discount, `gross` before it where the row gives both. `isTurned`: the row writes
 * what was given back without a sign.
 */
export type RowMoney = {
  quantity: number
  price: number
  discount: number
  pips: number
  gross: number | null
  isGoodsBack: boolean
  isTurned: boolean
}

/** What an amount holds that is no revenue: a discount beside it, a tax inside it. */
const without = (cell: CellReader, cells: string[], amount: number): number => {
  const sign = amount < 0 ? -1 : 1
  const sum = (field: string) => (cell.has(field) ? Math.abs(cell.number(cells, field, limits.money) ?? 0) : 0)
  const off = sum('less_discount') + sum('less_shipping')
  const less = amount - sign * off
  if (!cell.has('tax_inside')) return less
  const tax = Math.abs(cell.number(cells, 'tax_inside', limits.money) ?? 0)
  const whole = Math.abs(cell.number(cells, 'taxed_total', limits.money) ?? less)
  return whole > tax ? less * (1 - tax / whole) : less
}

/** What a line says of itself: its quantity, its price, its amount after discount, and its discount as a sum (`off`) or a share. */
export type Stated = { quantity: number; price: number | null; given: number | null; off: number; share: number | null }

export const lineMoney = ({ quantity, price, given, off, share: stated }: Stated): RowMoney => {
  const discountIsRate = stated !== null
  const share = stated ?? 0
  const sign = quantity < 0 ? -1 : 1
  const gross = price === null ? null : quantity * price
  // an amount that a credit note writes without its sign follows the quantity's
  const isTurned = given !== null && quantity < 0 && given > 0 && (price ?? 1) > 0
  const pips = given !== null ? toPips(isTurned ? -given : given) : toPips((gross ?? 0) * (1 - share) - sign * off)
  const discount = discountIsRate
    ? gross !== null
      ? gross * share
      : share < 1
        ? (pips / pipsPerUnit / (1 - share)) * share
        : 0
    : sign * off
  if (Math.abs(pips) >= limits.money * pipsPerUnit) throw new Skip('the amount is too large')
  const each = price ?? (quantity === 0 ? pips / pipsPerUnit : (pips / pipsPerUnit + discount) / quantity)
  if (!(Math.abs(each) < limits.money && Math.abs(discount) < limits.money))
    throw new Skip(`the unit price, an amount of ${pips / pipsPerUnit} by a quantity of ${quantity}, is too large`)
  // a price below zero corrects money: no goods come back
  const isCorrection = quantity > 0 && price !== null && price < 0
  return {
    quantity: isCorrection ? 0 : pips < 0 ? -Math.abs(quantity) : pips > 0 ? Math.abs(quantity) : quantity,
    price: toPips(each) / pipsPerUnit,
    discount: toPips(discount) / pipsPerUnit,
    pips,
    gross: given === null ? null : gross,
    isGoodsBack: quantity < 0,
    isTurned,
  }
}

export const moneyOf = (cell: CellReader, cells: string[], discountIsRate: boolean): RowMoney => {
  const quantity = cell.number(cells, 'quantity', limits.quantity) ?? 1
  const price = cell.number(cells, 'unit_price', limits.money)
  const written = cell.number(cells, 'amount', limits.money)
  const given = written === null ? null : without(cell, cells, written)
  if (price === null && given === null) throw new Skip('no price and no amount')
  if (price === 0 && !given) throw new Skip('price is zero: not a sale')
  const share = discountIsRate ? (cell.rate(cells, 'discount') ?? 0) : null
  if (share !== null && (share < 0 || share > 1)) throw new Skip('the discount is not between 0 and 100 %')
  const off = discountIsRate ? 0 : Math.abs(cell.number(cells, 'discount', limits.money) ?? 0)
  return lineMoney({ quantity, price, given, off, share })
}

/** Goods given back, which some write without a sign. */
const givenBack = (sold: RowMoney): RowMoney => ({
  ...sold,
  gross: null,
  pips: -sold.pips,
  discount: -sold.discount,
  quantity: -Math.abs(sold.quantity),
  isTurned: !sold.isTurned,
})

/** A discount in a row of its own: it lowers the order, whatever its sign, and moves no goods. */
const takenOff = (sum: RowMoney): RowMoney => ({ ...sum, gross: null, pips: -Math.abs(sum.pips), quantity: 0 })

/** As its kind says: given back without a sign, or a discount in a row of its own. */
export const signed = (kind: RowKind, sum: RowMoney): RowMoney => {
  if (kind === 'discount') return takenOff(sum)
  if (kind === 'correction') return { ...sum, gross: null, quantity: 0 }
  return kind === 'refund' && sum.pips > 0 ? givenBack(sum) : sum
}

/** What of the whole order stands on this row, or on its first; and what the row cost. */
export const orderMoney = (cell: CellReader, cells: string[], first: string[], line: number) => {
  const sum = (of: string[], field: string) => cell.optional(field, line, () => cell.number(of, field, limits.money))
  const day = (of: string[]) => cell.optional('refund_date', line, () => cell.moment(of, 'refund_date'))
  return {
    refundAt: day(cells) ?? (first === cells ? null : day(first)),
    refundPips: toPips(
      Math.abs(sum(cells, 'refund_amount') ?? (first === cells ? 0 : sum(first, 'refund_amount')) ?? 0),
    ),
    discountPips: toPips(Math.abs(sum(first, 'order_discount') ?? 0)),
    net: sum(first, 'order_net'),
    cost: sum(cells, 'cost'),
    // a margin in percent is of something that is not said
    profit: cell.isShare(cells, 'profit') ? null : sum(cells, 'profit'),
  }
}
