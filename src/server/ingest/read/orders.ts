import { type CellReader, limits, type Moment, Skip } from './cells.ts'
import { chargeCodes } from './charges.ts'
import { entities, productAttributes } from './entities.ts'
import type { LineKeys } from './keys.ts'
import type { OrderRow } from './order-columns.ts'
import { orderCosts } from './order-costs.ts'
import { groupCounts, orderGroups, settleGroup } from './order-groups.ts'
import type { Head } from './kept-heads.ts'
import { headReader, orderDoubts } from './order-heads.ts'
import { type Line, lineCost } from './order-money.ts'
import { orderCounts, orderNotes } from './order-notes.ts'
import { orderTally } from './order-tally.ts'
import { people } from './people.ts'
import { addAmount } from './repeated-totals.ts'
import { type KindOf, kindReader } from './row-kind.ts'
import { moneyOf, orderMoney, signed } from './row-money.ts'
import {
  amountOwners,
  caseKey,
  codeCases,
  codeNotes,
  codeQuestions,
  lifeKey,
  numberLives,
  ownerKey,
  type RowQuestions,
} from './row-questions.ts'
import type { RowExchange } from './row-exchange.ts'
import { flagReader, statusReader } from './row-status.ts'
import type { SettledOrders, SettleOrders } from './settled-orders.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import { shortenedNumbers } from './shortened.ts'
import type { Status } from '../understand/status.ts'
import { isTotal } from '../understand/words/totals.ts'

type Options = {
  cells: CellReader
  keys: LineKeys
  questions: RowQuestions
  leads: ReadonlyMap<string, string[]>
  settled: SettledOrders
  /** Only to settle orders: nothing is added. */
  settle?: SettleOrders | undefined
  discountIsRate: boolean
  exchange: RowExchange
  kindOf: KindOf
  /** Payments below zero are the company's own. */
  sendsMoney: boolean
  statuses: Readonly<Record<string, Status>>
  areInvoices: boolean
  today: string
  add: (row: OrderRow) => void
}

/** Order lines from rows. `leads`: of some orders the row that has what is of the whole order. */
export const orderReader = (options: Options) => {
  const { cells: cell, keys, questions, leads, settled, settle, discountIsRate, exchange, today, add } = options
  const codes = questions.answer(caseKey(cell.column('product_id')), codeCases)
  const products = entities(productAttributes, { isCaseless: codes === 'same' })
  const who = people(cell)
  const costs = orderCosts(cell.column('cost'))
  const currencies = new Map<string, number>()
  const counts = { ...orderCounts(), ...groupCounts() }
  const charges = chargeCodes()
  const shortened = shortenedNumbers(cell, questions)
  const tally = orderTally(today)
  const kinds = kindReader(cell, questions, options.kindOf, options.sendsMoney, exchange.worth)
  const statusOfRow = statusReader(cell, questions, options)
  const flag = flagReader(cell, questions)
  const { heads, differing, of: headOf } = headReader(cell, who, settled, cells => flag(cells, 'cancelled'))
  const hasProducts = cell.has('product_id') || cell.has('product_name')
  const isOrderTotal = questions.answer(ownerKey(cell.column('amount')), amountOwners) === 'order'
  const numbersBeginAnew = questions.answer(lifeKey(cell.column('order_id')), numberLives) === 'daily'
  const groups = orderGroups(settled, group => {
    for (const line of settleGroup(group, isOrderTotal, counts)) emit(group.head, group.id, line)
    heads.putAway(group.id)
  })
  /** A row that was left out, such as a free gift: if it is its order's first, the order's facts stand there. */
  let lead: { id: string; cells: string[] } | null = null
  let lastStated = ''

  const emit = (head: Head, orderId: string, own: Line) => {
    const { at, status, cost, rated } = own
    const exchanged = (amount: number | null) =>
      amount === null || !rated ? amount : rated.exchange(toPips(amount)) / pipsPerUnit
    const line = rated ? { ...own, pips: rated.exchange(own.pips) } : own
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
      exchanged(line.price),
      exchanged(line.discount),
      line.pips / pipsPerUnit,
      exchanged(cost && cost.each / pipsPerUnit),
      exchanged(cost && cost.whole / pipsPerUnit),
      line.region,
      line.channel,
      status,
      at.wall,
    ])
    tally.add(head, line)
  }

  const productOf = (cells: string[]) => {
    const [id, name, category] = [
      cell.id(cells, 'product_id'),
      cell.name(cells, 'product_name'),
      cell.name(cells, 'category'),
    ]
    return { id, name, category, key: id || name || category || 'unknown' }
  }
  type Product = ReturnType<typeof productOf>

  /** Of rows that have no number but a product, and nothing that a first row has: the order above goes on. */
  const numberOf = (cells: string[], product: Product): string => {
    const own = cell.id(cells, 'order_id')
    if (own || !cell.has('order_id')) return own
    const goesOn = lastStated && (product.id || product.name) && cell.id(cells, 'date') === '' && !who.keyOf(cells)
    return goesOn ? lastStated : ''
  }

  const skipTotals = (cells: string[], product: Product, stated: string, customerKey: string) => {
    const { name, id } = product
    const says =
      isTotal(name) || (!name && (isTotal(stated) || /\btotal$/i.test(stated) || (!stated && isTotal(customerKey))))
    const isBare = () =>
      !id &&
      cell.number(cells, 'quantity', limits.quantity) === null &&
      cell.number(cells, 'unit_price', limits.money) === null
    if (says && isBare()) throw new Skip('a total of other rows')
  }

  const momentOf = (cells: string[], first: string[], stated: string, line: number): Moment => {
    const clock = (cell.has('time') && cell.optional('time', line, () => cell.clockBeside(cells, 'time'))) || undefined
    const moment = cell.moment(cells, 'date', clock) ?? heads.get(stated)?.at ?? cell.moment(first, 'date')
    if (!moment) throw new Skip('no date')
    return moment
  }

  const orderOf = (cells: string[], stated: string, customerKey: string, moment: Moment, product: Product): string => {
    if (!stated)
      return keys.orderOf(customerKey, moment, product.key, cell.name(cells, 'region'), cell.name(cells, 'channel'))
    return numbersBeginAnew ? `${moment.day}/${stated}` : stated
  }

  const read = (cells: string[], line: number) => {
    const product = productOf(cells)
    const stated = numberOf(cells, product)
    const first = leads.get(stated) ?? (lead?.id === stated && stated && !heads.has(stated) ? lead.cells : cells)
    const customerKey = who.keyOf(cells)
    skipTotals(cells, product, stated, customerKey)
    const kind = kinds.of(cells)
    if (!stated && cell.has('order_id')) throw new Skip('no order number')
    shortened.look(stated)
    const moment = momentOf(cells, first, stated, line)
    const orderId = orderOf(cells, stated, customerKey, moment, product)
    const money = signed(kind, moneyOf(cell, cells, discountIsRate))
    const { gross, pips, discount, price, quantity } = money
    const { refundAt, refundPips, discountPips, net, cost, profit } = orderMoney(cell, cells, first, line)
    const [region, channel] = [cell.name(cells, 'region'), cell.name(cells, 'channel')]
    if (settle) {
      const rep = cell.name(cells, 'rep') || cell.id(cells, 'rep_id')
      const buyer = customerKey && `${customerKey}\0${cell.name(cells, 'customer_name')}`
      const row = { cells, moment, isSale: pips >= 0, buyer, rep, region, channel, status: cell.text(cells, 'status') }
      return settle.add(orderId, row)
    }
    const currency = cell.id(cells, 'currency').toUpperCase()
    const head = headOf(orderId, cells, first, moment.day)
    const at = pips < 0 ? moment : (head.at ?? moment)
    const { rated, own: rate } = exchange.of({
      cells,
      first,
      order: head.rate,
      number: stated,
      day: at.day,
      line,
      pips,
    })
    const inOwn = (sum: number) => (rated ? rated.exchange(toPips(sum)) / pipsPerUnit : sum)
    const worth = rated ? rated.exchange(pips) : pips
    const refund = { stated: refundPips > 0, dated: refundAt !== null }
    const { status, isPartly } = statusOfRow({ cells, head, kind, money, worth, refund })
    const key = keys.line(cell.id(cells, 'line_id'), stated && orderId, orderId, product.key, line, pips < 0)

    // nothing below throws: the row counts
    heads.hold(orderId, head)
    head.rate = rate
    if (rated) exchange.count(rated)
    lastStated = stated
    if (pips >= 0) {
      head.at ??= moment
      head.met ??= moment.day
      if (head.at.day !== moment.day) differing.day++
    }
    head.lines++
    const productNumber = products.number(
      product.id || (product.key === 'unknown' ? product.key : ''),
      product.name || (product.id ? '' : product.category || 'Unknown'),
      [product.category || null, null, null, null],
      moment.day,
    )
    if (quantity > 0 && (cost !== null || profit !== null))
      costs.add(productNumber, quantity, inOwn(price), cost && inOwn(cost), inOwn(pips / pipsPerUnit - (profit ?? 0)))
    counts.accepted++
    who.countGuest(cells)
    if (!head.customer) counts.noCustomer++
    charges.add(product.key, worth)
    if (currency) currencies.set(currency, (currencies.get(currency) ?? 0) + 1)
    if (!groups.isAt(orderId) && pips >= 0 && head.met !== moment.day)
      head.cameBack = customerKey !== '' && customerKey !== head.customerKey ? 'for another customer' : 'on another day'
    const group = groups.of(orderId, head)
    // amounts that the source gives are net of it
    if (!cell.has('amount')) head.discount = Math.max(head.discount, discountPips)
    else if (discountPips > 0 && net === null && head.lines === 1) counts.discountsLeft++
    if (net !== null) head.net ??= toPips(net)
    if (refundPips > group.refund.pips) group.refund.pips = refundPips
    if (refundAt && !(group.refund.at && group.refund.at.iso > refundAt.iso)) group.refund.at = refundAt
    if (isPartly) group.partly = true
    if (stated && pips > 0 && (gross !== null || !cell.has('unit_price')))
      head.amounts = addAmount(head.amounts, pips, (gross ?? 0) * pipsPerUnit)
    groups.push({
      line,
      key,
      at,
      product: productNumber,
      rep: who.rep(cells) ?? head.rep,
      region: region || head.region,
      channel: channel || head.channel,
      quantity,
      price,
      discount,
      pips,
      profit: profit === null ? null : toPips(money.isTurned ? -profit : profit),
      cost: cost === null ? null : lineCost(cost, quantity),
      rated,
      status,
      isBare: hasProducts && !product.id && !product.name,
    })
  }

  const finish = () => {
    groups.flush()
    costs.each((product, cost) => products.set(product, 'cost', cost))
    const rates = exchange.finish()
    return {
      accepted: counts.accepted,
      ...tally.totals(),
      currencies: rates.into ? new Map([[rates.into, counts.accepted]]) : currencies,
      exchange: rates.exchange,
      notes: [
        ...rates.notes,
        ...kinds.notes(),
        ...orderNotes(cell, {
          counts,
          guests: who.counts.guests,
          differing,
          heads: heads.all,
          charges: charges.notes(),
          tally,
        }),
        ...costs.notes(),
        ...(codes ? [] : codeNotes(cell.column('product_id'), products.spellings)),
        ...products.notes('products'),
        ...who.customers.notes('customers'),
      ],
      ...orderDoubts(heads.all, cell, questions, rates.problems, [
        ...rates.questions,
        ...shortened.questions(),
        ...(codes ? [] : codeQuestions(cell.column('product_id'), products.spellings)),
      ]),
      costsAreOfLines: costs.isOfLine(),
      products,
      customerList: who.customers,
      reps: who.reps,
      stages: [],
    }
  }
  return {
    row: (cells: string[], line: number) => {
      try {
        read(cells, line)
      } catch (error) {
        const stated = cell.idOrNothing(cells, 'order_id')
        if (stated && lead?.id !== stated) lead = { id: stated, cells }
        throw error
      }
    },
    finish,
  }
}
