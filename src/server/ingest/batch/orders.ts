import { sql } from 'kysely'
import type { LineRow } from '#contract/batches.ts'
import { counted } from '../../counted.ts'
import type { Batch, Written } from './batch.ts'
import { confirm, keepBefore } from './journal.ts'
import { type Line, readLines } from './lines.ts'
import { resolveNames } from './resolve.ts'

/** Of the table, with the columns that rows say. */
type Fact = {
  external_id: string
  customer_id: number
  order_id: string
  ordered_at: string
  ordered_on: string
  ordered_wall: string | null
  product_id: number
  rep_id: number | null
  quantity: number
  unit_price: number
  discount: number
  amount: number
  cost: number | null
  region: string
  channel: string
  status: Line['status']
}
type Known = Fact & { id: number; import_id: number | null }

const types = {
  external_id: 'text',
  customer_id: 'bigint',
  order_id: 'text',
  ordered_at: 'timestamptz',
  ordered_on: 'date',
  ordered_wall: 'timestamp',
  product_id: 'bigint',
  rep_id: 'bigint',
  quantity: 'numeric',
  unit_price: 'numeric',
  discount: 'numeric',
  amount: 'numeric',
  cost: 'numeric',
  region: 'text',
  channel: 'text',
  status: 'text',
} as const satisfies Record<keyof Fact, string>
const columns = Object.keys(types) as (keyof Fact)[]
const names = columns.join(', ')
// how the same moment was said is no other fact
const compared = columns.filter(column => column !== 'ordered_wall')

/** The lines of these orders, and those that have one of these keys in another order. */
const knownLines = async ({ tx }: Batch, facts: Fact[]): Promise<Known[]> => {
  const { rows } = await sql<Known>`
    select id, import_id, ${sql.raw(names)} from transactions
    where order_id = any(${[...new Set(facts.map(fact => fact.order_id))]}::text[])
      or external_id = any(${facts.map(fact => fact.external_id)}::text[])
  `.execute(tx)
  return rows
}

const isRefund = ({ status, amount }: Fact) => status === 'refunded' && amount <= 0
const least = <T extends string | number>(a: T, b: T): T => (b < a ? b : a)

type Head = Pick<Fact, 'ordered_at' | 'ordered_on' | 'ordered_wall' | 'customer_id' | 'region' | 'channel'>

/** An order has one day, customer, region and channel: where lines of it stand that the batch does not bring, theirs count. Returns how many differed. */
const fitOrders = (facts: Fact[], known: Known[]): number => {
  const brought = new Set(facts.map(fact => fact.external_id))
  const heads = new Map<string, Head>()
  for (const line of known) {
    if (brought.has(line.external_id) || isRefund(line)) continue
    const { ordered_at, ordered_on, ordered_wall, customer_id, region, channel } = line
    const head = heads.get(line.order_id)
    heads.set(line.order_id, {
      ordered_wall: head && head.ordered_at <= ordered_at ? head.ordered_wall : ordered_wall,
      ordered_at: least(head?.ordered_at ?? ordered_at, ordered_at),
      ordered_on: least(head?.ordered_on ?? ordered_on, ordered_on),
      customer_id: least(head?.customer_id ?? customer_id, customer_id),
      region: least(head?.region ?? region, region),
      channel: least(head?.channel ?? channel, channel),
    })
  }
  let fitted = 0
  for (const fact of facts) {
    const head = heads.get(fact.order_id)
    if (!head) continue
    const { ordered_at, ordered_on, ordered_wall, ...place } = head
    const days = isRefund(fact) ? {} : { ordered_at, ordered_on, ordered_wall }
    const differs =
      Object.entries(place).some(([column, value]) => fact[column as keyof Fact] !== value) ||
      (!isRefund(fact) && fact.ordered_on !== ordered_on)
    if (differs) fitted++
    if (differs) Object.assign(fact, place, days)
  }
  return fitted
}

const insert = async ({ tx, importId }: Batch, facts: (Fact & { id?: number })[], withIds: boolean) => {
  if (facts.length === 0) return
  const lists = columns.map(column => sql`${facts.map(fact => fact[column])}::${sql.raw(types[column])}[]`)
  const ids = withIds ? [sql`${facts.map(({ id }) => id)}::bigint[]`] : []
  const into = sql.raw(withIds ? `${names}, id` : names)
  await sql`
    insert into transactions (${into}, import_id)
    select r.*, ${importId}::bigint from unnest(${sql.join([...lists, ...ids])}) as r (${into})
  `.execute(tx)
}

const mark = ({ tx }: Batch, facts: Fact[]) => {
  const days = [...new Set(facts.map(fact => fact.ordered_on))]
  const customers = [...new Set(facts.map(fact => fact.customer_id))]
  return sql`
    with marked as (insert into dirty_days (day) select unnest(${days}::date[]))
    insert into dirty_customers (customer_id) select unnest(${customers}::bigint[])
  `.execute(tx)
}

const replace = async (batch: Batch, replaced: Known[]) => {
  if (replaced.length === 0) return
  await keepBefore(batch, 'transactions', replaced)
  await sql`
    delete from transactions where (customer_id, id) in (
      select * from unnest(${replaced.map(line => line.customer_id)}::bigint[], ${replaced.map(({ id }) => id)}::bigint[]))
  `.execute(batch.tx)
}

/** Order lines by their order's and their own number: new ones in, differing ones replaced with their id kept, equal ones untouched. */
export const mergeLines = async (batch: Batch, rows: LineRow[]): Promise<Written> => {
  const { lines, ...lists } = readLines(batch, rows)
  const products = await resolveNames(batch, 'products', lists.products)
  const customers = await resolveNames(batch, 'customers', lists.customers)
  const reps = await resolveNames(batch, 'reps', lists.reps)
  const facts = lines.map((line): Fact => ({
    external_id: batch.importId === 0 ? `demo-${line.key}` : line.key,
    customer_id: customers[line.customer - 1] ?? 0,
    order_id: line.order,
    ordered_at: line.at.iso,
    ordered_on: line.at.day,
    ordered_wall: line.at.wall,
    product_id: products[line.product - 1]!,
    rep_id: reps[line.rep - 1] ?? null,
    quantity: Math.round(line.quantity * 1000) / 1000,
    unit_price: line.price,
    discount: line.discount,
    amount: line.amount,
    cost: line.cost,
    region: line.region,
    channel: line.channel,
    status: line.status,
  }))
  const known = await knownLines(batch, facts)
  const fitted = fitOrders(facts, known)
  const before = new Map(known.map(line => [line.external_id, line]))
  const [added, changed, same]: [Fact[], (Fact & { id: number })[], Known[]] = [[], [], []]
  for (const fact of facts) {
    const line = before.get(fact.external_id)
    if (!line) added.push(fact)
    else if (compared.some(column => line[column] !== fact[column])) changed.push({ ...fact, id: line.id })
    else same.push(line)
  }
  const replaced = changed.map(({ external_id }) => before.get(external_id)!)
  await replace(batch, replaced)
  await insert(batch, changed, true)
  await insert(batch, added, false)
  await confirm(batch, same)
  if (added.length + changed.length) await mark(batch, [...added, ...changed, ...replaced])
  return {
    inserted: added.length,
    updated: changed.length,
    unchanged: same.length,
    notes: fitted
      ? [
          `${counted(fitted, 'row was fitted to the day, customer, region and channel that its', 'rows were fitted to the day, customer, region and channel that their')} order has already.`,
        ]
      : [],
  }
}
