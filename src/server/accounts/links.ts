import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import type { Letter } from '../mail/mail.ts'
import type { Call } from '../context.ts'
import { hashOf, newSecret } from './secrets.ts'

const hours = { invitation: 7 * 24, owner: 24, reset: 24 }

export type Link = {
  kind: 'invitation' | 'reset'
  email: string | null
  role: Role | null
  personId: string | null
  ruleId: number | null
  expiresAt: string
}
type NewLink = Omit<Link, 'expiresAt' | 'ruleId'> & { ruleId?: number | null; madeBy: string | null; now: Date }

/** A one-time link's token, of which only the hash is kept. A person has one reset link, and there is one for the owner. */
export const makeLink = async (db: Db, { kind, email, role, personId, ruleId = null, madeBy, now }: NewLink) => {
  const token = newSecret()
  const lasts = hours[role === 'owner' && madeBy === null ? 'owner' : kind]
  const expiresAt = new Date(now.getTime() + lasts * 3_600_000)
  await db.transaction().execute(async tx => {
    if (kind === 'reset' && personId !== null) await withdrawResets(tx, personId)
    if (kind === 'invitation' && madeBy === null)
      await sql`delete from links where made_by is null and kind = 'invitation'`.execute(tx)
    await sql`delete from links where expires_at < ${now}`.execute(tx)
    await sql`
      insert into links (hash, kind, email, role, person_id, rule_id, made_by, made_at, expires_at)
      values (${hashOf(token)}, ${kind}, ${email}, ${role}, ${personId}, ${ruleId}, ${madeBy}, ${now}, ${expiresAt})
    `.execute(tx)
  })
  return { token, expiresAt: expiresAt.toISOString() }
}

/** Whoever has one could still set another password. */
export const withdrawResets = (db: Db, personId: string) =>
  sql`delete from links where kind = 'reset' and person_id = ${personId}`.execute(db)

const columns = sql`kind, email, role, person_id as "personId", rule_id as "ruleId", expires_at as "expiresAt"`
const gone = () => new ApiError(404, 'not_found', 'This link was used, withdrawn or has expired. Ask for another one.')

export const findLink = async (db: Db, token: string, now: Date): Promise<Link> => {
  const { rows } =
    await sql<Link>`select ${columns} from links where hash = ${hashOf(token)} and expires_at > ${now}`.execute(db)
  if (!rows[0]) throw gone()
  return rows[0]
}

/** Within the transaction that uses it: it opens nothing a second time. */
export const useLink = async (tx: Db, token: string, now: Date): Promise<Link> => {
  const { rows } =
    await sql<Link>`delete from links where hash = ${hashOf(token)} and expires_at > ${now} returning ${columns}`.execute(
      tx,
    )
  if (!rows[0]) throw gone()
  return rows[0]
}

export const linkTo = (origin: string, token: string) => `${origin}/welcome#${token}`

/** By mail to whom it is for; else, where nobody takes the mail or at this machine, to whoever made it. */
export const handOver = async (
  { accounts, access, origin }: Call,
  token: string,
  letter: (link: string) => Letter | null,
): Promise<string | null> => {
  const link = linkTo(origin, token)
  const written = letter(link)
  const mailed = written && access.by !== 'here' && (await accounts.mail?.send(written))
  return mailed ? null : link
}

/** The link that makes the owner, where there is none yet. */
export const ownersLink = async (db: Db, origin: string): Promise<string | null> => {
  const { rows } = await sql`select 1 from people limit 1`.execute(db)
  if (rows.length > 0) return null
  const now = new Date()
  const { token } = await makeLink(db, {
    kind: 'invitation',
    email: null,
    role: 'owner',
    personId: null,
    madeBy: null,
    now,
  })
  return linkTo(origin, token)
}
