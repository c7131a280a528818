import type { LineRow } from '#contract/batches.ts'
import { RowError } from '../../errors.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import { type Moment, Skip } from '../read/cells.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from '../read/entities.ts'
import { lineKeys } from '../read/keys.ts'
import { lineMoney } from '../read/row-money.ts'
import { isGuest } from '../understand/words/guests.ts'
import { isBlank } from '../understand/styles.ts'
import type { Status } from '../understand/status.ts'
import type { Batch } from './batch.ts'
import { momentIn } from './moments.ts'

/** An order line in the shape of the table, but for those whom it names: they are numbers in the batch's lists, 0 for nobody. */
export type Line = {
  key: string
  order: string
  at: Moment
  customer: number
  product: number
  rep: number
  quantity: number
  price: number
  discount: number
  amount: number
  cost: number | null
  region: string
  channel: string
  status: Status
}

/** Words such as NA say that nothing is there; mail addresses have no case. */
export const idOf = (text: string | null | undefined): string =>
  !text || isBlank(text) ? '' : text.includes('@') ? text.toLowerCase() : text
export const nameOf = (text: string | null | undefined): string =>
  !text || (isBlank(text) && text.toUpperCase() !== 'NA') ? '' : text

export const checkCurrency = (
  index: number,
  said: string | null | undefined,
  { currency, exchangedFrom, importId }: Batch,
) => {
  const wrong = (expected: string, got: string) => new RowError({ index, field: 'currency', expected, got })
  if (said && said.toUpperCase() !== currency)
    throw wrong(`${currency}, which all amounts are in (amounts are not converted)`, JSON.stringify(said))
  if (!said && exchangedFrom !== null && importId !== 0)
    throw wrong(
      `${currency} or what the row is in, as all amounts were exchanged from ${exchangedFrom} and it could be of either`,
      'nothing',
    )
}

type Head = { at: Moment | null; customer: number; rep: number; region: string; channel: string }

/** What rows say, as of a file: what is of the whole order is so by its first row, and goods that come back are a refund of their own day. */
export const readLines = (batch: Batch, rows: LineRow[]) => {
  const products = entities(productAttributes)
  const customers = entities(customerAttributes, { isCaseless: true })
  const reps = entities(repAttributes)
  const keys = lineKeys(null)
  const heads = new Map<string, Head>()
  const met = new Map<string, number>()
  const moment = momentIn(batch.timezone)

  const customerOf = (row: LineRow, day: string): number => {
    const [id, name] = [idOf(row.customer_id), nameOf(row.customer_name)]
    const isNobody = (!id && !name) || isGuest(id) || (id === '' && isGuest(name))
    return isNobody ? 0 : customers.number(id, name, [null, null, nameOf(row.segment) || null, null, null], day)
  }
  const repOf = (row: LineRow): number => {
    const name = nameOf(row.rep)
    const id = name ? '' : idOf(row.rep_id)
    return name || id ? reps.number(id, name, [null, null, null, null]) : 0
  }
  const productOf = (row: LineRow, day: string): number => {
    const [id, name, category] = [idOf(row.product_id), nameOf(row.product_name), nameOf(row.category)]
    const isKnown = Boolean(id || name || category)
    const shown = name || (id ? '' : category || 'Unknown')
    return products.number(isKnown ? id : 'unknown', shown, [category || null, null, null, null], day)
  }
  const moneyOf = (row: LineRow, index: number) => {
    const { quantity, unit_price: price, amount: given, discount } = row
    try {
      return lineMoney({
        quantity: quantity ?? 1,
        price: price ?? null,
        given: given ?? null,
        off: Math.abs(discount ?? 0),
        share: null,
      })
    } catch (error) {
      if (!(error instanceof Skip)) throw error
      const got = JSON.stringify({ quantity, unit_price: price, amount: given, discount })
      throw new RowError({ index, field: 'amount', expected: `sums that fit (${error.message})`, got })
    }
  }

  const lines = rows.map((row, index): Line => {
    checkCurrency(index, row.currency, batch)
    const money = moneyOf(row, index)
    const { pips, quantity } = money
    const own = moment(row.date)
    const said = JSON.stringify([row.order_id, row.line_id, pips < 0])
    const before = met.get(said)
    if (before !== undefined)
      throw new RowError({
        index,
        field: 'line_id',
        expected: 'one that no other row of its order has',
        got: `${JSON.stringify(row.line_id)}, which rows[${before}] has`,
      })
    met.set(said, index)
    const key = keys.line(row.line_id, row.order_id, row.order_id, '', index, pips < 0)
    const head: Head = heads.get(row.order_id) ?? {
      at: null,
      customer: customerOf(row, own.day),
      rep: repOf(row),
      region: nameOf(row.region) || 'Unknown',
      channel: nameOf(row.channel) || 'Unknown',
    }
    heads.set(row.order_id, head)
    if (pips >= 0) head.at ??= own
    const stated = row.status ?? 'completed'
    const cost = row.cost ?? null
    return {
      key,
      order: row.order_id,
      at: pips < 0 ? own : (head.at ?? own),
      customer: head.customer,
      product: productOf(row, own.day),
      rep: repOf(row) || head.rep,
      quantity,
      price: money.price,
      discount: money.discount,
      amount: pips / pipsPerUnit,
      cost: cost === null ? null : (quantity < 0 ? -Math.abs(toPips(cost)) : toPips(cost)) / pipsPerUnit,
      region: nameOf(row.region) || head.region,
      channel: nameOf(row.channel) || head.channel,
      status: pips < 0 && stated === 'completed' ? 'refunded' : stated,
    }
  })
  return { lines, products: products.list, customers: customers.list, reps: reps.list }
}
