import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { settingsOf } from '../db/state.ts'
import { write } from '../db/write.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { plainMeta } from './meta.ts'
import { zoneRefusal } from '../time/zone.ts'

type Stage = { name: string; kind: 'open' | 'won' | 'lost'; probability: number; deals: number }

const stagesOf = async (db: Db): Promise<Stage[]> => {
  const { rows } = await sql<Stage>`
    select s.name, s.kind, s.probability, count(p.id) as deals
    from stages s left join pipeline p on p.stage = s.name
    group by s.name, s.kind, s.probability, s.position order by s.position
  `.execute(db)
  return rows
}

const found = async (db: Db) => {
  const workspace = await settingsOf(db)
  return { data: { ...workspace, stages: await stagesOf(db) }, meta: plainMeta(workspace) }
}

const refused = (words: string) => new ApiError(400, 'bad_request', `stages: ${words}`)

const wanted = z.array(z.strictObject({ name: z.string(), probability: z.number().min(0).max(1).optional() }))

/** The open stages in the order that was asked for: each once, none forgotten. */
const orderOf = (text: string, known: Stage[]): z.output<typeof wanted> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw refused(`expected a JSON array of stages, got ${text.slice(0, 100)}`)
  }
  const read = wanted.safeParse(json)
  if (!read.success)
    throw refused(
      'expected a JSON array such as [{"name": "Lead", "probability": 0.1}], with probabilities from 0 to 1',
    )
  const open = known.filter(({ kind }) => kind === 'open').map(({ name }) => name)
  const names = read.data.map(({ name }) => name)
  if (names.length !== open.length || open.some(name => !names.includes(name)))
    throw refused(`expected each of ${open.join(', ')} once, got ${names.join(', ') || 'none'}`)
  return read.data
}

const arrange = async (tx: Db, text: string) => {
  const order = orderOf(text, await stagesOf(tx))
  for (const [i, { name, probability }] of order.entries()) {
    await sql`
      update stages set position = ${i + 1}, probability = coalesce(${probability ?? null}::numeric, probability) where name = ${name}
    `.execute(tx)
  }
}

/** The business days of what is there were fixed in its zone, and nothing tells an order at midnight from one without a time. */
const refuseZone = async (tx: Db, timezone: string, before: string) => {
  const refusal = zoneRefusal(timezone)
  if (refusal) throw new ApiError(400, 'bad_request', refusal)
  if (timezone === before) return
  const { rows } = await sql<{ dated: boolean }>`
    select exists (select from transactions) or exists (select from pipeline) as dated
  `.execute(tx)
  if (rows[0]?.dated)
    throw new ApiError(
      409,
      'conflict',
      `timezone: the days of the orders and deals that are here were fixed in ${before}; it can be changed while there are none.`,
    )
}

/** What a person chose outlives the undo of the import that first set it. */
const forgetFormer = (tx: Db, what: 'currency' | 'timezone') =>
  sql`update import_changes set before = before - ${what}::text where table_name = 'settings'`.execute(tx)

export const settings: Handlers<'workspace'> = {
  settings: async ctx => found(await ctx.begin()),

  change: async (command, asked) => {
    const { week_start: weekStart, fiscal_month: fiscalMonth, churn_after_days: churnAfterDays } = asked
    const { currency, timezone } = asked
    if (Object.values(asked).every(value => value === undefined))
      throw new ApiError(400, 'bad_request', 'Expected a choice to change, such as week_start=7.')
    command.note(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)))
    return write(command.database, async tx => {
      // nobody imports meanwhile: an import holds this row while it writes
      await sql`select from settings for update`.execute(tx)
      if (timezone !== undefined) {
        await refuseZone(tx, timezone, (await settingsOf(tx)).timezone)
        await forgetFormer(tx, 'timezone')
      }
      if (currency !== undefined) await forgetFormer(tx, 'currency')
      await sql`
        update settings set
          currency = coalesce(${currency ?? null}::text, currency),
          timezone = coalesce(${timezone ?? null}::text, timezone),
          week_start = coalesce(${weekStart ?? null}::int, week_start),
          fiscal_month = coalesce(${fiscalMonth ?? null}::int, fiscal_month),
          churn_after_days = coalesce(${churnAfterDays ?? null}::int, churn_after_days),
          compare_match = coalesce(${asked.compare_match ?? null}::text, compare_match)
      `.execute(tx)
      if (asked.stages !== undefined) await arrange(tx, asked.stages)
      return found(tx)
    })
  },
}
