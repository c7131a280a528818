import { LRUCache } from 'lru-cache'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Role, Scope } from '#contract/rights.ts'
import type { Database } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { type Network, onlyHere } from '../http/network.ts'
import type { NamedRule } from '#contract/rules.ts'
import type { Access, Person } from './access.ts'
import { addressHeader, type Auth, openAuth } from './auth.ts'
import type { Mail } from '../mail/mail.ts'
import { openLimiter } from './limiter.ts'
import { openProvider, type Provider } from './provider.ts'
import { ruleIn } from './rules.ts'
import { hashOf, isSame, secretOf } from './secrets.ts'

type Options = {
  database: Database
  network: Network
  secretKey: string | undefined
  /** Opens everything to this machine's own commands. */
  localKey: string | undefined
  mail?: Mail | null
  /** Where else people sign in. */
  provider?: Provider | undefined
}

/** What is known of a cookie or key is kept for so long; each change of accounts forgets it. */
const keptFor = 60_000
/** However often it is used. */
const longestSession = 30 * 86_400_000
const requestsOfKey = 600

export const headersOf = (request: FastifyRequest) => {
  const headers = new Headers({ [addressHeader]: request.ip })
  for (const name of ['cookie', 'user-agent'] as const)
    if (request.headers[name] !== undefined) headers.set(name, request.headers[name])
  return headers
}

export const sendCookies = (reply: FastifyReply, headers: Headers) => {
  for (const cookie of headers.getSetCookie()) void reply.header('set-cookie', cookie)
}

type KeyRow = {
  id: number
  name: string
  scope: Scope
  expiresAt: string
  personId: string
  email: string
  personName: string
  role: Role
  twoFactor: boolean
  rule: NamedRule | null
  personsRule: NamedRule | null
}

const bearer = /^Bearer +(\S+)$/i

/** Who asks, by session or key, and what else is asked of accounts. */
export const openAccounts = (options: Options) => {
  const { database, network, secretKey, localKey, mail = null, provider = null } = options
  const { db, engine } = database
  // one process has the embedded engine; another may change what a shared PostgreSQL holds
  const alone = engine === 'embedded'
  const known = new LRUCache<string, { access: Access; until: number }>({ max: 1000, ttl: keptFor })
  let owner: { is: boolean; at: number } | undefined
  let auth: Promise<Auth> | undefined
  let changes = 0
  const listeners = new Set<() => void>()
  const perKey = openLimiter(requestsOfKey, 60, `At most ${requestsOfKey} requests a minute with one key`)
  const failuresFrom = openLimiter(20, 900, 'Too many failed attempts')
  const failuresAt = openLimiter(100, 900, 'Too many failed attempts')
  const lettersTo = openLimiter(3, 3600, 'Too many mails to this address')
  const used = new LRUCache<number, true>({ max: 1000, ttl: 60_000 })

  const theAuth = () =>
    (auth ??= secretOf(db, secretKey).then(key => openAuth(db, key, network, openProvider(db, provider, network))))

  const owned = async () => {
    if (owner && (owner.is || alone || performance.now() - owner.at < 1000)) return owner.is
    const { rows } = await sql<{ is: boolean }>`select exists (select 1 from people) as is`.execute(db)
    owner = { is: rows[0]!.is, at: performance.now() }
    return owner.is
  }

  /** After each change of who may do what: what was known is asked again, and open streams are looked at again. */
  const changed = () => {
    changes += 1
    known.clear()
    owner = undefined
    for (const listener of listeners) listener()
  }
  const onChange = (listener: () => void) => void listeners.add(listener)

  /** What was asked before a change came is not kept. */
  const keep = (name: string, access: Access, until: number, before: number) => {
    if (alone && before === changes) known.set(name, { access, until })
    return access
  }
  const find = (name: string) => {
    const found = known.get(name)
    return found && found.until > Date.now() ? found.access : undefined
  }

  const byKey = async (key: string): Promise<Access> => {
    const hash = hashOf(key)
    let access = find(hash)
    if (!access) {
      const before = changes
      const { rows } = await sql<KeyRow>`
        select k.id, k.name, k.scope, k.expires_at as "expiresAt", p.id as "personId", p.email, p.name as "personName", p.role,
          p.two_factor_enabled as "twoFactor", ${ruleIn('kr')} as rule, ${ruleIn('pr')} as "personsRule"
        from api_keys k join people p on p.id = k.made_by
          left join rules kr on kr.id = k.rule_id left join rules pr on pr.id = p.rule_id where k.hash = ${hash} and k.expires_at > ${new Date()}
      `.execute(db)
      const row = rows[0]
      if (!row) throw new ApiError(401, 'unauthenticated', 'This key is not known here, or has expired.')
      const { id, name, scope, rule, expiresAt, personId, email, personName, role, twoFactor, personsRule } = row
      const person: Person = { id: personId, email, name: personName, role, twoFactor, rule: personsRule }
      access = keep(hash, { by: 'key', key: { id, name, scope, rule }, person }, Date.parse(expiresAt), before)
    }
    if (access.by !== 'key') return access
    perKey.take(String(access.key.id))
    if (!used.has(access.key.id)) {
      used.set(access.key.id, true)
      await sql`update api_keys set used_at = ${new Date()} where id = ${access.key.id}`.execute(db)
    }
    return access
  }

  const byCookie = async (request: FastifyRequest, reply: FastifyReply | undefined): Promise<Access> => {
    const { cookie } = request.headers
    if (cookie === undefined) return { by: 'nobody' }
    const name = hashOf(cookie)
    const found = find(name)
    if (found) return found
    const before = changes
    const { headers, response } = await (
      await theAuth()
    ).api.getSession({ headers: headersOf(request), returnHeaders: true })
    if (reply) sendCookies(reply, headers)
    const until = response
      ? Math.min(response.session.expiresAt.getTime(), response.session.createdAt.getTime() + longestSession)
      : 0
    if (!response || until <= Date.now()) return { by: 'nobody' }
    const { id, email, name: called, twoFactorEnabled } = response.user
    // at one moment: who was a viewer of some rows is never an editor of some, nor a viewer of all
    const { rows } = await sql<{ role: Role; rule: NamedRule | null }>`
      select p.role, ${ruleIn('r')} as rule from people p left join rules r on r.id = p.rule_id where p.id = ${id}
    `.execute(db)
    if (!rows[0]) return { by: 'nobody' }
    const person: Person = { id, email, name: called, ...rows[0], twoFactor: twoFactorEnabled === true }
    const session = { id: response.session.id, token: response.session.token }
    return keep(name, { by: 'person', person, session, held: await lacksFactor(person) }, until, before)
  }

  const ways = async (personId: string | null) => {
    const { rows } = await sql<{ secondFactorRequired: boolean; password: boolean }>`
      select second_factor_required as "secondFactorRequired",
        exists (select 1 from logins where person_id = ${personId} and provider_id = 'credential') as password
      from settings
    `.execute(db)
    return { provider: provider?.name ?? null, mail: mail !== null, ...rows[0]! }
  }

  /** Whom their provider lets in is asked for a second factor there, if at all. */
  const lacksFactor = async ({ id, twoFactor }: Person) => {
    if (twoFactor) return false
    const { secondFactorRequired, password } = await ways(id)
    return secondFactorRequired && password
  }

  const accessOf = async (request: FastifyRequest, reply?: FastifyReply): Promise<Access> => {
    const [, key] = bearer.exec(request.headers.authorization ?? '') ?? []
    if (key !== undefined && localKey !== undefined && isSame(key, localKey)) return { by: 'here' }
    if (onlyHere(network) && !(await owned())) return { by: 'here' }
    return key === undefined ? byCookie(request, reply) : byKey(key)
  }

  return {
    database,
    db,
    network,
    mail,
    provider,
    auth: theAuth,
    owned,
    accessOf,
    ways,
    changed,
    onChange,
    failuresFrom,
    failuresAt,
    lettersTo,
  }
}

export type Accounts = ReturnType<typeof openAccounts>
