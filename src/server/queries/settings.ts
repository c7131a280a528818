import { sql } from 'kysely'
import { z } from 'zod'
import type { Detail } from '../accounts/audit.ts'
import type { Db } from '../db/database.ts'
import { settingsOf } from '../db/state.ts'
import { write } from '../db/write.ts'
import { ApiError } from '../errors.ts'
import type { Handlers } from '../handler.ts'
import { changeCurrency, checkAmounts, currencyChange } from './currency-change.ts'
import { plainMeta } from './meta.ts'
import { changeTimezone, zoneChange } from './zone-change.ts'

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

/** What a person chose outlives the undo of the import that first set it. */
const forgetFormer = (tx: Db, what: 'currency' | 'timezone') =>
  sql`update import_changes set before = before - ${what}::text where table_name = 'settings'`.execute(tx)

export const settings: Handlers<'workspace'> = {
  settings: async ctx => found(await ctx.begin()),

  zoneChange,

  currencyChange,

  change: async (command, asked) => {
    const { week_start: weekStart, fiscal_month: fiscalMonth, churn_after_days: churnAfterDays } = asked
    const { currency, timezone } = asked
    if (Object.values(asked).every(value => value === undefined))
      throw new ApiError(400, 'bad_request', 'Expected a choice to change, such as week_start=7.')
    if (asked.unsaid_times !== undefined && timezone === undefined)
      throw new ApiError(400, 'bad_request', 'unsaid_times: expected beside timezone, which is not there.')
    const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
    checkAmounts(asked)
    command.note(said)
    const change = async (tx: Db) => {
      // as imports and undo do, and before the settings: nobody waits for another in turn
      if ((timezone ?? currency) !== undefined) await sql`select pg_advisory_xact_lock(5001, 2)`.execute(tx)
      // nobody imports meanwhile: an import holds this row while it writes
      await sql`select 1 from settings for update`.execute(tx)
      const done: Detail = { ...said }
      if (timezone !== undefined) {
        Object.assign(done, await changeTimezone(tx, timezone, asked.unsaid_times, command.progress))
        await forgetFormer(tx, 'timezone')
      }
      if (currency !== undefined) {
        Object.assign(done, await changeCurrency(tx, { ...asked, currency }, command.progress))
        await forgetFormer(tx, 'currency')
      }
      command.note(done)
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
    }
    return write(command.database, change, command.progress)
  },
}
