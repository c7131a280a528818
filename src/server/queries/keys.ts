import { sql } from 'kysely'
import type { Scope } from '#contract/rights.ts'
import { selfOf } from '../accounts/access.ts'
import { type Has, has, ruleFor } from '../accounts/rule-given.ts'
import { hashOf, newSecret } from '../accounts/secrets.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'

type Listed = {
  id: number
  name: string
  scope: Scope
  rule: Has
  madeBy: string
  madeAt: string
  expiresAt: string
  expired: boolean
  usedAt: string | null
}

export const keys: Handlers<'keys'> = {
  list: async ({ accounts }) => {
    const { rows } = await sql<Listed>`
      select k.id, k.name, k.scope, ${has} as rule, p.email as "madeBy", k.made_at as "madeAt", k.expires_at as "expiresAt",
        k.expires_at <= now() as expired, k.used_at as "usedAt"
      from api_keys k join people p on p.id = k.made_by left join rules r on r.id = k.rule_id order by k.id desc
    `.execute(accounts.db)
    return { data: rows, meta: {} }
  },

  make: async (call, { name, scope, days, rule }) => {
    if (call.access.by === 'here') throw new ApiError(409, 'conflict', 'Keys belong to people: make the owner first.')
    const { person } = selfOf(call.access)
    if (rule !== undefined && scope !== 'read')
      throw new ApiError(409, 'conflict', 'A key with a rule only reads: choose the scope read.')
    const ruled = await ruleFor(call.accounts.db, rule, 'viewer')
    const key = `ad_${newSecret()}`
    const expiresAt = new Date(call.now.getTime() + days * 86_400_000)
    const { rows } = await sql<{ id: number }>`
      insert into api_keys (name, hash, scope, rule_id, made_by, made_at, expires_at)
      values (${name}, ${hashOf(key)}, ${scope}, ${ruled?.id ?? null}, ${person.id}, ${call.now}, ${expiresAt}) returning id
    `.execute(call.accounts.db)
    call.note({ name, scope, days, ...(ruled && { rule: ruled.name }) })
    return { data: { id: rows[0]!.id, key, expiresAt: expiresAt.toISOString() }, meta: {} }
  },

  remove: async (call, { id }) => {
    const { rows } = await sql<{ name: string }>`delete from api_keys where id = ${id} returning name`.execute(
      call.accounts.db,
    )
    if (!rows[0]) throw new ApiError(404, 'not_found', 'There is no such key.')
    call.accounts.changed()
    call.note({ name: rows[0].name })
    return { data: {}, meta: {} }
  },
}
