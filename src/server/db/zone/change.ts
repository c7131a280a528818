import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { clockOf } from '../../time/zone.ts'
import type { Db } from '../database.ts'
import { markLines } from '../write.ts'
import { partsOf, type Place, placesOf } from '../places.ts'
import { instantOf, moments, stepsAt, stepsOf, type Steps, wallOf } from './moments.ts'
import { sayClocks } from './unsaid.ts'

/*
 * In: facts with business days of one zone.
 * Out: the same as if they had come in another, also those that an undo would bring back; all within the caller's transaction.
 * Each row's day and instant are made of what was said of it alone: it does not matter which zones came in between.
 */

type Values = [string, RawBuilder<unknown>][]

const update = (
  tx: Db,
  { rows, where, set }: Place,
  { steps, fits }: Steps,
  values: Values,
  which: RawBuilder<unknown>,
) => sql`update ${rows} set ${set(values)} from ${steps} where ${where} and ${fits} and ${which}`.execute(tx)

/** Row by row differs what is not as it was: the others stay untouched. */
const differ = (place: Place, values: Values, types: ('timestamptz' | 'date')[]) => {
  const before = values.map(([name], i) => place.field(name, types[i]!))
  return sql`(${sql.join(before)}) is distinct from (${sql.join(values.map(([, value]) => value))})`
}

/** `parts`: conditions that together are all rows, one after another. */
const moveRows = async (
  tx: Db,
  table: string,
  place: Place,
  timezone: string,
  parts: RawBuilder<unknown>[],
  done: (part: number) => void,
) => {
  const work: ((part: RawBuilder<unknown>) => Promise<unknown>)[] = []
  for (const { at, wall, on } of moments[table]!.points) {
    const [instant, clock] = [place.field(at, 'timestamptz'), place.field(wall, 'timestamp')]
    const byClock = await stepsOf(tx, timezone, place, clock)
    const said: Values = [[at, instantOf(clock)], ...(on ? ([[on, sql`(${clock})::date`]] as Values) : [])]
    const which = sql`${clock} is not null and ${differ(place, said, ['timestamptz', 'date'])}`
    work.push(part => update(tx, place, byClock, said, sql`${which} and ${part}`))
    if (!on) continue
    const byInstant = await stepsAt(tx, timezone, place, instant)
    const day: Values = [[on, sql`${wallOf(instant)}::date`]]
    work.push(part =>
      update(tx, place, byInstant, day, sql`${clock} is null and ${differ(place, day, ['date'])} and ${part}`),
    )
  }
  for (const { at, on } of moments[table]!.days) {
    const instant = place.field(at, 'timestamptz')
    const steps = await stepsAt(tx, timezone, place, instant)
    const day: Values = [[on, sql`${wallOf(instant)}::date`]]
    work.push(part => update(tx, place, steps, day, sql`${differ(place, day, ['date'])} and ${part}`))
  }
  for (const [i, part] of parts.entries()) {
    for (const move of work) await move(part)
    done(i + 1)
  }
}

/** An order has one day, that of its earliest line: lines that came with several files may be of several moments. */
const fitOrders = (tx: Db) =>
  sql`
    update transactions t set ordered_on = o.day from (
      select customer_id, order_id, (array_agg(ordered_on order by ordered_at, id))[1] as day from transactions
      where not (status = 'refunded' and amount <= 0) group by 1, 2 having min(ordered_on) <> max(ordered_on)
    ) o where o.customer_id = t.customer_id and o.order_id = t.order_id and not (t.status = 'refunded' and t.amount <= 0)
      and t.ordered_on <> o.day
  `.execute(tx)

/** The demo goes on where it was, by the clock that it is written in. */
const moveDemo = async (tx: Db, from: string, to: string) => {
  const { rows } = await sql<{ until: string | null }>`select demo_until as until from settings`.execute(tx)
  const until = rows[0]?.until
  if (!until) return
  const there = new Date(clockOf(to).instant(clockOf(from).wall(Date.parse(until)))).toISOString()
  await sql`update settings set demo_until = ${there}`.execute(tx)
}

type Change = { from: string; to: string; unsaid: 'moments' | 'clocks' | undefined; progress: Progress }

/** Nobody else imports or takes back meanwhile: the caller holds the lock of imports. */
export const changeZone = async (tx: Db, { from, to, unsaid, progress }: Change) => {
  if (unsaid === 'clocks') await sayClocks(tx, from)
  if (unsaid !== undefined) await sql`update imports set unsaid = false where unsaid`.execute(tx)
  await markLines(tx, sql`true`)
  for (const table of Object.keys(moments)) {
    const { now, journal } = placesOf(table)
    // of two clocks of one stage neither may pass through where the other still is
    if (table === 'pipeline_events')
      await sql`
        update pipeline_events set entered_at = timezone('UTC', timezone('UTC', entered_at) + interval '1000 years') where entered_wall is not null
      `.execute(tx)
    const parts = await partsOf(tx, table)
    const words = (done: number) => `${done} of ${parts.length} ${parts.length === 1 ? 'month' : 'months'}`
    await moveRows(tx, table, now, to, parts, done => {
      if (table === 'transactions')
        progress({ task: 'Moving orders to their days', done, total: parts.length, words: words(done) })
    })
    await moveRows(tx, table, journal, to, [sql`true`], () => {})
  }
  await fitOrders(tx)
  await markLines(tx, sql`true`)
  await moveDemo(tx, from, to)
}
