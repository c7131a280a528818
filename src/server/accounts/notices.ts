import { sql } from 'kysely'
import type { Call } from '../context.ts'

type From = Pick<Call, 'accounts' | 'headers' | 'address' | 'now' | 'origin'>
import { type Notice, noticeLetter } from '../mail/letters.ts'
import { hashOf } from './secrets.ts'

const longestAgent = 200

/** Tells somebody by mail what happened to their account; nobody waits for it. */
export const notify = ({ accounts, headers, address, now, origin }: From, to: string, what: Notice) => {
  const agent = headers.get('user-agent')?.slice(0, longestAgent) ?? null
  void accounts.mail?.send(noticeLetter(to, what, { agent, address, at: now, origin }))
}

/** Of a browser its name and system: its versions change by themselves. */
const deviceOf = ({ headers }: From) => hashOf((headers.get('user-agent') ?? '').replace(/[\d._]+/g, ''))

/** A browser that this person has not signed in from before is told by mail, except for the first one of all. */
export const noteDevice = async (call: From, person: { id: string; email: string }) => {
  const { db } = call.accounts
  const { rows } = await sql<{ first: boolean }>`
    select not exists (select 1 from devices where person_id = ${person.id}) as first
  `.execute(db)
  const hash = deviceOf(call)
  const { rows: seen } = await sql<{ new: boolean }>`
    with known as (select 1 from devices where person_id = ${person.id} and hash = ${hash})
    insert into devices (person_id, hash, seen_at) values (${person.id}, ${hash}, ${call.now})
    on conflict (person_id, hash) do update set seen_at = excluded.seen_at
    returning not exists (select 1 from known) as new
  `.execute(db)
  if (seen[0]?.new && !rows[0]?.first) notify(call, person.email, 'device')
}
