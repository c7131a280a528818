import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import type { Db } from '../db/database.ts'
import type { Network } from '../http/network.ts'
import { insertPerson } from './new-person.ts'

/** An OpenID Connect provider. `domains`: whose verified addresses need no invitation, and what they are here then. */
export type Provider = {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  domains: { domain: string; role: Role }[]
}

export const providerId = 'oidc'
export const callbackPath = '/api/security/provider/callback'

type Known = { email: string; name: string }

/** Somebody with an open invitation, or of a domain that needs none, gets the account; of anybody else nothing is kept. */
const welcome = (db: Db, domains: Provider['domains'], { email, name }: Known) =>
  db.transaction().execute(async tx => {
    const now = new Date()
    const { rows } = await sql<{ known: boolean; owned: boolean }>`
      select exists (select from people where email = ${email}) as known,
        exists (select from people where role = 'owner') as owned
    `.execute(tx)
    if (rows[0]?.known || !rows[0]?.owned) return
    const { rows: invited } = await sql<{ role: Role | null }>`
      delete from links where kind = 'invitation' and email = ${email} and expires_at > ${now} returning role, id
    `.execute(tx)
    const role = invited.at(-1)?.role ?? domains.find(({ domain }) => email.endsWith(`@${domain}`))?.role
    if (role) await insertPerson(tx, { email, name, role, verified: true, now })
  })

/** Sign-in at a provider: authorisation code with PKCE, state and nonce; the ID token's signature is checked. */
export const openProvider = (db: Db, provider: Provider | null, { base }: Network) => {
  if (!provider) return genericOAuth({ config: [] })
  const { issuer, clientId, clientSecret, domains } = provider
  return genericOAuth({
    config: [
      {
        providerId,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        redirectURI: `${base?.origin ?? 'http://localhost'}${callbackPath}`,
        // who is to have an account has got it before; better-auth links by verified mail and makes nobody
        disableSignUp: true,
        mapProfileToUser: async ({ email, email_verified: verified, name, sub }) => {
          if (typeof email !== 'string') return {}
          const address = email.toLowerCase()
          const called = typeof name === 'string' && name.trim() ? name.trim().slice(0, 100) : address.split('@')[0]!
          if (sub && (verified === true || verified === 'true'))
            await welcome(db, domains, { email: address, name: called })
          return { email: address, name: called }
        },
      },
    ],
  })
}
