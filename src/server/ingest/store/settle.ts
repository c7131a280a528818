import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Db } from '../../db/database.ts'
import { settingsOf } from '../../db/state.ts'
import { ApiError } from '../../errors.ts'
import type { Workspace } from '../../workspace.ts'
import type { Outcome } from '../read/read.ts'
import { hasDemo } from './undo.ts'

export type Settings = { currency: string; timezone: string }

type Asked = {
  currency?: string | undefined
  timezone?: string | undefined
  rate?: number | undefined
  keepDemo: boolean
}

/** What a file's amounts and times would stand beside, which fixes the workspace's. */
export const besides = async (db: Db, keepDemo: boolean): Promise<string | null> => {
  const { rows } = await sql<{ real: boolean }>`
    select exists (select 1 from transactions where import_id > 0) or exists (select 1 from pipeline where import_id > 0) as real
  `.execute(db)
  return rows[0]?.real ? 'other imported data' : keepDemo && (await hasDemo(db)) ? 'the demo data' : null
}

/** What the file and the caller want the workspace's currency and zone to be, and a sentence when that cannot be. */
export const settle = async (
  db: Db,
  workspace: Workspace,
  { currency, timezone, rate, keepDemo }: Asked,
  { kind, fileCurrency }: { kind?: ImportReport['kind']; fileCurrency: string | null },
): Promise<{ settings: Settings; refusal: string | null }> => {
  // rates by day say nothing of what the workspace is in
  if (kind === 'rates') return { settings: workspace, refusal: null }
  const settings = {
    // what is exchanged says nothing of the workspace's own
    currency: currency ?? (rate === undefined ? fileCurrency : null) ?? workspace.currency,
    timezone: timezone ?? workspace.timezone,
  }
  const changes = [
    ...(settings.currency === workspace.currency
      ? []
      : [
          `amounts in ${settings.currency} while the workspace is in ${workspace.currency} (a rate turns them into ${workspace.currency})`,
        ]),
    ...(settings.timezone === workspace.timezone
      ? []
      : [`times of ${settings.timezone} while the workspace is in ${workspace.timezone}`]),
  ]
  const beside = await besides(db, keepDemo)
  if (rate !== undefined && fileCurrency === settings.currency)
    return {
      settings,
      refusal: `The file's amounts are in ${fileCurrency}, as the workspace's are: there is no rate between them.`,
    }
  if (rate === undefined && currency && fileCurrency && currency !== fileCurrency)
    return { settings, refusal: `The file's amounts are in ${fileCurrency}, not ${currency}.` }
  if (changes.length && beside)
    return { settings, refusal: `The file has ${changes.join(' and ')}, and the two cannot stand beside ${beside}.` }
  return { settings, refusal: null }
}

/** The import's currency and zone, with what they were before. Who changed them while the file was read is not overruled. */
export const applySettings = async (tx: Db, importId: number, settings: Settings, before: Workspace) => {
  await sql`select 1 from settings for update`.execute(tx)
  const now = await settingsOf(tx)
  const same = (one: Settings) => one.currency === now.currency && one.timezone === now.timezone
  if (!same(before) && !same(settings))
    throw new ApiError(
      409,
      'conflict',
      `The workspace was set to ${now.currency} and ${now.timezone} while the file was read as ${settings.currency} and ${settings.timezone}. Import the file again.`,
    )
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'settings', '{}', jsonb_build_object('currency', currency, 'timezone', timezone) from settings
    where (currency, timezone) <> (${settings.currency}, ${settings.timezone})
  `.execute(tx)
  await sql`
    update settings set currency = ${settings.currency}, timezone = ${settings.timezone},
      exchanged_from = case when currency = ${settings.currency} then exchanged_from end
  `.execute(tx)
}

/** The rate stands in the report, in figures and in words. */
export const noteExchange = (report: ImportReport, { rate }: Pick<Asked, 'rate'>, from: string | null, to: string) => {
  if (rate === undefined || from === null) return
  const { rows, span } = report
  const days = { first: span?.start ?? null, last: span?.end ?? null }
  report.exchange = { by: 'rate', currencies: [{ from, rows: rows.accepted, lowest: rate, highest: rate, ...days }] }
  report.notes.push(
    `Amounts were in ${from} and are exchanged at 1 ${from} = ${rate} ${to}, each rounded to four decimals; all amounts here are in ${to}.`,
  )
}

/**
 * Why amounts of a file that does not say its currency may be of another one: a file of its columns was imported at a rate, or in the currency that
 * all amounts have been exchanged from since.
 */
export const currencyDoubt = async (
  db: Db,
  { signature, currency, report: { kind } }: Pick<Outcome, 'signature' | 'currency' | 'report'>,
): Promise<{ words: string; isExchangedSince: boolean } | null> => {
  if (currency !== null || kind === 'customers' || kind === 'rates') return null
  const { rows } = await sql<{ into: string; isExchanged: boolean; cameIn: string | null; rated: boolean }>`
    with earlier as (select id, report from imports where signature = ${signature} and status = 'done')
    select currency as into, exchanged_from is not null as "isExchanged", (select report->>'currency' from earlier order by id desc limit 1) as "cameIn",
      exists (select 1 from earlier where report->>'exchange' is not null) as rated
    from settings
  `.execute(db)
  const { into, isExchanged, cameIn, rated } = rows[0]!
  if (isExchanged && cameIn !== null && cameIn !== into)
    return {
      words: `A file with these columns was imported in ${cameIn}, before all amounts were exchanged for ${into}, and this one does not say its currency: say whether it needs a rate.`,
      isExchangedSince: true,
    }
  return rated
    ? {
        words:
          'A file with these columns was imported at a rate, and this one does not say its currency: say whether it needs one.',
        isExchangedSince: false,
      }
    : null
}
