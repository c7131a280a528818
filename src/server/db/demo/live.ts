// Plays orders of the demo company into a running server, as its shop would write them: through POST /api/transactions.
//   npm run demo:live                      about one order a second into the server of DATA_DIR, until Ctrl-C
//   npm run demo:live -- --every 0.2       seconds between two orders;  --orders 50  so many;  --url http://localhost:5001
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Api, Query } from '#contract'
import { api } from '#contract'
import { failure } from '#contract/shapes.ts'
import type { z } from 'zod'
import { localHeaders } from '../../accounts/local-key.ts'
import { readConfig } from '../../config.ts'
import { lockOwner } from '../lock.ts'
import { products } from './catalog.ts'
import type { DemoCustomer } from './customers.ts'
import { customersUpTo } from './customers.ts'
import { seed, years } from './generate.ts'
import { random } from './random.ts'

type Row = z.input<Api['batches']['transactions']['body']>['rows'][number]

const say = (words: string) => process.stdout.write(`${words}\n`)
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const positive = (name: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name}: expected a number above 0, got ${JSON.stringify(text)}`)
  return value
}

/** An order of somebody who still buys; `n` names it, and the same `n` gives the same order. */
const orderOf = (customers: DemoCustomer[], n: number, at: Date): { customer: DemoCustomer; rows: Row[] } => {
  const draw = random(seed, 'live', n)
  const customer = customers[draw.weighted(customers.map(({ ordersPerDay }) => ordersPerDay))]!
  const chosen = new Set(
    Array.from({ length: 1 + draw.poisson(0.8) }, () =>
      draw.weighted(products.map(({ weight, category }) => weight * customer.taste(category))),
    ),
  )
  const rows = [...chosen].map((index, line): Row => {
    const product = products[index]!
    return {
      order_id: `demo-live-${n}`,
      line_id: line + 1,
      date: at.toISOString(),
      customer_id: customer.externalId,
      product_id: product.externalId,
      quantity: 1 + draw.poisson(customer.quantity),
      unit_price: product.price,
      region: customer.region,
      channel: customer.channel,
      rep: customer.channel === 'Direct sales' ? customer.rep : null,
    }
  })
  return { customer, rows }
}

const send = async (url: string, headers: Record<string, string>, rows: Row[]) => {
  const query: Query<Api['batches']['transactions']> = { demo: 'true' }
  const answer = await fetch(`${url}${api.batches.transactions.path}?${new URLSearchParams({ demo: query.demo! })}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ rows }),
  }).catch(() => {
    throw new Error(`No server answers at ${url}. Start one with npm start, or name it: --url http://localhost:5001`)
  })
  if (answer.ok) return
  const read = failure.safeParse(await answer.json().catch(() => null))
  throw new Error(read.success ? read.data.error.message : `The server answered ${answer.status}.`)
}

const play = async () => {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, every: { type: 'string', default: '1' }, orders: { type: 'string' } },
  })
  const every = positive('every', values.every)
  const most = values.orders === undefined ? Infinity : positive('orders', values.orders)
  const config = readConfig(process.env)
  const url = values.url ?? lockOwner(config.dataDir)?.url ?? `http://localhost:${config.port}`
  const today = Math.round(years * 365.25)
  const customers = customersUpTo(seed, today).filter(({ acquired, leaves }) => acquired <= today && leaves > today)
  say(`Orders into ${url}; Ctrl-C ends.`)
  for (let played = 0; played < most; played += 1) {
    const at = new Date()
    const { customer, rows } = orderOf(customers, at.getTime(), at)
    const began = performance.now()
    await send(url, localHeaders(config.dataDir), rows)
    const sum = rows.reduce((all, row) => all + Number(row.quantity) * Number(row.unit_price), 0)
    const took = Math.round(performance.now() - began)
    say(
      `${customer.name}, ${customer.region}: ${rows.length} ${rows.length === 1 ? 'line' : 'lines'}, ${money.format(sum)} (${took} ms)`,
    )
    // as customers come: by chance, so many on average
    if (played + 1 < most)
      await sleep(Math.min(random(seed, 'pause', at.getTime()).exponential(every), 5 * every) * 1000)
  }
}

try {
  await play()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
