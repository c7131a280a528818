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

type Known = { sub: string; email: string; name: string }

/**
 * Somebody with an open invitation, or of a domain that needs none, gets the account; of anybody else nothing is kept. Who was removed needs
 * an invitation.
 */
const welcome = (db: Db, domains: Provider['domains'], { sub, email, name }: Known) =>
  db.transaction().execute(async tx => {
    const now = new Date()
    const { rows } = await sql<{ known: boolean; owned: boolean; removed: boolean }>`
      select exists (select 1 from people where email = ${email})
          or exists (select 1 from logins where provider_id = ${providerId} and account_id = ${sub}) as known,
        exists (select 1 from people where role = 'owner') as owned,
        exists (select 1 from audit where action = 'people.remove' and detail->>'email' = ${email} and not detail ? 'refused') as removed
    `.execute(tx)
    if (rows[0]?.known || !rows[0]?.owned) return
    const { rows: invited } = await sql<{ role: Role | null; ruleId: number | null }>`
      with gone as (
        delete from links where kind = 'invitation' and email = ${email} and expires_at > ${now} returning role, rule_id, id
      )
      select role, rule_id as "ruleId" from gone order by id desc limit 1
    `.execute(tx)
    const invitation = invited[0]
    const ofDomain = rows[0].removed ? undefined : domains.find(({ domain }) => email.endsWith(`@${domain}`))
    const role = invitation?.role ?? ofDomain?.role
    const ruleId = invitation?.ruleId ?? null
    if (role) await insertPerson(tx, { email, name, role, ruleId, verified: true, now })
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
            await welcome(db, domains, { sub: String(sub), email: address, name: called })
          return { email: address, name: called }
        },
      },
    ],
  })
}
