import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import { type Access, refuseOwners } from '../accounts/access.ts'
import { handOver, makeLink } from '../accounts/links.ts'
import { type Has, has, ruleFor } from '../accounts/rule-given.ts'
import type { Call } from '../context.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { invitationLetter, resetLetter } from '../mail/letters.ts'

type Invitation = { id: number; email: string | null; role: Role | null; rule: Has; expiresAt: string }

const done = { data: {}, meta: {} }
const conflict = (words: string) => new ApiError(409, 'conflict', words)

type Listed = {
  id: string
  email: string
  name: string
  role: Role
  twoFactor: boolean
  since: string
  seenAt: string | null
  rule: Has
}

const makerOf = (access: Access) => (access.by === 'person' ? access.person.id : null)

/** Its row is held until the transaction ends, as are all owners', so that there is always one left. */
const held = async (tx: Db, id: string) => {
  await sql`select 1 from people where role = 'owner' order by id for update`.execute(tx)
  const { rows } = await sql<{ email: string; role: Role; rule: Has }>`
    select p.email, p.role, ${has} as rule from people p left join rules r on r.id = p.rule_id
    where p.id = ${id} for update of p
  `.execute(tx)
  if (!rows[0]) throw new ApiError(404, 'not_found', 'There is no such person.')
  return rows[0]
}

const refuseLast = async (tx: Db, id: string) => {
  const { rows } = await sql`select 1 from people where role = 'owner' and id <> ${id} limit 1`.execute(tx)
  if (rows.length === 0) throw conflict('This is the only owner: make another one first.')
}

const changePerson = async <T>(call: Call, change: (tx: Db) => Promise<T>): Promise<T> => {
  const result = await call.accounts.db.transaction().execute(change)
  call.accounts.changed()
  return result
}

export const people: Handlers<'people'> = {
  list: async ({ accounts: { db } }) => {
    const { rows: listed } = await sql<Listed>`
      select p.id, p.email, p.name, p.role, p.two_factor_enabled as "twoFactor", p.created_at as since,
        (select max(s.updated_at) from sessions s where s.person_id = p.id) as "seenAt", ${has} as rule
      from people p left join rules r on r.id = p.rule_id order by p.created_at, p.id
    `.execute(db)
    const { rows: invitations } = await sql<Invitation>`
      select l.id, l.email, l.role, ${has} as rule, l.expires_at as "expiresAt"
      from links l left join rules r on r.id = l.rule_id
      where l.kind = 'invitation' and l.expires_at > now() order by l.id desc
    `.execute(db)
    return { data: { people: listed, invitations }, meta: {} }
  },

  invite: async (call, { email, role, rule }) => {
    const { accounts, access, now } = call
    refuseOwners(access, role)
    const owned = await accounts.owned()
    if (!owned && (role !== 'owner' || email !== undefined))
      throw conflict('Make the owner first: an invitation with the role owner and without an address.')
    if (owned && email === undefined)
      throw new ApiError(400, 'bad_request', 'email: expected an address such as anna@example.com')
    if (email !== undefined) {
      const { rows } = await sql`select 1 from people where email = ${email}`.execute(accounts.db)
      if (rows.length > 0) throw conflict(`${email} has an account already.`)
    }
    const ruled = await ruleFor(accounts.db, rule, role)
    const madeBy = makerOf(access)
    const made = await makeLink(accounts.db, {
      kind: 'invitation',
      email: email ?? null,
      role,
      personId: null,
      ruleId: ruled?.id ?? null,
      madeBy,
      now,
    })
    call.note({ email: email ?? null, role, ...(ruled && { rule: ruled.name }) })
    const letter = (link: string) => (email === undefined ? null : invitationLetter(email, role, link, call.origin))
    return { data: { link: await handOver(call, made.token, letter), expiresAt: made.expiresAt }, meta: {} }
  },

  withdraw: async (call, { id }) => {
    const { rows } = await sql<{ email: string | null }>`
      delete from links where id = ${id} and kind = 'invitation' returning email
    `.execute(call.accounts.db)
    if (!rows[0]) throw new ApiError(404, 'not_found', 'There is no such invitation.')
    call.note({ email: rows[0].email })
    return done
  },

  change: async (call, { id, role: newRole, rule }) => {
    if (newRole === undefined && rule === undefined)
      throw new ApiError(400, 'bad_request', 'Expected a role, or a rule (null for all rows).')
    return changePerson(call, async tx => {
      const person = await held(tx, id)
      const role = newRole ?? person.role
      refuseOwners(call.access, role, person.role)
      if (person.role === 'owner' && role !== 'owner') await refuseLast(tx, id)
      const ruled = await ruleFor(tx, rule === undefined ? (person.rule?.id ?? null) : rule, role)
      await sql`update people set role = ${role}, rule_id = ${ruled?.id ?? null}, updated_at = ${call.now} where id = ${id}`.execute(
        tx,
      )
      // what they handed out as who they were
      await sql`delete from links where made_by = ${id}`.execute(tx)
      const before = person.rule?.name ?? null
      const after = ruled?.name ?? null
      call.note({
        email: person.email,
        from: person.role,
        role,
        ...(before !== after && { rowsBefore: before, rows: after }),
      })
      return done
    })
  },

  remove: (call, { id }) =>
    changePerson(call, async tx => {
      const person = await held(tx, id)
      refuseOwners(call.access, person.role)
      if (person.role === 'owner') await refuseLast(tx, id)
      await sql`delete from people where id = ${id}`.execute(tx)
      call.note({ email: person.email, role: person.role })
      return done
    }),

  reset: async (call, { id }) => {
    const { db } = call.accounts
    const { rows } = await sql<{ email: string; role: Role }>`select email, role from people where id = ${id}`.execute(
      db,
    )
    const person = rows[0]
    if (!person) throw new ApiError(404, 'not_found', 'There is no such person.')
    refuseOwners(call.access, person.role)
    if (call.access.by !== 'here' && !(await call.accounts.ways(id)).password)
      throw conflict('This person signs in without a password here.')
    const made = await makeLink(db, {
      kind: 'reset',
      email: person.email,
      role: null,
      personId: id,
      madeBy: makerOf(call.access),
      now: call.now,
    })
    call.note({ email: person.email })
    const letter = (link: string) => resetLetter(person.email, link, call.origin)
    return { data: { link: await handOver(call, made.token, letter), expiresAt: made.expiresAt }, meta: {} }
  },

  endSessions: (call, { id }) =>
    changePerson(call, async tx => {
      const person = await held(tx, id)
      refuseOwners(call.access, person.role)
      const { numAffectedRows } = await sql`delete from sessions where person_id = ${id}`.execute(tx)
      call.note({ email: person.email })
      return { data: { ended: Number(numAffectedRows ?? 0) }, meta: {} }
    }),
}
