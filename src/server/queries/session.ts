import { sql } from 'kysely'
import { selfOf } from '../accounts/access.ts'
import { findLink, withdrawResets } from '../accounts/links.ts'
import { notify } from '../accounts/notices.ts'
import { inOurWords, refuseWeak } from '../accounts/passwords.ts'
import { enter, giveCode } from '../accounts/entering.ts'
import { takeUp } from '../accounts/taking-up.ts'
import type { Call } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'

const done = { data: {}, meta: {} }

/** An attempt counts against the caller's address, and against the person it is about, until it succeeds. */
const limited = async <T>({ accounts, address }: Call, email: string | null, attempt: () => Promise<T>): Promise<T> => {
  accounts.failuresFrom.take(address)
  if (email !== null) accounts.failuresAt.take(email)
  const result = await attempt()
  accounts.failuresFrom.giveBack(address)
  if (email !== null) accounts.failuresAt.giveBack(email)
  return result
}

const endAll = async (call: Call, personId: string, except: string | null) => {
  const { numAffectedRows } = await sql`
    delete from sessions where person_id = ${personId} and ${except}::text is distinct from id
  `.execute(call.accounts.db)
  call.accounts.changed()
  return Number(numAffectedRows ?? 0)
}

export const session: Handlers<'session'> = {
  now: async ({ access, accounts }) => ({
    data: {
      open: access.by === 'here',
      owned: await accounts.owned(),
      person: access.by === 'person' ? access.person : null,
    },
    meta: {},
  }),

  signIn: async (call, { email, password }) => {
    call.note({ email })
    const next = await limited(call, email, () => enter(call, email, password))
    call.note({ next })
    return { data: { next }, meta: {} }
  },

  code: async (call, { code }) => {
    // somebody who is in already confirms a new one elsewhere
    if (call.access.by === 'person') throw new ApiError(409, 'conflict', 'You are signed in.')
    await limited(call, null, () => giveCode(call, code))
    return { data: { next: 'in' }, meta: {} }
  },

  signOut: async call => {
    const { session: current } = selfOf(call.access)
    await sql`delete from sessions where id = ${current.id}`.execute(call.accounts.db)
    const { api } = await call.accounts.auth()
    call.answer((await api.signOut({ headers: call.headers, returnHeaders: true })).headers)
    call.accounts.changed()
    return done
  },

  link: async (call, { token }) => {
    const { kind, email, role, expiresAt } = await limited(call, null, () =>
      findLink(call.accounts.db, token, call.now),
    )
    return { data: { kind, email, role, expiresAt }, meta: {} }
  },

  takeUp: async (call, asked) => {
    const { email, personId, reset } = await limited(call, null, () => takeUp(call, asked))
    call.note({ email, account: personId })
    if (reset) notify(call, email, 'password')
    const next = await enter(call, email, asked.password)
    return { data: { next }, meta: {} }
  },

  sessions: async ({ access, accounts }) => {
    const { person, session: current } = selfOf(access)
    const { rows } = await sql<{
      id: string
      current: boolean
      address: string | null
      agent: string | null
      since: string
      seenAt: string
    }>`
      select id, id = ${current.id} as current, nullif(address, '') as address, nullif(agent, '') as agent,
        created_at as since, updated_at as "seenAt"
      from sessions where person_id = ${person.id} and expires_at > now() order by updated_at desc, id
    `.execute(accounts.db)
    return { data: rows, meta: {} }
  },

  end: async (call, { id }) => {
    const { person } = selfOf(call.access)
    const { numAffectedRows } = await sql`delete from sessions where id = ${id} and person_id = ${person.id}`.execute(
      call.accounts.db,
    )
    if (!numAffectedRows) throw new ApiError(404, 'not_found', 'You have no such session.')
    call.accounts.changed()
    return done
  },

  endOthers: async call => {
    const { person, session: current } = selfOf(call.access)
    return { data: { ended: await endAll(call, person.id, current.id) }, meta: {} }
  },

  password: async (call, { current, next }) => {
    const { person, session: here } = selfOf(call.access)
    refuseWeak(next, { ...person, host: call.accounts.network.base?.hostname })
    const { api } = await call.accounts.auth()
    await limited(call, person.email, () =>
      inOurWords(api.changePassword({ body: { currentPassword: current, newPassword: next }, headers: call.headers })),
    )
    await withdrawResets(call.accounts.db, person.id)
    await endAll(call, person.id, here.id)
    notify(call, person.email, 'password')
    return done
  },

  secondFactor: async (call, { password }) => {
    const { person } = selfOf(call.access)
    const { api } = await call.accounts.auth()
    const made = await limited(call, person.email, () =>
      inOurWords(api.enableTwoFactor({ body: { password, method: 'totp' }, headers: call.headers })),
    )
    if (made.method !== 'totp') throw new Error('expected a second factor by authenticator')
    const secret = new URL(made.totpURI).searchParams.get('secret') ?? ''
    return { data: { address: made.totpURI, secret, recovery: made.backupCodes }, meta: {} }
  },

  confirmSecondFactor: async (call, { code }) => {
    const { person } = selfOf(call.access)
    if (person.twoFactor) throw new ApiError(409, 'conflict', 'There is a second factor already.')
    if (!/^\d{6}$/.test(code))
      throw new ApiError(400, 'bad_request', 'code: expected the six digits of the authenticator')
    await limited(call, person.email, () => giveCode(call, code))
    notify(call, person.email, 'secondFactor')
    call.accounts.changed()
    return done
  },

  removeSecondFactor: async (call, { password }) => {
    const { person } = selfOf(call.access)
    const { api } = await call.accounts.auth()
    await limited(call, person.email, async () => {
      const { headers } = await inOurWords(
        api.disableTwoFactor({ body: { password }, headers: call.headers, returnHeaders: true }),
      )
      call.answer(headers)
    })
    await withdrawResets(call.accounts.db, person.id)
    notify(call, person.email, 'noSecondFactor')
    call.accounts.changed()
    return done
  },
}
