import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { type Random, seededRandom } from '#stats/math/random.ts'

/** A file of orders, the same each time, and what a right answer about all of it is. */
export type OrderFile = { path: string; lines: number; from: string; to: string; revenue: number; orders: number }

type Line = { order: string; cells: (string | number)[]; cents: number }
type Kind = {
  header: string
  from: string
  days: number
  /** The lines of one order, placed on a day at a time of day. */
  order: (random: Random, day: string, clock: string) => Line[]
}

const dayAt = (from: string, day: number) => new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10)
const two = (n: number) => String(n).padStart(2, '0')
const below = (random: Random, n: number) => Math.floor(random() * n)
/** Few come often, many seldom. */
const skewed = (random: Random, n: number) => Math.floor(n * random() ** 2)

/** As a wholesaler exports it: some twenty lines an invoice, thirteen months, a quarter without a customer, credit notes with a C. */
const wholesale = (): Kind => {
  const countries = ['United Kingdom', 'Germany', 'France', 'EIRE', 'Spain', 'Netherlands', 'Belgium', 'Switzerland']
  let number = 536_364
  return {
    header: 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    from: '2025-11-01',
    days: 374,
    order: (random, day, clock) => {
      const isCredit = below(random, 12) === 0
      const order = `${isCredit ? 'C' : ''}${(number += 1)}`
      const customer = below(random, 4) === 0 ? '' : 12_346 + skewed(random, 4300)
      const country = customer === '' ? 'United Kingdom' : countries[customer % 97 < 88 ? 0 : customer % 8]!
      return Array.from({ length: isCredit ? 2 : 1 + below(random, 45) }, () => {
        const product = skewed(random, 4000)
        const quantity = (1 + skewed(random, 24)) * (isCredit ? -1 : 1)
        const cents = 29 + (product % 50) * 17
        const cells = [order, `${10_000 + product}${product % 5 ? '' : 'A'}`, `ITEM NO ${product}, BOXED`]
        return {
          order,
          cells: [cells[0]!, cells[1]!, `"${cells[2]}"`, quantity, `${day} ${clock}`, cents / 100, customer, country],
          cents: quantity * cents,
        }
      })
    },
  }
}

/** As a shop exports it: two or three lines an order, 9,000 customers, 1,500 products, 22 months, with category, region, channel and segment. */
const shop = (from = '2025-01-01', days = 669, first = 100_000): Kind => {
  const [channels, segments] = [
    ['Online', 'Store', 'Partner', 'Phone'],
    ['Consumer', 'Business', 'Education'],
  ]
  let number = first
  return {
    header:
      'order_id,order_date,customer_id,segment,sku,product,category,region,channel,quantity,unit_price,discount,status',
    from,
    days,
    order: (random, day, clock) => {
      const order = `S-${(number += 1)}`
      const customer = skewed(random, 9000)
      const channel = channels[below(random, channels.length)]!
      const fate = below(random, 100)
      const status = fate < 94 ? 'completed' : fate < 97 ? 'pending' : 'cancelled'
      const skus = new Set(Array.from({ length: 1 + below(random, 4) }, () => skewed(random, 1500)))
      return [...skus].map(sku => {
        const quantity = 1 + below(random, 5)
        const price = 499 + (sku % 200) * 25
        const discount = below(random, 5) === 0 ? Math.round((price * quantity) / 10) : 0
        const cells = [
          order,
          `${day}T${clock}`,
          `K${customer}`,
          segments[customer % 3]!,
          `SKU-${sku}`,
          `Product ${sku}`,
          `Category ${(sku % 12) + 1}`,
          `Region ${(customer % 7) + 1}`,
          channel,
          quantity,
          price / 100,
          discount / 100,
          status,
        ]
        return { order, cells, cents: status === 'completed' ? quantity * price - discount : 0 }
      })
    },
  }
}

/** New orders of the shop, of its last four months. */
const later = () => shop('2026-07-01', 123, 900_000)

const kinds = { wholesale, shop, later }

/** Writes a file of orders in the order of their days. */
export const writeOrderFile = async (path: string, kind: keyof typeof kinds, lines: number): Promise<OrderFile> => {
  const { header, from, days, order } = kinds[kind]()
  const random = seededRandom(17)
  const out = createWriteStream(path)
  out.write(`${header}\n`)
  let [written, cents, orders] = [0, 0, 0]
  let last = from
  while (written < lines) {
    const place = written / lines
    last = dayAt(from, Math.floor(place * days))
    const second = Math.floor(((place * days) % 1) * 86_400)
    const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
    const all = order(random, last, clock).slice(0, lines - written)
    if (all.some(line => line.cents > 0)) orders++
    for (const line of all) cents += line.cents
    written += all.length
    if (!out.write(all.map(({ cells }) => `${cells.join(',')}\n`).join(''))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return { path, lines, from, to: last, revenue: cents / 100, orders }
}
