import { sql } from 'kysely'
import type { NamedRule } from '#contract/rules.ts'
import { counted } from '../counted.ts'
import type { Call } from '../context.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'

type Listed = NamedRule & { id: number; people: number; invitations: number; keys: number }

const namesOf = (values: string[] | null) => values && values.map(value => value || 'none').join(', ')
/** For the audit log. */
const wordsOf = ({ name, regions, segments, reps }: NamedRule) => ({
  name,
  regions: namesOf(regions),
  segments: namesOf(segments),
  reps: namesOf(reps),
})

const refuseSame = async (db: Db, name: string, id: number | null) => {
  const { rows } = await sql`select 1 from rules where name = ${name} and id is distinct from ${id}`.execute(db)
  if (rows.length > 0) throw new ApiError(409, 'conflict', `There is a rule named ${name} already.`)
}

/** The rule holds still: nobody is given it meanwhile. */
const held = async (tx: Db, id: number): Promise<string> => {
  const { rows } = await sql<{ name: string }>`select name from rules where id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new ApiError(404, 'not_found', 'There is no such rule.')
  return rows[0].name
}

const usesOf = (id: number | null) => sql<Listed>`
  select r.id, r.name, r.regions, r.segments, r.reps,
    (select count(*) from people where rule_id = r.id) as people,
    (select count(*) from links where rule_id = r.id and expires_at > now()) as invitations,
    (select count(*) from api_keys where rule_id = r.id) as keys
  from rules r where ${id}::bigint is null or r.id = ${id}::bigint order by r.name, r.id
`

const changing = async <T>(call: Call, change: (tx: Db) => Promise<T>): Promise<T> => {
  const result = await call.accounts.db.transaction().execute(change)
  call.accounts.changed()
  return result
}

export const rules: Handlers<'rules'> = {
  list: async ({ accounts }) => ({ data: (await usesOf(null).execute(accounts.db)).rows, meta: {} }),

  make: (call, asked) =>
    changing(call, async tx => {
      const { name, regions, segments, reps } = asked
      await refuseSame(tx, name, null)
      const { rows } = await sql<{ id: number }>`
        insert into rules (name, regions, segments, reps)
        values (${name}, ${regions}::text[], ${segments}::text[], ${reps}::text[]) returning id
      `.execute(tx)
      call.note(wordsOf(asked))
      return { data: { id: rows[0]!.id }, meta: {} }
    }),

  change: (call, { id, ...asked }) =>
    changing(call, async tx => {
      const { name, regions, segments, reps } = asked
      const before = await held(tx, id)
      await refuseSame(tx, name, id)
      await sql`
        update rules set name = ${name}, regions = ${regions}::text[], segments = ${segments}::text[], reps = ${reps}::text[]
        where id = ${id}
      `.execute(tx)
      call.note({ ...wordsOf(asked), ...(before !== name && { nameBefore: before }) })
      return { data: {}, meta: {} }
    }),

  remove: (call, { id }) =>
    changing(call, async tx => {
      const name = await held(tx, id)
      await sql`update links set rule_id = null where rule_id = ${id} and expires_at <= now()`.execute(tx)
      const { people, invitations, keys } = (await usesOf(id).execute(tx)).rows[0]!
      if (people + invitations + keys > 0)
        throw new ApiError(
          409,
          'conflict',
          `${counted(people, 'person', 'people')}, ${counted(invitations, 'invitation', 'invitations')} and ${counted(keys, 'key', 'keys')} have this rule: give people another one, withdraw invitations and end keys first.`,
        )
      await sql`delete from rules where id = ${id}`.execute(tx)
      call.note({ name })
      return { data: {}, meta: {} }
    }),
}
