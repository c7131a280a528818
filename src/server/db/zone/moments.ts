import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'
import { clockOf } from '../../time/zone.ts'
import type { Place } from '../places.ts'
import { type Step, stepsOfInstants, stepsOfWalls } from '../../time/steps.ts'

/*
 * What a moment was when it came. An instant (with an offset, or of UTC) is what it is in every zone, and its business day follows the
 * workspace's. A day, or a wall clock without a zone, is of the workspace's zone whichever that is: it keeps its day, and is another instant.
 */

/** `at`: the instant; `wall`: the clock that the source showed, null where it said an instant; `on`: the business day, where it is kept. */
type Point = { at: string; wall: string; on: string | null }
/** A day alone: `at` is the instant that the source said, null where it said a day or a wall clock. */
type Day = { on: string; at: string }

/** The facts, with the moments in them; as they stand, and as the journal keeps them for an undo. */
export const moments: Record<string, { points: Point[]; days: Day[] }> = {
  transactions: { points: [{ at: 'ordered_at', wall: 'ordered_wall', on: 'ordered_on' }], days: [] },
  pipeline: {
    points: [],
    days: [
      { on: 'created_on', at: 'created_at' },
      { on: 'expected_close_on', at: 'expected_close_at' },
      { on: 'closed_on', at: 'closed_at' },
    ],
  },
  pipeline_events: { points: [{ at: 'entered_at', wall: 'entered_wall', on: null }], days: [] },
  pipeline_changes: {
    points: [{ at: 'changed_at', wall: 'changed_wall', on: null }],
    days: [
      { on: 'expected_before', at: 'expected_before_at' },
      { on: 'expected_after', at: 'expected_after_at' },
    ],
  },
}

const aheadAt = (wall: RawBuilder<unknown>) =>
  sql`(case when ${wall} >= z.change then z.later else z.ahead end) * interval '1 millisecond'`

// not a cast, which goes by the session's zone: Citus takes no such thing in an update
const utc = (at: RawBuilder<unknown>) => sql`timezone('UTC', ${at})`

/** The wall clock of an instant, with the step of its day. */
export const wallOf = (at: RawBuilder<unknown>) => sql`(${utc(at)} + ${aheadAt(utc(at))})`
/** The instant of a wall clock, with the step of its day. */
export const instantOf = (wall: RawBuilder<unknown>) => sql`timezone('UTC', ${wall} - ${aheadAt(wall)})`

const table = (steps: Step[]) => sql`unnest(
  ${steps.map(({ day }) => day)}::date[], ${steps.map(({ ahead }) => ahead)}::bigint[],
  ${steps.map(({ change }) => change)}::timestamp[], ${steps.map(({ later }) => later)}::bigint[]) as z (day, ahead, change, later)`

/** The steps of a zone on days that rows of a place have, as `z`, and by what a row finds its own. */
const stepsBy = async (
  db: Db,
  { rows, where }: Place,
  day: RawBuilder<unknown>,
  stepsOn: (days: string[]) => Step[],
) => {
  const found = await sql<{ day: string | null }>`select distinct ${day} as day from ${rows} where ${where}`.execute(db)
  const days = found.rows.flatMap(row => row.day ?? [])
  return { days, steps: table(stepsOn(days)), fits: sql`${day} = z.day` }
}
export type Steps = Awaited<ReturnType<typeof stepsBy>>

/** Of the days that instants fall on in UTC. */
export const stepsAt = (db: Db, timezone: string, place: Place, at: RawBuilder<unknown>) =>
  stepsBy(db, place, sql`${utc(at)}::date`, days => stepsOfInstants(clockOf(timezone), days))

/** Of the days of wall clocks. */
export const stepsOf = (db: Db, timezone: string, place: Place, wall: RawBuilder<unknown>) =>
  stepsBy(db, place, sql`(${wall})::date`, days => stepsOfWalls(clockOf(timezone), days))
