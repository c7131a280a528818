import { type Kysely, type RawBuilder, sql } from 'kysely'
import { placesOf } from '../places.ts'
import { moments, stepsAt, wallOf } from '../zone/moments.ts'
import { clockOf } from '../../time/zone.ts'

const dayMs = 86_400_000

/**
 * How moments were said, so that the workspace's zone can change (db/zone). `…_wall`: the clock that the source showed, null where it said an
 * instant; `…_at` of a day: the instant that the source said, null where it said a day or a clock. `unsaid`: an import of before, of whose times
 * only a person knows whether they had a zone; a deal's days of then stay as they are. `key_zone`: rows without numbers of their own are known
 * by their moment as UTC has it; those of before, as the zone of then had it.
 */
const statements = [
  sql`alter table transactions add column ordered_wall timestamp`,
  sql`alter table pipeline_events add column entered_wall timestamp`,
  sql`alter table pipeline_changes add column changed_wall timestamp`,
  sql`alter table pipeline_changes add column expected_before_at timestamptz`,
  sql`alter table pipeline_changes add column expected_after_at timestamptz`,
  sql`alter table pipeline add column created_at timestamptz`,
  sql`alter table pipeline add column expected_close_at timestamptz`,
  sql`alter table pipeline add column closed_at timestamptz`,
  sql`alter table imports add column unsaid boolean not null default false`,
  sql`alter table settings add column key_zone text`,
]

type Verdict = { id: number; dated: boolean }

/**
 * An import whose every moment is the beginning of a day came with days alone, and so did closes that a later import showed (seen). The demo is
 * written by the workspace's clock. Of other imports it is not known.
 */
const tell = async (db: Kysely<unknown>, timezone: string) => {
  const clock = clockOf(timezone)
  for (const [table, { points }] of Object.entries(moments))
    for (const { at, wall } of points) {
      const verdicts: Verdict[] = []
      const tellings: ((dated: number[]) => Promise<void>)[] = []
      for (const place of Object.values(placesOf(table))) {
        const instant = place.field(at, 'timestamptz')
        const importId = place.field('import_id', 'bigint')
        const isOrders = table === 'transactions'
        const isSeen = isOrders ? sql`false` : sql`coalesce(${place.field('seen', 'boolean')}, false)`
        const isDemo = isOrders
          ? sql`${importId} = 0 and ${place.field('order_id', 'text')} not like 'demo-live-%'`
          : sql`${importId} = 0`
        const { steps, fits, days } = await stepsAt(db, timezone, place, instant)
        // where the clocks skip midnight, a day begins later
        const late = days
          .map(day => clock.instant(Date.parse(day)))
          .filter(begin => clock.wall(begin) % dayMs !== 0)
          .map(begin => new Date(begin).toISOString())
        const begins = sql`(${wallOf(instant)}::time = time '00:00' or ${instant} = any(${late}::timestamptz[]))`
        const { rows } = await sql<Verdict>`
          select ${importId} as id, bool_and(${begins}) as dated from ${place.rows} join ${steps} on ${fits}
          where ${place.where} and ${importId} > 0 and not ${isSeen} group by 1
        `.execute(db)
        verdicts.push(...rows)
        const set = (value: RawBuilder<unknown>, which: RawBuilder<unknown>) =>
          sql`
            update ${place.rows} set ${place.set([[wall, value]])} from ${steps} where ${place.where} and ${fits} and ${which}
          `.execute(db)
        tellings.push(async dated => {
          const isDay = sql`${begins} and (${importId} = any(${dated}::bigint[]) or ${isSeen})`
          await set(sql`date_trunc('day', ${wallOf(instant)})`, isDay)
          await set(wallOf(instant), isDemo)
        })
      }
      const open = verdicts.filter(({ dated }) => !dated).map(({ id }) => id)
      const dated = verdicts.map(({ id }) => id).filter(id => !open.includes(id))
      for (const telling of tellings) await telling(dated)
      await sql`update imports set unsaid = true where id = any(${open}::bigint[])`.execute(db)
    }
}

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
  const { rows } = await sql<{ timezone: string; filled: boolean }>`
    select timezone, exists (select from transactions) or exists (select from pipeline) or exists (select from import_changes) as filled from settings
  `.execute(db)
  const { timezone, filled } = rows[0]!
  if (!filled) return
  await sql`update settings set key_zone = timezone where timezone <> 'UTC'`.execute(db)
  await tell(db, timezone)
}
