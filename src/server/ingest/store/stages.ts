import { sql } from 'kysely'
import type { SourceStage } from '../read/deals.ts'
import { usualProbability } from '../understand/words/stages.ts'
import type { Db } from '../../db/database.ts'

type Stage = { name: string; position: number; kind: 'open' | 'won' | 'lost'; probability: number }

/** `nameOf`: the source's stage → ours. `stages`: what the table becomes, in order. */
export type StagePlan = { nameOf: Map<string, string>; stages: Omit<Stage, 'position'>[]; notes: string[] }

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const percent = (probability: number) => `${Math.round(probability * 100)} %`

/**
 * Won and lost go by meaning to ours; open stages by name, new ones are added in the order of their probability: the mean of
 * their deals' own, else what CRMs usually give a stage of that name, else evenly in the order met. Unused stages of ours make room.
 */
export const planStages = (known: (Stage & { used: boolean })[], source: SourceStage[]): StagePlan => {
  const nameOf = new Map<string, string>()
  const fresh: Omit<Stage, 'position'>[] = []
  const open = source.filter(({ kind }) => kind === 'open')
  open.forEach(({ name, probability }, i) => {
    const match =
      known.find(stage => stage.kind === 'open' && same(stage.name, name)) ??
      fresh.find(stage => same(stage.name, name))
    if (!match)
      fresh.push({
        name,
        kind: 'open',
        probability:
          Math.round((probability ?? usualProbability(name) ?? (i + 1) / (open.length + 1)) * 10_000) / 10_000,
      })
    nameOf.set(name, match?.name ?? name)
  })
  for (const kind of ['won', 'lost'] as const) {
    const ours = known.find(stage => stage.kind === kind)?.name ?? kind
    for (const { name } of source.filter(stage => stage.kind === kind)) nameOf.set(name, ours)
  }
  const ends = known.filter(({ kind }) => kind !== 'open')
  const before = known.filter(({ kind }) => kind === 'open')
  const makeRoom = fresh.length > 0 && !before.some(({ name, used }) => used || [...nameOf.values()].includes(name))
  const kept = makeRoom ? [] : before
  const opens = fresh.length ? [...kept, ...fresh].sort((a, b) => a.probability - b.probability) : kept
  const renamed = [...nameOf].filter(([name, ours]) => name !== ours).map(([name, ours]) => `"${name}" is ${ours}`)
  const notes = source.length
    ? [
        `Stages in order, with the probability of a deal that has none of its own: ${opens.map(({ name, probability }) => `${name} (${percent(probability)})`).join(', ')}.`,
        ...(renamed.length ? [`${renamed.join(', ')}.`] : []),
      ]
    : []
  return {
    nameOf,
    stages: [...opens, ...ends].map(({ name, kind, probability }) => ({ name, kind, probability })),
    notes,
  }
}

/** The stages, and whether deals or their history use them; `forgetDemo`: the demo's deals are about to go. */
export const knownStages = async (db: Db, forgetDemo: boolean): Promise<(Stage & { used: boolean })[]> => {
  const used = await sql<{ stage: string }>`
    select stage from pipeline where not ${forgetDemo} or import_id <> 0
    union select stage from pipeline_events where not ${forgetDemo} or import_id <> 0
    union select from_stage from pipeline_events where from_stage is not null and (not ${forgetDemo} or import_id <> 0)
  `.execute(db)
  const names = new Set(used.rows.map(({ stage }) => stage))
  const { rows } = await sql<Stage>`select name, position, kind, probability from stages order by position`.execute(db)
  return rows.map(stage => ({ ...stage, used: names.has(stage.name) }))
}

/** Writes a plan, journalling what it changes. */
export const applyStages = async (tx: Db, importId: number, known: Stage[], { stages }: StagePlan) => {
  const wanted = stages.map((stage, i) => ({ ...stage, position: i + 1 }))
  const journal = (name: string, before: Stage | null) =>
    sql`
    insert into import_changes (import_id, table_name, row_key, before)
    values (${importId}, 'stages', ${JSON.stringify({ name })}::jsonb, ${before ? JSON.stringify(before) : null}::jsonb)
  `.execute(tx)
  for (const { name, position, kind, probability } of known) {
    const after = wanted.find(stage => stage.name === name)
    if (after && after.position === position) continue
    await journal(name, { name, position, kind, probability })
    if (after) await sql`update stages set position = ${after.position} where name = ${name}`.execute(tx)
    else await sql`delete from stages where name = ${name}`.execute(tx)
  }
  for (const { name, position, kind, probability } of wanted) {
    if (known.some(stage => stage.name === name)) continue
    await journal(name, null)
    await sql`insert into stages (name, position, kind, probability) values (${name}, ${position}, ${kind}, ${probability})`.execute(
      tx,
    )
  }
}
