import { type CellReader, limits, Skip } from './cells.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from './entities.ts'
import { lineKeys } from './keys.ts'
import { toCents } from '../understand/numbers.ts'
import { chargeCodes } from './charges.ts'
import { orderCosts } from './order-costs.ts'
import { type Head, orderDoubts, unsold } from './order-heads.ts'
import { bookRefund, type Line, type Refund, shareTotal, spreadDiscount } from './order-money.ts'
import { orderCounts, orderNotes } from './order-notes.ts'
import { orderTally } from './order-tally.ts'
import { addAmount } from './repeated-totals.ts'
import { amountOwners, lifeKey, numberLives, ownerKey, type RowQuestions } from './row-questions.ts'
import { givenBack, moneyOf } from './row-money.ts'
import { isCancelled, statusReader } from './row-status.ts'
import { isTotal, rowKind } from '../understand/words.ts'
import type { Status } from '../understand/status.ts'

export type OrderRow = readonly (string | number | null)[]
/** The staging columns of an order line, in the order of its rows. */
export const orderColumns = [
  'line int',
  'external_id text',
  'order_id text',
  'ordered_at timestamptz',
  'ordered_on date',
  'customer int',
  'product int',
  'rep int',
  'quantity numeric(14, 3)',
  'unit_price numeric(14, 2)',
  'discount numeric(14, 2)',
  'amount numeric(14, 2)',
  'region text',
  'channel text',
  'status text',
]

type Options = {
  cells: CellReader
  questions: RowQuestions
  leads: ReadonlyMap<string, string[]>
  discountIsRate: boolean
  statuses?: Record<string, Status> | undefined
  today: string
  skip: (line: number, reason: string, cells: string[]) => void
  add: (row: OrderRow) => void
}

/** Order lines from rows. Lines of one order that follow each other are looked at together, as discounts and refunds of the order are spread over them. `leads`: of some orders the row that has what is of the whole order. */
export const orderReader = ({ cells: cell, questions, leads, discountIsRate, statuses, today, skip, add }: Options) => {
  const products = entities(productAttributes)
  const customers = entities(customerAttributes)
  const reps = entities(repAttributes)
  const keys = lineKeys()
  const heads = new Map<string, Head>()
  const costs = orderCosts(cell.column('cost'))
  const currencies = new Map<string, number>()
  const counts = orderCounts()
  const charges = chargeCodes()
  const differing = { day: 0, customer: 0, region: 0, channel: 0 }
  const tally = orderTally(today)
  const statusOfRow = statusReader(cell, questions, statuses)
  let group: { id: string; head: Head; lines: Line[]; refund: Refund; partly: boolean } | null = null
  /** A row that was left out, such as a free gift: if it is its order's first, the order's facts stand there. */
  let lead: { id: string; cells: string[] } | null = null
  const isOrderTotal = questions.answer(ownerKey(cell.column('amount')), amountOwners) === 'order'
  const numbersBeginAnew = questions.answer(lifeKey(cell.column('order_id')), numberLives) === 'daily'

  const emit = (head: Head, orderId: string, line: Line) => {
    const { at, status, cents } = line
    add([
      line.line,
      line.key,
      orderId,
      at.iso,
      at.day,
      head.customer || null,
      line.product,
      line.rep,
      line.quantity,
      line.price,
      line.discount,
      cents / 100,
      head.region,
      head.channel,
      status,
    ])
    tally.add(head, line)
  }

  const flush = () => {
    if (!group) return
    const { id, head, lines, refund } = group
    if (isOrderTotal) shareTotal(lines, head)
    const sold = lines.reduce((sum, line) => sum + Math.max(line.cents, 0), 0)
    head.sold += sold
    // rows of one order may stand apart, each with what is of the whole order: that is taken once
    const discount = Math.min(sold, (head.net === null ? head.discount : head.sold - head.net) - head.discounted)
    if (discount > 0) {
      if (head.discounted === 0) counts.spreadOrders++
      head.discounted += discount
      spreadDiscount(lines, discount)
    }
    if (group.partly && refund.cents === 0) counts.partlyUnknown++
    const due: Refund = { cents: Math.min(sold - Math.max(discount, 0), refund.cents - head.refunded), at: refund.at }
    const isDue = refund.cents > 0 ? due.cents > 0 : refund.at !== null
    if (isDue) head.refunded += due.cents
    for (const line of isDue ? bookRefund(lines, due) : lines) emit(head, id, line)
    group = null
  }

  const headOf = (orderId: string, cells: string[], first: string[]): Head => {
    const known = heads.get(orderId)
    const led = first !== cells
    const customerId = cell.id(cells, 'customer_id') || (led ? cell.id(first, 'customer_id') : '')
    const customerName = cell.name(cells, 'customer_name') || (led ? cell.name(first, 'customer_name') : '')
    const key = customerId || customerName
    const region = cell.name(cells, 'region') || (led ? cell.name(first, 'region') : '')
    const channel = cell.name(cells, 'channel') || (led ? cell.name(first, 'channel') : '')
    if (known) {
      if (key && key !== known.customerKey) differing.customer++
      if (region && region !== known.region) differing.region++
      if (channel && channel !== known.channel) differing.channel++
      return known
    }
    const customer = key
      ? customers.number(customerId, customerName, [null, null, cell.name(cells, 'segment') || null, null, null])
      : 0
    const repName = cell.name(cells, 'rep') || cell.name(first, 'rep')
    return {
      at: null,
      customer,
      customerKey: key,
      region: region || 'Unknown',
      channel: channel || 'Unknown',
      rep: repName ? reps.number('', repName, [null, null, null, null]) : null,
      status: cell.text(cells, 'status') || cell.text(first, 'status'),
      cancelled: isCancelled(cell, first),
      ...unsold(),
    }
  }

  const read = (cells: string[], line: number) => {
    const stated = cell.id(cells, 'order_id')
    if (!stated && cell.has('order_id')) throw new Skip('no order number')
    const productId = cell.id(cells, 'product_id')
    const productName = cell.name(cells, 'product_name')
    const category = cell.name(cells, 'category')
    const productKey = productId || productName || category || 'unknown'
    const first = leads.get(stated) ?? (lead?.id === stated && stated && !heads.has(stated) ? lead.cells : cells)
    const clock = cell.has('time')
      ? (cell.optional('time', line, () => cell.clockBeside(cells, 'time')) ?? undefined)
      : undefined
    const own = cell.moment(cells, 'date', clock)
    const customerKey = cell.id(cells, 'customer_id') || cell.name(cells, 'customer_name')
    const moment = own ?? heads.get(stated)?.at ?? cell.moment(first, 'date')
    if (!moment) throw new Skip('no date')
    if (
      isTotal(productName) ||
      (!productName && (isTotal(stated) || /\btotal$/i.test(stated) || (!stated && isTotal(customerKey))))
    ) {
      const bare =
        !productId &&
        cell.number(cells, 'quantity', limits.quantity) === null &&
        cell.number(cells, 'unit_price', limits.money) === null
      if (bare) throw new Skip('a total of other rows')
    }
    const orderId = stated
      ? numbersBeginAnew
        ? `${moment.day}/${stated}`
        : stated
      : keys.orderOf(customerKey, moment.iso, productKey)
    const kind = rowKind(cell.text(cells, 'row_type'))
    if (kind === 'none') throw new Skip(`"${cell.text(cells, 'row_type')}" is no sale`)
    const sum = moneyOf(cell, cells, discountIsRate)
    const money = kind === 'return' && sum.cents > 0 ? givenBack(sum) : sum
    const { gross, cents, discount, price, quantity } = money
    const sumIn = (of: string[], field: string) =>
      cell.optional(field, line, () => cell.number(of, field, limits.money))
    const refundDay = (of: string[]) => cell.optional('refund_date', line, () => cell.moment(of, 'refund_date'))
    const refundAt = refundDay(cells) ?? (first === cells ? null : refundDay(first))
    const refundCents = toCents(
      Math.abs(sumIn(cells, 'refund_amount') ?? (first === cells ? 0 : sumIn(first, 'refund_amount')) ?? 0),
    )
    const orderDiscount = toCents(Math.abs(sumIn(first, 'order_discount') ?? 0))
    const net = sumIn(first, 'order_net')
    const cost = sumIn(cells, 'cost')
    const profit = sumIn(cells, 'profit')
    const currency = cell.id(cells, 'currency').toUpperCase()
    const head = headOf(orderId, cells, first)
    const { status, isPartly } = statusOfRow({
      cells,
      head,
      kind,
      money,
      refund: { stated: refundCents > 0, dated: refundAt !== null },
    })
    const key = keys.line(cell.id(cells, 'line_id'), stated && orderId, orderId, productKey, line, cents < 0)

    // nothing below throws: the row counts
    heads.set(orderId, head)
    if (!head.at && cents >= 0) head.at = moment
    const isOtherDay = head.at !== null && cents >= 0 && head.at.day !== moment.day
    if (isOtherDay) differing.day++
    head.lines++
    const product = products.number(
      productId || (productKey === 'unknown' ? productKey : ''),
      productName || (productId ? '' : category || 'Unknown'),
      [category || null, null, null, null],
    )
    if (quantity > 0 && (cost !== null || profit !== null))
      costs.add(product, quantity, price, cost, cents / 100 - (profit ?? 0))
    counts.accepted++
    if (!head.customer) counts.noCustomer++
    charges.add(productKey, cents)
    if (currency) currencies.set(currency, (currencies.get(currency) ?? 0) + 1)
    if (group?.id !== orderId) {
      if (isOtherDay)
        head.cameBack =
          customerKey !== '' && customerKey !== head.customerKey ? 'for another customer' : 'on another day'
      flush()
      group = { id: orderId, head, lines: [], refund: { cents: 0, at: null }, partly: false }
    }
    // amounts that the source gives are net of it
    if (!cell.has('amount')) head.discount = Math.max(head.discount, orderDiscount)
    else if (orderDiscount > 0 && net === null && head.lines === 1) counts.discountsLeft++
    if (net !== null) head.net ??= toCents(net)
    if (refundCents > group.refund.cents) group.refund.cents = refundCents
    if (refundAt) group.refund.at = refundAt
    if (isPartly) group.partly = true
    if (stated && cents > 0 && (gross !== null || !cell.has('unit_price')))
      head.amounts = addAmount(head.amounts, cents, (gross ?? 0) * 100)
    if (stated.includes('E+') && /^\d(?:[.,]\d+)?E\+\d+$/.test(stated)) counts.shortened++
    const repName = cell.name(cells, 'rep')
    const rep = repName ? reps.number('', repName, [null, null, null, null]) : head.rep
    group.lines.push({
      line,
      key,
      at: cents < 0 ? moment : (head.at ?? moment),
      product,
      rep,
      quantity,
      price,
      discount,
      cents,
      status,
    })
    if (group.lines.length >= 10_000) flush()
  }

  const finish = () => {
    flush()
    costs.each((product, cost) => products.set(product, 'cost', cost))
    return {
      accepted: counts.accepted,
      ...tally.totals(),
      currencies,
      notes: [
        ...orderNotes(cell, { counts, differing, heads, charges: charges.notes(), tally }),
        ...costs.notes(),
        ...products.notes('products'),
        ...customers.notes('customers'),
      ],
      ...orderDoubts(heads, cell, questions),
      products,
      customerList: customers,
      reps,
      stages: [],
    }
  }
  return {
    row: (cells: string[], line: number) => {
      try {
        read(cells, line)
      } catch (error) {
        if (!(error instanceof Skip)) throw error
        skip(line, error.message, cells)
        const stated = cell.idOrNothing(cells, 'order_id')
        if (stated && lead?.id !== stated) lead = { id: stated, cells }
      }
    },
    finish,
  }
}
