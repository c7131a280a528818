import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Accounts, headersOf, sendCookies } from './accounts.ts'
import type { Detail } from './audit.ts'
import { noteDevice } from './notices.ts'
import { callbackPath, providerId } from './provider.ts'

type Audit = (request: FastifyRequest, action: string, detail: Detail) => Promise<void>

/** Why, in a word of our own; the page makes a sentence of it. */
const refusals: Record<string, 'unknown' | 'unverified'> = {
  signup_disabled: 'unknown',
  account_not_linked: 'unverified',
  email_not_found: 'unverified',
}

/** Whose session it is that was just begun. */
const entered = async ({ db }: Accounts, headers: Headers) => {
  const cookie = headers.getSetCookie().find(one => /^[^=]*session_token=/.test(one)) ?? ''
  const token = decodeURIComponent(cookie.split(';')[0]!.split('=')[1] ?? '').split('.')[0]
  const { rows } = await sql<{ id: string; email: string }>`
    select p.id, p.email from sessions s join people p on p.id = s.person_id where s.token = ${token}
  `.execute(db)
  return rows[0]
}

/** Where the provider sends people back to: signed in, or with a reason on the page where one signs in. */
export const providerRoute = (app: FastifyInstance, accounts: Accounts, audit: Audit) => {
  const schema = { hide: true }
  app.get(
    callbackPath,
    { exposeHeadRoute: false, config: { right: 'anybody' }, schema },
    async (request: FastifyRequest, reply) => {
      accounts.failuresFrom.take(request.ip)
      const auth = await accounts.auth()
      const origin = accounts.network.base?.origin ?? 'http://localhost'
      const { search } = new URL(request.url, origin)
      const asked = new Request(`${origin}/api/auth/callback/${providerId}${search}`, { headers: headersOf(request) })
      const { headers } = await auth.handler(asked)
      const to = new URL(headers.get('location') ?? '/?error=none', origin)
      void reply.header('cache-control', 'no-store')
      // where one wanted to go may have a parameter of any name: only a session says that one is in
      const person = await entered(accounts, headers)
      if (!person) {
        const refused = refusals[to.searchParams.get('error') ?? ''] ?? 'failed'
        await audit(request, 'session.provider', { refused })
        return reply.redirect(`/sign-in?refused=${refused}`)
      }
      sendCookies(reply, headers)
      accounts.failuresFrom.giveBack(request.ip)
      accounts.changed()
      await audit(request, 'session.provider', { email: person.email })
      const call = { accounts, headers: headersOf(request), address: request.ip, now: new Date(), origin }
      await noteDevice(call, person)
      return reply.redirect(to.pathname + to.search)
    },
  )
}
