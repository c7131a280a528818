import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { NamedRule, Rule } from '#contract/rules.ts'
import type { Db } from '../db/database.ts'
import { steps } from '../db/migrate.ts'
import { revision } from '../db/parts/revision.ts'
import { type Access, mayRead } from './access.ts'

/** A rule in a join as one value; null without one. */
export const ruleIn = (table: string): RawBuilder<NamedRule | null> =>
  sql`case when ${sql.ref(`${table}.id`)} is not null then json_build_object('name', ${sql.ref(`${table}.name`)},
    'regions', ${sql.ref(`${table}.regions`)}, 'segments', ${sql.ref(`${table}.segments`)}, 'reps', ${sql.ref(`${table}.reps`)}) end`

const common = (one: string[] | null, other: string[] | null) =>
  one === null ? other : other === null ? one : one.filter(value => other.includes(value))

/** What both show. */
const both = (one: Rule | null, other: Rule | null): Rule | null =>
  one === null || other === null
    ? (one ?? other)
    : {
        regions: common(one.regions, other.regions),
        segments: common(one.segments, other.segments),
        reps: common(one.reps, other.reps),
      }

/** Which rows somebody sees; null: all. A key never shows more than its maker sees. */
export const ruleOf = (access: Access): Rule | null => {
  if (access.by === 'person') return access.person.rule
  return access.by === 'key' ? both(access.key.rule, access.person.rule) : null
}

/** Rules that show the same have the same key, whatever their names; another version's tables and views are others. */
export const keyOf = ({ regions, segments, reps }: Rule): string =>
  createHash('sha256')
    .update(JSON.stringify([steps.at(-1), revision, regions, segments, reps]))
    .digest('hex')
    .slice(0, 24)

/** With whom somebody hears of changes: null for those who see all rows, undefined for who may not. */
export const audienceOf = (access: Access): string | null | undefined => {
  if (!mayRead(access)) return undefined
  const rule = ruleOf(access)
  return rule && keyOf(rule)
}

/** The rules by which somebody sees now. */
export const rulesInUse = async (db: Db): Promise<Rule[]> => {
  const { rows } = await sql<{ one: NamedRule | null; other: NamedRule | null }>`
    select ${ruleIn('r')} as one, null::json as other from people p join rules r on r.id = p.rule_id
    union all
    select ${ruleIn('k')}, ${ruleIn('r')} from api_keys a join people p on p.id = a.made_by
    left join rules k on k.id = a.rule_id left join rules r on r.id = p.rule_id
  `.execute(db)
  return rows.flatMap(({ one, other }) => both(one, other) ?? [])
}
