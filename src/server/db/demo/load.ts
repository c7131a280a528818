import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db, Progress } from '../../context.ts'
import { localParts } from '../../clock.ts'
import type { Database } from '../open.ts'
import { markLines, write } from '../write.ts'
import { products, reps } from './catalog.ts'
import { customersUpTo, type DemoCustomer } from './customers.ts'
import { type DemoDeal, dealsUpTo, quotas } from './deals.ts'
import { type Calendar, type DemoLine, linesOf } from './orders.ts'

/** Rows of the demo carry this import id, reference rows an external id that starts with `demo-`. */
export const demoImportId = 0
const seed = 7
const years = 3
const dayMs = 86_400_000
const chunk = 5000

type State = { start: string; until: string | null; timezone: string }

const dateOf = (start: string, day: number) => new Date(Date.parse(start) + day * dayMs).toISOString().slice(0, 10)
const dayOf = (start: string, date: string) => Math.round((Date.parse(date) - Date.parse(start)) / dayMs)

const calendarOf = (start: string) => {
  const known = new Map<number, Calendar>()
  return (day: number): Calendar => {
    let entry = known.get(day)
    if (!entry) {
      const date = new Date(Date.parse(start) + day * dayMs)
      entry = { month: date.getUTCMonth(), weekday: (date.getUTCDay() + 6) % 7, yearsSinceStart: Math.max(0, day / 365.25) }
      known.set(day, entry)
    }
    return entry
  }
}

/** Three years before `today`: the first day of a demo made today. */
export const demoStart = (today: string) => {
  const date = new Date(`${today}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - years)
  return new Date(date.getTime() + dayMs).toISOString().slice(0, 10)
}

/** Everything of the demo from `start` up to `lastDay`, in a fixed order: the same arguments give the same rows. */
export const generateDemo = (start: string, lastDate: string) => {
  const lastDay = dayOf(start, lastDate)
  const customers = customersUpTo(seed, lastDay)
  const calendar = calendarOf(start)
  return {
    customers,
    deals: () => dealsUpTo(seed, lastDay, customers),
    quotas: () => quotas(seed, customers),
    lines: (customer: DemoCustomer) => linesOf(seed, customer, lastDay, calendar),
  }
}

const insertReferences = async (tx: Db, state: State, customers: DemoCustomer[], quotaOf: Map<string, number>) => {
  await sql`
    insert into products (external_id, name, category, unit_price, cost)
    select * from unnest(${products.map(p => p.externalId)}::text[], ${products.map(p => p.name)}::text[], ${products.map(p => p.category)}::text[],
      ${products.map(p => p.price)}::numeric[], ${products.map(p => p.cost)}::numeric[])
    on conflict (external_id) do nothing
  `.execute(tx)
  const hired = reps.map(rep => dateOf(state.start, Math.round((3 - rep.hiredYearsAgo) * 365.25)))
  await sql`
    insert into sales_reps (external_id, name, team, region, quota, hire_date)
    select * from unnest(${reps.map(r => r.externalId)}::text[], ${reps.map(r => r.name)}::text[], ${reps.map(r => r.team)}::text[],
      ${reps.map(r => r.region)}::text[], ${reps.map(r => quotaOf.get(r.name) ?? null)}::numeric[], ${hired}::date[])
    on conflict (external_id) do nothing
  `.execute(tx)
  await sql`
    insert into customers (external_id, name, company, industry, segment, region, acquisition_channel)
    select * from unnest(${customers.map(c => c.externalId)}::text[], ${customers.map(c => c.name)}::text[], ${customers.map(c => c.company)}::text[],
      ${customers.map(c => c.industry)}::text[], ${customers.map(c => c.segment)}::text[], ${customers.map(c => c.region)}::text[], ${customers.map(c => c.channel)}::text[])
    on conflict (external_id) do nothing
  `.execute(tx)
}

const insertLines = async (tx: Db, state: State, lines: DemoLine[]) => {
  const column = <T>(of: (line: DemoLine) => T) => lines.map(of)
  await sql`
    insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, rep_id,
      quantity, unit_price, discount, amount, region, channel, status, import_id)
    select c.id, l.external_id, l.order_id, (l.day + l.time) at time zone ${state.timezone}, l.day, p.id, r.id,
      l.quantity, l.unit_price, l.discount, l.amount, c.region, l.channel, l.status, ${demoImportId}
    from unnest(
      ${column(l => l.externalId)}::text[], ${column(l => l.orderId)}::text[], ${column(l => dateOf(state.start, l.day))}::date[], ${column(l => l.time)}::time[],
      ${column(l => l.customer.externalId)}::text[], ${column(l => l.product.externalId)}::text[], ${column(l => l.rep)}::text[],
      ${column(l => l.quantity)}::numeric[], ${column(l => l.unitPrice)}::numeric[], ${column(l => l.discount)}::numeric[], ${column(l => l.amount)}::numeric[],
      ${column(l => l.channel)}::text[], ${column(l => l.status)}::text[]
    ) as l(external_id, order_id, day, time, customer, product, rep, quantity, unit_price, discount, amount, channel, status)
    join customers c on c.external_id = l.customer
    join products p on p.external_id = l.product
    left join sales_reps r on r.name = l.rep and r.external_id like 'demo-%'
    on conflict (customer_id, external_id) do nothing
  `.execute(tx)
}

const insertDeals = async (tx: Db, state: State, deals: DemoDeal[], until: string) => {
  const column = <T>(of: (deal: DemoDeal) => T) => deals.map(of)
  const date = (day: number | null) => (day === null ? null : dateOf(state.start, day))
  await sql`
    insert into pipeline (customer_id, external_id, name, rep_id, stage, amount, created_on, expected_close_on, closed_on, import_id)
    select c.id, d.external_id, d.name, r.id, d.stage, d.amount, d.created_on, d.expected_close_on, d.closed_on, ${demoImportId}
    from unnest(${column(d => d.externalId)}::text[], ${column(d => d.name)}::text[], ${column(d => d.customer.externalId)}::text[], ${column(d => d.rep)}::text[],
      ${column(d => d.stage)}::text[], ${column(d => d.amount)}::numeric[], ${column(d => date(d.created))}::date[], ${column(d => date(d.expectedClose))}::date[],
      ${column(d => date(d.closed))}::date[]
    ) as d(external_id, name, customer, rep, stage, amount, created_on, expected_close_on, closed_on)
    join customers c on c.external_id = d.customer
    left join sales_reps r on r.name = d.rep and r.external_id like 'demo-%'
    on conflict (customer_id, external_id) do update set stage = excluded.stage, closed_on = excluded.closed_on
  `.execute(tx)
  const events = deals.flatMap(deal => deal.events.map(event => ({ deal: deal.externalId, ...event })))
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, import_id)
    select d.customer_id, d.id, e.stage, (e.day + e.time) at time zone ${state.timezone}, ${demoImportId}
    from unnest(${events.map(e => e.deal)}::text[], ${events.map(e => e.stage)}::text[], ${events.map(e => dateOf(state.start, e.day))}::date[], ${events.map(e => e.time)}::time[])
      as e(deal, stage, day, time)
    join pipeline d on d.external_id = e.deal
    where (e.day + e.time) at time zone ${state.timezone} <= ${until}
    on conflict (customer_id, deal_id, stage, entered_at) do nothing
  `.execute(tx)
}

/**
 * Loads the demo up to `now`, or continues one that is loaded: what is there stays as it is. An order of later today comes when its time has come.
 * Returns the number of new order lines.
 */
export const loadDemo = async (database: Database, now: Date, progress: Progress = () => {}): Promise<number> => {
  const { rows } = await sql<State & { start: string | null }>`select demo_start as start, demo_until as until, timezone from settings`.execute(database.db)
  const settings = rows[0]
  if (!settings) throw new Error('the settings row is missing')
  const today = localParts(now, settings.timezone)
  const state: State = { ...settings, start: settings.start ?? demoStart(today.date) }
  const until = state.until ? localParts(new Date(state.until), state.timezone) : undefined
  const demo = generateDemo(state.start, today.date)
  const due = ({ day, time }: DemoLine) => {
    const date = dateOf(state.start, day)
    const moment = `${date} ${time}`
    return moment <= `${today.date} ${today.time}` && (!until || moment > `${until.date} ${until.time}`)
  }

  const lines: DemoLine[] = []
  for (const [index, customer] of demo.customers.entries()) {
    for (const line of demo.lines(customer)) if (due(line)) lines.push(line)
    // generating takes about a second: let others have the thread in between
    if (index % 20 === 0) await setImmediate()
  }
  const order = (line: DemoLine) => line.day * 1e5 + Number(line.time.replaceAll(':', '')) / 10
  lines.sort((a, b) => order(a) - order(b) || (a.externalId < b.externalId ? -1 : 1))
  if (!lines.length) return 0

  await write(database, async tx => {
    await sql`update settings set demo_seed = ${seed}, demo_start = ${state.start}, demo_until = ${now.toISOString()}`.execute(tx)
    await insertReferences(tx, state, demo.customers, demo.quotas())
    for (let at = 0; at < lines.length; at += chunk) {
      await insertLines(tx, state, lines.slice(at, at + chunk))
      progress({ task: 'Demo data', done: Math.min(at + chunk, lines.length), total: lines.length, words: `${Math.min(at + chunk, lines.length).toLocaleString('en-GB')} of ${lines.length.toLocaleString('en-GB')} order lines` })
    }
    await insertDeals(tx, state, demo.deals(), now.toISOString())
    await markLines(tx, sql`t.import_id = ${demoImportId} and t.ordered_at > ${state.until ?? '-infinity'}`)
  })
  return lines.length
}

type Wanted = 'never' | 'when empty' | 'always'
const continueEvery = 10 * 60_000

const situation = async (database: Database) => {
  const { rows } = await sql<{ demo: boolean; empty: boolean }>`
    select demo_start is not null as demo,
      not exists (select from transactions) and not exists (select from pipeline) and not exists (select from imports) as empty
    from settings
  `.execute(database.db)
  return rows[0] ?? { demo: false, empty: false }
}

/** At start: load the demo if wanted, or bring a loaded one up to now; then keep it current while the server runs. */
export const keepDemoCurrent = async (database: Database, { wanted, progress }: { wanted: Wanted; progress: Progress }) => {
  const { demo, empty } = await situation(database)
  if (wanted === 'always' && !demo && !empty) throw new Error('--demo: there is real data here; the demo data is never mixed with it. Give another DATA_DIR.')
  if (demo || (empty && wanted !== 'never')) await loadDemo(database, new Date(), progress)
  const timer = setInterval(async () => {
    if ((await situation(database)).demo) await loadDemo(database, new Date())
  }, continueEvery)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
