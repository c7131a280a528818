import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { placesOf } from '../places.ts'
import { moments, stepsAt, wallOf } from './moments.ts'

/*
 * Rows that came before it was recorded how their moments were said (imports.unsaid): whether their times had a zone, only a person knows. What a
 * later import showed of a deal (seen) is a moment in any case.
 */

/** Their times were wall clocks: they are as the clocks of a zone showed them. */
export const sayClocks = async (tx: Db, timezone: string) => {
  for (const [table, { points }] of Object.entries(moments))
    for (const place of Object.values(placesOf(table)))
      for (const { at, wall } of points) {
        const instant = place.field(at, 'timestamptz')
        const isSeen = table === 'transactions' ? sql`false` : sql`coalesce(${place.field('seen', 'boolean')}, false)`
        const { steps, fits } = await stepsAt(tx, timezone, place, instant)
        await sql`
          update ${place.rows} set ${place.set([[wall, wallOf(instant)]])} from ${steps}
          where ${place.where} and ${fits} and ${place.field(wall, 'timestamp')} is null and not ${isSeen}
            and ${place.field('import_id', 'bigint')} in (select id from imports where unsaid)
        `.execute(tx)
      }
}
