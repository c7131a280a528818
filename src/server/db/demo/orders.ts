import { channels, dip, priceRise, products, type Product } from './catalog.ts'
import type { DemoCustomer } from './customers.ts'
import { random } from './random.ts'

/**
 * An order line as it will be stored; `day` from the demo's start, `time` of day as HH:MM:SS, customer and product by
 * external id.
 */
export type DemoLine = {
  externalId: string
  orderId: string
  day: number
  time: string
  customer: DemoCustomer
  product: Product
  rep: string | null
  quantity: number
  unitPrice: number
  discount: number
  amount: number
  channel: string
  status: 'completed' | 'pending' | 'refunded' | 'cancelled'
}

const monthFactor = [0.9, 0.93, 1.06, 0.99, 0.97, 1.04, 0.87, 0.82, 1.05, 1.07, 1.14, 1.16]
const weekdayFactor = [1.14, 1.2, 1.18, 1.12, 1.02, 0.42, 0.36] // Monday first
const mostFactor = 1.4
/** Prices are reviewed every January: the list price of each year. */
const yearlyPrice = 1.025

export type Calendar = { month: number; weekday: number; yearsSinceStart: number }

const cents = (value: number) => Math.round(value * 100) / 100

const clock = (draw: ReturnType<typeof random>, channel: string) => {
  // offices order from eight to six, the web shop into the night
  const hour = channel === 'Online' ? draw.between(6.5, 23.5) : draw.between(8, 18.2)
  const seconds = Math.floor(hour * 3600)
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map(part => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}

/** Every line of a customer from day 0 to `lastDay`, in order of time but for refunds, which follow their sale. */
export function* linesOf(
  seed: number,
  customer: DemoCustomer,
  lastDay: number,
  calendar: (day: number) => Calendar,
): Generator<DemoLine> {
  const walk = random(seed, 'walk', customer.index)
  const end = Math.min(lastDay, Math.floor(customer.leaves))
  let at = customer.acquired as number
  for (let order = 1; Math.floor(at) <= end; order++) {
    const day = Math.floor(at)
    const { month, weekday } = calendar(day)
    const hardTime = customer.region === dip.region && day >= dip.from && day < dip.to ? dip.factor : 1
    const accepted =
      order === 1 || walk.chance(((monthFactor[month] ?? 1) * (weekdayFactor[weekday] ?? 1) * hardTime) / mostFactor)
    if (accepted && day >= 0) yield* linesOfOrder(seed, customer, order, day, lastDay, calendar(day))
    at += walk.exponential(1 / (customer.ordersPerDay * mostFactor))
  }
}

function* linesOfOrder(
  seed: number,
  customer: DemoCustomer,
  order: number,
  day: number,
  lastDay: number,
  { yearsSinceStart }: Calendar,
): Generator<DemoLine> {
  const draw = random(seed, 'order', customer.index, order)
  const channel = draw.chance(0.86) ? customer.channel : draw.pick(channels)
  const time = clock(draw, channel)
  const status = draw.chance(0.022) ? 'cancelled' : draw.chance(0.008) ? 'pending' : 'completed'
  const orderId = `SO-${String(customer.index).padStart(5, '0')}-${order}`
  const count = 1 + draw.poisson(1.02)
  const chosen = new Set<Product>()
  for (let line = 0; line < count; line++) chosen.add(products[draw.weighted(weightsOf(customer, day))] as Product)
  let line = 0
  for (const product of chosen) {
    line++
    const rise = product.category === priceRise.category && day >= priceRise.day ? priceRise.factor : 1
    const unitPrice = cents(product.price * rise * yearlyPrice ** Math.floor(yearsSinceStart))
    const quantity = 1 + draw.poisson(customer.quantity)
    const rate = quantity >= 8 ? 0.12 : quantity >= 5 ? 0.06 : draw.chance(0.08) ? 0.1 : 0
    const discount = cents(unitPrice * quantity * rate)
    const sale: DemoLine = {
      externalId: `${orderId}-${line}`,
      orderId,
      day,
      time,
      customer,
      product,
      rep: channel === 'Direct sales' ? customer.rep : null,
      quantity,
      unitPrice,
      discount,
      amount: cents(unitPrice * quantity - discount),
      channel,
      status,
    }
    yield sale
    const refundDay = day + 3 + Math.floor(draw.exponential(9))
    if (status === 'completed' && draw.chance(0.022) && refundDay <= lastDay)
      yield {
        ...sale,
        externalId: `${sale.externalId}:refund`,
        day: refundDay,
        quantity: -quantity,
        discount: -discount,
        amount: -sale.amount,
        status: 'refunded',
      }
  }
}

const known = new WeakMap<DemoCustomer, { before: number[]; after: number[] }>()

/** Weight of each product for a customer; a new product takes a year to find its place. */
const weightsOf = (customer: DemoCustomer, day: number): readonly number[] => {
  let weights = known.get(customer)
  if (!weights) {
    const all = products.map(product => product.weight * customer.taste(product.category))
    weights = { before: all.map((weight, index) => (products[index]?.from ? 0 : weight)), after: all }
    known.set(customer, weights)
  }
  const launched = products.find(product => product.from > 0)?.from ?? 0
  if (day < launched) return weights.before
  const ramp = Math.min(1.6, 0.2 + (day - launched) / 220)
  return weights.after.map((weight, index) => (products[index]?.from ? weight * ramp : weight))
}
