import { sql } from 'kysely'
import type { Source } from '#contract/sources.ts'
import type { SaidOfRows } from '../../context.ts'
import type { Database } from '../../db/database.ts'
import { ApiError } from '../../errors.ts'

/** A database as it is kept; `address` is sealed. */
export type Kept = Source & {
  address: string
  mapping: Record<string, string> | null
  styles: Record<string, string> | null
  /** The read that waits for a person was of everything. */
  whole: boolean
}

/** Which rows a read was of. */
export type Place = Pick<Source, 'place' | 'table' | 'query' | 'grows' | 'zone'>

const columns = sql`
  id, name, place, address, relation as "table", query, grows, overlap, zone, every_minutes as "everyMinutes", paused, kind, mapping, styles, whole,
  read_to as "readTo", last_at as "lastAt", next_at as "nextAt", outcome, words, import_id as "importId"
`

export const told = ({ address: _a, mapping: _m, styles: _s, whole: _w, ...source }: Kept): Source => source

type Wanted = Pick<Source, 'name' | 'place' | 'table' | 'query' | 'grows' | 'overlap' | 'zone' | 'everyMinutes'> & {
  address: string
}
/** `whole`: it was a read of everything. */
export type End = Pick<Source, 'outcome' | 'words' | 'importId'> & { whole?: boolean }

/** What was read may be another place by the end of the read. */
const stillOf = ({ place, table, query, grows, zone }: Place) =>
  sql`(place, relation, query, grows, zone) is not distinct from (${place}, ${table}, ${query}, ${grows}, ${zone})`

export const openRecords = ({ db }: Database) => {
  const one = async (statement: ReturnType<typeof sql<Kept>>): Promise<Kept> => {
    const { rows } = await statement.execute(db)
    return rows[0] ?? noSuch()
  }
  const noSuch = (): never => {
    throw new ApiError(404, 'not_found', 'There is no such database in the list.')
  }
  return {
    all: async () =>
      (await sql<Kept>`select ${columns} from sources order by lower(name) collate "C", id`.execute(db)).rows,
    find: (id: number) => one(sql`select ${columns} from sources where id = ${id}`),
    add: (is: Wanted, now: Date) =>
      one(sql`
        insert into sources (name, place, address, relation, query, grows, overlap, zone, every_minutes, made_at)
        values (${is.name}, ${is.place}, ${is.address}, ${is.table}, ${is.query}, ${is.grows}, ${is.overlap}, ${is.zone}, ${is.everyMinutes}, ${now})
        returning ${columns}
      `),
    /** `anew`: it is another table now, which nobody has looked at. */
    change: (id: number, is: Wanted & { paused: boolean }, anew: boolean, now: Date) =>
      one(sql`
        update sources set name = ${is.name}, place = ${is.place}, address = ${is.address}, relation = ${is.table}, query = ${is.query},
          grows = ${is.grows}, overlap = ${is.overlap}, zone = ${is.zone}, every_minutes = ${is.everyMinutes}, paused = ${is.paused},
          kind = case when ${anew} then null else kind end, read_to = case when ${anew} then null else read_to end,
          whole = whole and not ${anew},
          next_at = case when ${anew} or kind is null or outcome = 'waiting' then null else ${now}::timestamptz end
        where id = ${id} returning ${columns}
      `),
    remove: (id: number) => one(sql`delete from sources where id = ${id} returning ${columns}`),
    /** Those whose time has come, for this process alone; whoever takes one puts off the next read. */
    due: async (now: Date) =>
      (
        await sql<Kept>`
          update sources set next_at = ${now}::timestamptz + every_minutes * interval '1 minute'
          where not paused and kind is not null and next_at <= ${now} returning ${columns}
        `.execute(db)
      ).rows,
    /** As a person had it read. */
    said: (id: number, of: Place, { kind, mapping, styles }: SaidOfRows) =>
      sql`
        update sources set kind = ${kind}, mapping = ${JSON.stringify(mapping)}::jsonb, styles = ${JSON.stringify(styles)}::jsonb
        where id = ${id} and ${stillOf(of)}
      `.execute(db),
    /** How a read ended. What waits for a person is not tried again by itself. */
    ended: (
      id: number,
      of: Place,
      { outcome, words, importId, whole = false }: End,
      readTo: string | null,
      now: Date,
    ) =>
      one(sql`
        update sources set outcome = ${outcome}, words = ${words}, import_id = coalesce(${importId}::bigint, import_id),
          read_to = case when ${stillOf(of)} then coalesce(${readTo}, read_to) else read_to end, last_at = ${now},
          whole = ${whole && outcome === 'waiting'} and ${stillOf(of)},
          next_at = case when ${outcome} = 'waiting' or kind is null then null else ${now}::timestamptz + every_minutes * interval '1 minute' end
        where id = ${id} returning ${columns}
      `),
  }
}
