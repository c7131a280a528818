import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { localParts } from '../../time/clock.ts'
import { clockOf } from '../../time/zone.ts'
import { markLines, write } from '../write.ts'
import { products, reps } from './catalog.ts'
import type { DemoCustomer } from './customers.ts'
import type { DemoChange, DemoDeal } from './deals.ts'
import { dateOf, demoStart, generateDemo, seed, years } from './generate.ts'
import type { DemoLine } from './orders.ts'
import type { Db, Database } from '../database.ts'

/** Rows of the demo carry this import id, reference rows an external id that starts with `demo-`. */
export const demoImportId = 0
const chunk = 5000

type State = { start: string; timezone: string }

/** The demo is written by the workspace's clock, whichever zone that is of. */
const wallOf =
  ({ start }: State) =>
  ({ day, time }: { day: number; time: string }) =>
    `${dateOf(start, day)}T${time}`

/** When the workspace's clocks show a time of one of the demo's days. */
const instantsIn = ({ start, timezone }: State) => {
  const { instant } = clockOf(timezone)
  return ({ day, time }: { day: number; time: string }) =>
    new Date(instant(Date.parse(`${dateOf(start, day)}T${time}Z`))).toISOString()
}

// what is there is left out first: a conflict would use up ids, and the sets of customers are kept by id
const insertReferences = async (tx: Db, start: string, customers: DemoCustomer[], quotaOf: Map<string, number>) => {
  await sql`
    insert into products (external_id, name, category, unit_price, cost)
    select * from unnest(
      ${products.map(p => p.externalId)}::text[], ${products.map(p => p.name)}::text[],
      ${products.map(p => p.category)}::text[], ${products.map(p => p.price)}::numeric[],
      ${products.map(p => p.cost)}::numeric[]
    ) as demo (external_id, name, category, unit_price, cost)
    where external_id not in (select external_id from products)
    order by external_id
  `.execute(tx)
  const hired = reps.map(rep => dateOf(start, Math.round((years - rep.hiredYearsAgo) * 365.25)))
  await sql`
    insert into sales_reps (external_id, name, team, region, quota, hire_date)
    select * from unnest(
      ${reps.map(r => r.externalId)}::text[], ${reps.map(r => r.name)}::text[], ${reps.map(r => r.team)}::text[],
      ${reps.map(r => r.region)}::text[], ${reps.map(r => quotaOf.get(r.name) ?? null)}::numeric[], ${hired}::date[]
    ) as demo (external_id, name, team, region, quota, hire_date)
    where external_id not in (select external_id from sales_reps)
    order by external_id
  `.execute(tx)
  await sql`
    insert into customers (external_id, name, company, industry, segment, region, acquisition_channel)
    select * from unnest(
      ${customers.map(c => c.externalId)}::text[], ${customers.map(c => c.name)}::text[],
      ${customers.map(c => c.company)}::text[], ${customers.map(c => c.industry)}::text[],
      ${customers.map(c => c.segment)}::text[], ${customers.map(c => c.region)}::text[],
      ${customers.map(c => c.channel)}::text[]
    ) as demo (external_id, name, company, industry, segment, region, acquisition_channel)
    where external_id not in (select external_id from customers)
    order by external_id
  `.execute(tx)
}

const insertLines = async (tx: Db, state: State, lines: DemoLine[]) => {
  const { start } = state
  const column = <T>(of: (line: DemoLine) => T) => lines.map(of)
  await sql`
    insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, ordered_wall, product_id, rep_id,
      quantity, unit_price, discount, amount, region, channel, status, import_id)
    select c.id, l.external_id, l.order_id, l.at, l.day, l.wall, p.id, r.id,
      l.quantity, l.unit_price, l.discount, l.amount, c.region, l.channel, l.status, ${demoImportId}
    from unnest(
      ${column(l => l.externalId)}::text[], ${column(l => l.orderId)}::text[],
      ${column(l => dateOf(start, l.day))}::date[], ${column(instantsIn(state))}::timestamptz[],
      ${column(wallOf(state))}::timestamp[], ${column(l => l.customer.externalId)}::text[], ${column(l => l.product.externalId)}::text[],
      ${column(l => l.rep)}::text[], ${column(l => l.quantity)}::numeric[],
      ${column(l => l.unitPrice)}::numeric[], ${column(l => l.discount)}::numeric[],
      ${column(l => l.amount)}::numeric[], ${column(l => l.channel)}::text[], ${column(l => l.status)}::text[]
    ) with ordinality as l(
      external_id, order_id, day, at, wall, customer, product, rep, quantity, unit_price, discount, amount, channel,
      status, place
    )
    join customers c on c.external_id = l.customer
    join products p on p.external_id = l.product
    left join sales_reps r on r.name = l.rep and r.external_id like 'demo-%'
    order by l.place
    on conflict (customer_id, external_id) do nothing
  `.execute(tx)
}

const insertDeals = async (tx: Db, state: State, deals: DemoDeal[]) => {
  const { start } = state
  const column = <T>(of: (deal: DemoDeal) => T) => deals.map(of)
  const date = (day: number | null) => (day === null ? null : dateOf(start, day))
  await sql`
    insert into pipeline (customer_id, external_id, name, rep_id, stage, amount, created_on, expected_close_on,
      closed_on, import_id)
    select c.id, d.external_id, d.name, r.id, d.stage, d.amount, d.created_on, d.expected_close_on, d.closed_on,
      ${demoImportId}
    from unnest(
      ${column(d => d.externalId)}::text[], ${column(d => d.name)}::text[],
      ${column(d => d.customer.externalId)}::text[], ${column(d => d.rep)}::text[],
      ${column(d => d.stage)}::text[], ${column(d => d.amount)}::numeric[], ${column(d => date(d.created))}::date[],
      ${column(d => date(d.expectedClose))}::date[], ${column(d => date(d.closed))}::date[]
    ) with ordinality as d(
      external_id, name, customer, rep, stage, amount, created_on, expected_close_on, closed_on, place
    )
    join customers c on c.external_id = d.customer
    left join sales_reps r on r.name = d.rep and r.external_id like 'demo-%'
    order by d.place
    on conflict (customer_id, external_id) do update set stage = excluded.stage, closed_on = excluded.closed_on,
      amount = excluded.amount, expected_close_on = excluded.expected_close_on
  `.execute(tx)
  const events = deals.flatMap(deal => deal.events.map(event => ({ deal: deal.externalId, ...event })))
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, entered_wall, import_id)
    select d.customer_id, d.id, e.stage, e.at, e.wall, ${demoImportId}
    from unnest(${events.map(e => e.deal)}::text[], ${events.map(e => e.stage)}::text[],
      ${events.map(instantsIn(state))}::timestamptz[], ${events.map(wallOf(state))}::timestamp[]) with ordinality as e(deal, stage, at, wall, place)
    join pipeline d on d.external_id = e.deal
    order by e.place
    on conflict (customer_id, deal_id, stage, entered_at) do nothing
  `.execute(tx)
}

const insertChanges = async (tx: Db, state: State, deals: DemoDeal[], isNew: (change: DemoChange) => boolean) => {
  const changes = deals.flatMap(({ externalId: deal, changes: all }) =>
    all.filter(isNew).map(one => ({ deal, ...one })),
  )
  const days = (of: (change: DemoChange) => number) => changes.map(change => dateOf(state.start, of(change)))
  await sql`
    insert into pipeline_changes (customer_id, deal_id, changed_at, changed_wall, seen, amount_before, amount_after, expected_before,
      expected_after, import_id)
    select d.customer_id, d.id, c.at, c.wall, false, c.amount_before, c.amount_after,
      c.expected_before, c.expected_after, ${demoImportId}
    from unnest(${changes.map(c => c.deal)}::text[], ${changes.map(instantsIn(state))}::timestamptz[],
      ${changes.map(wallOf(state))}::timestamp[],
      ${changes.map(c => c.before.amount)}::numeric[], ${changes.map(c => c.after.amount)}::numeric[],
      ${days(c => c.before.expectedClose)}::date[], ${days(c => c.after.expectedClose)}::date[])
      with ordinality as c(deal, at, wall, amount_before, amount_after, expected_before, expected_after, place)
    join pipeline d on d.external_id = c.deal
    order by c.place
  `.execute(tx)
}

type Moment = { day: number; time: string }

/** A deal as it stands at a moment; undefined before it is there. */
const standing = (deal: DemoDeal, happened: (event: Moment) => boolean): DemoDeal | undefined => {
  const events = deal.events.filter(happened)
  const changes = deal.changes.filter(happened)
  const last = events.at(-1)
  const closed = last?.stage === deal.stage ? deal.closed : null
  return (
    last && {
      ...deal,
      ...(changes.at(-1)?.after ?? deal.changes[0]?.before),
      events,
      changes,
      stage: last.stage,
      closed,
    }
  )
}

/** `until` without `seed`: the demo was removed. `start` stays, so that it can come back as it was. */
type Settings = { seed: number | null; start: string | null; until: string | null; timezone: string }

/**
 * Loads the demo up to `now`, or continues one that is loaded: what is there stays as it is. What happens later today
 * comes when its time has come.
 * `allowed` may refuse within the transaction, with nothing written. Returns the number of new order lines.
 */
export const loadDemo = async (
  database: Database,
  now: Date,
  progress: Progress = () => {},
  allowed: (tx: Db) => Promise<void> = async () => {},
): Promise<number> => {
  const { rows } = await sql<Settings>`
    select demo_seed as seed, demo_start as start, demo_until as until, timezone from settings
  `.execute(database.db)
  const settings = rows[0]
  if (!settings) throw new Error('the settings row is missing')
  const today = localParts(now, settings.timezone)
  const state: State = { start: settings.start ?? demoStart(today.date), timezone: settings.timezone }
  const loadedUntil = settings.seed === null ? null : settings.until
  const until = loadedUntil ? localParts(new Date(loadedUntil), state.timezone) : undefined
  const demo = generateDemo(state.start, today.date)
  const happened = ({ day, time }: Moment) => `${dateOf(state.start, day)} ${time}` <= `${today.date} ${today.time}`
  const isNew = (moment: Moment) =>
    happened(moment) && (!until || `${dateOf(state.start, moment.day)} ${moment.time}` > `${until.date} ${until.time}`)

  // generating takes a second or two: let others have the thread in between
  const lines: DemoLine[] = []
  for (const [index, customer] of demo.customers.entries()) {
    for (const line of demo.lines(customer)) if (isNew(line)) lines.push(line)
    if (index % 20 === 0) await setImmediate()
  }
  const order = (line: DemoLine) => line.day * 1e5 + Number(line.time.replaceAll(':', '')) / 10
  lines.sort((a, b) => order(a) - order(b) || (a.externalId < b.externalId ? -1 : 1))
  const deals: DemoDeal[] = []
  for (const deal of demo.deals()) {
    const known = standing(deal, happened)
    if (known && [...deal.events, ...deal.changes].some(isNew)) deals.push(known)
    await setImmediate()
  }
  if (!lines.length && !deals.length) return 0

  const change = async (tx: Db) => {
    await allowed(tx)
    // another process may have continued it meanwhile, or somebody removed it
    const ours = await sql`
      update settings set demo_seed = ${seed}, demo_start = ${state.start}, demo_until = ${now.toISOString()}
      where demo_seed is not distinct from ${settings.seed} and demo_start is not distinct from ${settings.start}::date
        and demo_until is not distinct from ${settings.until}::timestamptz
    `.execute(tx)
    if (!ours.numAffectedRows) return 0
    await insertReferences(tx, state.start, demo.customers, loadedUntil ? new Map() : demo.quotas())
    for (let at = 0; at < lines.length; at += chunk) {
      await insertLines(tx, state, lines.slice(at, at + chunk))
      const done = Math.min(at + chunk, lines.length)
      progress({
        task: 'Demo data',
        done,
        total: lines.length,
        words: `${done.toLocaleString('en-GB')} of ${lines.length.toLocaleString('en-GB')} order lines`,
      })
    }
    await insertDeals(tx, state, deals)
    await insertChanges(tx, state, deals, isNew)
    await markLines(tx, sql`t.import_id = ${demoImportId} and t.ordered_at > ${loadedUntil ?? '-infinity'}`)
    return lines.length
  }
  return write(database, change, progress)
}

type Wanted = 'never' | 'when empty' | 'always'
const continueEvery = 10 * 60_000

const situation = async (database: Database) => {
  const { rows } = await sql<{ demo: boolean; removed: boolean; empty: boolean }>`
    select demo_seed is not null as demo, demo_seed is null and demo_until is not null as removed,
      not exists (select 1 from transactions) and not exists (select 1 from pipeline)
      and not exists (select 1 from imports) as empty
    from settings
  `.execute(database.db)
  return rows[0] ?? { demo: false, removed: false, empty: false }
}

type Keeping = { wanted: Wanted; progress: Progress; now?: () => Date; failed: (error: unknown) => void }

/**
 * At start: loads the demo if wanted, or brings a loaded one up to now; then keeps it current while the server runs.
 * One that was removed stays away until it is asked for.
 * `stop` waits for what is being written; `failed` hears why the demo could not be continued, it is tried again later.
 */
export const keepDemoCurrent = async (
  database: Database,
  { wanted, progress, now = () => new Date(), failed }: Keeping,
) => {
  const { demo, removed, empty } = await situation(database)
  if (wanted === 'always' && !demo && !empty)
    throw new Error('--demo: there is real data here; the demo data is never mixed with it. Give another DATA_DIR.')
  if (demo || (empty && (wanted === 'always' || (wanted === 'when empty' && !removed))))
    await loadDemo(database, now(), progress)
  let continued = Promise.resolve()
  const carryOn = async () => {
    if ((await situation(database)).demo) await loadDemo(database, now())
  }
  const timer = setInterval(() => {
    continued = continued.then(carryOn).catch(failed)
  }, continueEvery)
  timer.unref()
  const stop = () => {
    clearInterval(timer)
    return continued
  }
  return { stop }
}
