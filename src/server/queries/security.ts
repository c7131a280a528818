import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import { refuseOwners } from '../accounts/access.ts'
import { removeFactor } from '../accounts/factors.ts'
import { linkTo, makeLink } from '../accounts/links.ts'
import { notify } from '../accounts/notices.ts'
import { inOurWords } from '../accounts/passwords.ts'
import { providerId } from '../accounts/provider.ts'
import type { Call } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { resetLetter } from '../mail/letters.ts'

const done = { data: {}, meta: {} }
const conflict = (words: string) => new ApiError(409, 'conflict', words)

/** Behind the answer's back: how long it takes would say whether somebody has the address. */
const mailReset = async ({ accounts, now, origin }: Call, email: string) => {
  const { rows } = await sql<{ id: string }>`
    select p.id from people p join logins l on l.person_id = p.id and l.provider_id = 'credential' where p.email = ${email}
  `.execute(accounts.db)
  if (!rows[0]) return
  const personId = rows[0].id
  const { token } = await makeLink(accounts.db, { kind: 'reset', email, role: null, personId, madeBy: null, now })
  await accounts.mail?.send(resetLetter(email, linkTo(origin, token), origin))
}

/** Whether what was found at the address of OIDC_ISSUER says that it is that one. */
const isSameIssuer = (found: string | undefined, named: string) =>
  found?.replace(/\/$/, '') === named.replace(/\/$/, '')

export const security: Handlers<'security'> = {
  ways: async ({ access, accounts }) => ({
    data: await accounts.ways(access.by === 'person' ? access.person.id : null),
    meta: {},
  }),

  forgotten: async (call, { email }) => {
    const { accounts, address } = call
    if (!accounts.mail)
      throw conflict('This server sends no mail: an admin can give you a link that sets a new password.')
    accounts.failuresFrom.take(address)
    accounts.lettersTo.take(email)
    call.note({ asked: email })
    mailReset(call, email).catch(call.failed)
    return done
  },

  provider: async (call, { to }) => {
    const { provider } = call.accounts
    if (provider === null) throw new ApiError(404, 'not_found', 'There is no other way to sign in here.')
    const { api, $context } = await call.accounts.auth()
    const body = { provider: providerId, callbackURL: to, errorCallbackURL: '/sign-in' }
    const { headers, response } = await inOurWords(
      api.signInSocial({ body, headers: call.headers, returnHeaders: true }),
    )
    const { socialProviders } = await $context
    if (!isSameIssuer(socialProviders.find(({ id }) => id === providerId)?.issuer, provider.issuer))
      throw new ApiError(503, 'unreachable', 'Where you sign in says that it is somebody else: tell an admin.')
    call.answer(headers)
    if (!response.url) throw new Error('expected an address to sign in at')
    return { data: { address: response.url }, meta: {} }
  },

  requireSecondFactor: async (call, { required }) => {
    const { accounts, access } = call
    if (access.by !== 'person') throw conflict('Make the owner first: nobody signs in here yet.')
    const own = await accounts.ways(access.person.id)
    if (required && own.password && !access.person.twoFactor) throw conflict('Set up your own second factor first.')
    await sql`update settings set second_factor_required = ${required}`.execute(accounts.db)
    accounts.changed()
    call.note({ required })
    return done
  },

  removeSecondFactor: async (call, { id }) => {
    const { accounts, access, now } = call
    const { rows } = await sql<{ email: string; role: Role }>`
      select email, role from people where id = ${id}
    `.execute(accounts.db)
    if (!rows[0]) throw new ApiError(404, 'not_found', 'There is no such person.')
    const { email, role } = rows[0]
    call.note({ email })
    refuseOwners(access, role)
    if (!(await removeFactor(accounts.db, id, now))) throw conflict('There is no second factor.')
    accounts.changed()
    notify(call, email, 'noSecondFactor')
    return done
  },
}
