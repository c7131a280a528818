import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Command, Progress } from '../../context.ts'
import { noteForecasts } from '../../db/forecasts.ts'
import { describeFacts } from '../../db/rollup.ts'
import { write } from '../../db/write.ts'
import { ApiError } from '../../errors.ts'
import { hashOf } from './file-hash.ts'
import { dryRun } from './dry-run.ts'
import type { Merged } from './merge.ts'
import { mergeDeals } from './merge-deals.ts'
import { judgeMissingLines, missingLines, removeLines } from './missing-lines.ts'
import { mergeOrders } from './merge-orders.ts'
import type { Outcome, Reading } from '../read/read.ts'
import { readApart } from '../read/reader.ts'
import { sourceColumnOf, sourceKey } from '../read/source.ts'
import { settleCustomers, settleMissing, settleSource, stagePlan } from './open-questions.ts'
import type { ImportOptions } from './options.ts'
import { mergeRates, pairsOf } from './rates.ts'
import { begin, forget, noteFailure } from './record.ts'
import { resolve } from './resolve.ts'
import { applySettings, besides, currencyDoubt, noteExchange, settle, type Settings } from './settle.ts'
import { applyStages } from './stages.ts'
import { analyzeStaging, createStaging, dropStaging, stage, staged } from './staging.ts'
import { hasDemo, removeDemo } from './undo.ts'
import { clockOf, zoneRefusal } from '../../time/zone.ts'
import type { Database, Db } from '../../db/database.ts'
import type { Workspace } from '../../workspace.ts'

/*
 * In: a file on disk, what the person said of it, and the database.
 * Out: its rows in the fact tables within one transaction, journalled so that it can be undone; or a report, and nothing written.
 * Rows are staged while they are read: a crash leaves the old state.
 */

const savedMappings = async (db: Db): Promise<Reading['saved']> => {
  const { rows } = await sql<
    Reading['saved'][number]
  >`select signature, kind, mapping, styles from import_mappings`.execute(db)
  return rows
}

const keyZoneOf = async (db: Db): Promise<string | null> => {
  const { rows } = await sql<{ zone: string | null }>`select key_zone as zone from settings`.execute(db)
  return rows[0]!.zone
}

const ask = (report: ImportReport): string => {
  const questions = report.questions.map(
    ({ sentence, options }) =>
      `${sentence} (${options.map(({ value, example }) => `${value}: ${example}`).join('; ')})`,
  )
  return [...report.problems, ...questions].join(' ')
}

/** What is known for the next file with the same columns: not whose it is. */
const lasting = ({ report, styles }: Outcome) => {
  const own = sourceKey(sourceColumnOf(report.kind, report.mapping) ?? '')
  return Object.fromEntries(Object.entries(styles).filter(([key]) => key !== own))
}

type Target = {
  tx: Db
  engine: Database['engine']
  importId: number
  outcome: Outcome
  options: ImportOptions
  now: Date
  progress: Progress
  settings: Settings
  workspace: Workspace
  hash: string
  today: string
}

/** Ends the transaction of an import that changed nothing. */
class NothingNew extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('nothing is new')
    this.report = report
  }
}

/** All that an import changes, within the one transaction. */
const merge = async ({
  tx,
  engine,
  importId,
  outcome,
  options,
  now,
  progress,
  settings,
  workspace,
  hash,
  today,
}: Target): Promise<ImportReport> => {
  const { report } = outcome
  const { kind } = report
  // one import at a time: two would not see each other's rows
  await sql`select pg_advisory_xact_lock(5001, 2)`.execute(tx)
  const mine = await sql<{ status: string }>`select status from imports where id = ${importId}`.execute(tx)
  if (mine.rows[0]?.status !== 'running')
    throw new ApiError(
      409,
      'interrupted',
      'The import was given up, as another process started on the same database. Import the file again.',
    )
  const isRates = kind === 'rates'
  if (!options.keepDemo && !isRates && (await hasDemo(tx))) {
    await removeDemo(tx)
    report.notes.push('The demo data was removed.')
  }
  // deals and representatives are in no forecast of revenue
  if (kind !== 'deals' && kind !== 'sales_reps' && !isRates) await noteForecasts(tx, importId)
  report.currency = isRates ? null : settings.currency
  noteExchange(report, options, outcome.currency, settings.currency)
  await applySettings(tx, importId, settings, workspace)
  if (kind === 'customers') {
    await settleCustomers(tx, report, options, sql`select key, by_name from ${staged('customers', importId)}`)
    if (report.questions.length) throw new ApiError(400, 'cannot_import', ask(report))
  }
  const products = await resolve(tx, importId, 'products', kind === 'products')
  const customers = await resolve(tx, importId, 'customers', kind === 'customers')
  const reps = await resolve(tx, importId, 'reps', kind === 'sales_reps')
  report.notes.push(...products.notes, ...customers.notes, ...reps.notes)
  let merged: Merged
  if (kind === 'orders') {
    const sales = sql`
      select o.order_id, o.ordered_on as day, c.key as customer from ${staged('orders', importId)} o
      left join ${staged('customers', importId)} c on c.number = o.customer where o.amount > 0
    `
    await settleSource(tx, outcome, options, false, sales)
    const lines = await missingLines(
      tx,
      outcome.signature,
      sql`select external_id, order_id from ${staged('orders', importId)}`,
    )
    const gone = judgeMissingLines(report, lines, { said: options.styles, saved: outcome.styles })
    if (report.questions.length + report.problems.length) throw new ApiError(400, 'cannot_import', ask(report))
    await removeLines(tx, importId, gone)
    report.removed = gone.length
    const { notes, ...counts } = await mergeOrders(
      tx,
      importId,
      outcome.costsAreOfLines,
      engine === 'embedded',
      progress,
    )
    report.notes.push(...notes)
    merged = counts
  } else if (kind === 'deals') {
    const { known, plan } = await stagePlan(tx, outcome, false)
    await applyStages(tx, importId, known, plan)
    const keys = sql`select external_id from ${staged('deals', importId)}`
    const gone = options.isPart ? [] : await settleMissing(tx, outcome, options, keys)
    // they may have come with another import since they were looked for
    if (report.questions.length) throw new ApiError(400, 'cannot_import', ask(report))
    report.notes.push(...plan.notes)
    report.removed = gone.length
    const told = { mapping: outcome.mapping, nameOf: plan.nameOf, gone, now, timezone: settings.timezone }
    const { notes, ...counts } = await mergeDeals(tx, importId, { ...told, today, progress })
    report.notes.push(...notes)
    merged = counts
  } else if (kind === 'rates') merged = await mergeRates(tx, importId)
  else {
    const own = { products, customers, sales_reps: reps }[kind]
    merged = {
      inserted: own.inserted,
      updated: own.updated,
      unchanged: report.rows.accepted - own.inserted - own.updated,
    }
  }
  const named = [products, customers, reps].reduce((sum, { inserted, updated }) => sum + inserted + updated, 0)
  if (options.onlyNews && merged.inserted + merged.updated + report.removed + named === 0) throw new NothingNew(report)
  // the embedded engine has nobody else to do it, and without it joins with many new rows go by nested loops; a Citus cluster refuses it here
  if (engine !== 'citus' && merged.inserted + merged.updated > 1000) await describeFacts(tx)
  Object.assign(report.rows, { inserted: merged.inserted, updated: merged.updated, unchanged: merged.unchanged })
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'import_mappings', jsonb_build_object('signature', ${outcome.signature}::text), to_jsonb(m)
    from (select 1) one left join import_mappings m on m.signature = ${outcome.signature}
  `.execute(tx)
  await sql`
    insert into import_mappings (signature, kind, mapping, styles, saved_at)
    values (${outcome.signature}, ${kind}, ${JSON.stringify(outcome.mapping)}::jsonb, ${JSON.stringify(lasting(outcome))}::jsonb, ${now.toISOString()})
    on conflict (signature) do update set kind = excluded.kind, mapping = excluded.mapping, styles = excluded.styles, saved_at = excluded.saved_at
  `.execute(tx)
  await sql`
    update imports set kind = ${kind}, status = 'done', finished_at = ${new Date().toISOString()}, file_hash = ${hash},
      signature = ${outcome.signature}, rows = ${JSON.stringify(report.rows)}::jsonb,
      report = ${JSON.stringify(report)}::jsonb
    where id = ${importId}
  `.execute(tx)
  return report
}

/**
 * A file in. A dry run reads it, looks which rows are here already and reports; nothing is written. Else its rows are staged while it is read, and merged in one
 * transaction: a crash leaves the old state. Throws a sentence (400, 409) when it cannot be imported. `doubt`, of a dry run: why its amounts may be
 * of another currency, as those of such a file were before.
 */
export const importFile = async (
  command: Omit<Command, 'upload' | 'note'>,
  options: ImportOptions,
): Promise<{ importId: number | null; report: ImportReport; isKnown: boolean; doubt?: string | null }> => {
  const { database, now, workspace } = command
  const progress: Progress = step => command.progress({ ...step, file: options.fileName })
  const timezone = options.timezone ?? workspace.timezone
  const wrongZone = options.timezone === undefined ? null : zoneRefusal(options.timezone)
  if (wrongZone) throw new ApiError(400, 'bad_request', wrongZone)
  const today = new Date(clockOf(timezone).wall(now.getTime())).toISOString().slice(0, 10)
  const into = options.currency ?? workspace.currency
  const isFixed = options.currency !== undefined || (await besides(database.bulk, options.keepDemo)) !== null
  const [saved, keyZone] = [await savedMappings(database.bulk), await keyZoneOf(database.bulk)]
  const rates = isFixed && options.rate === undefined ? await pairsOf(database.bulk) : undefined
  const reading: Reading = { ...options, into, isFixed, rates, timezone, keyZone, today, saved }
  // its columns were said before
  const isKnownAs = ({ signature }: Outcome) => reading.saved.some(one => one.signature === signature)
  const watch = (done: number, total: number, words: string) => progress({ task: 'Reading', done, total, words })

  /** A review says it beside the amounts, and so does the report of what was imported nevertheless. */
  const doubtOf = async (outcome: Outcome): Promise<string | null> => {
    const doubt = options.rate === undefined ? await currencyDoubt(database.bulk, outcome) : null
    if (doubt?.isExchangedSince) outcome.report.notes.push(doubt.words)
    return doubt?.words ?? null
  }

  if (options.dryRun) {
    const outcome = await dryRun(database.bulk, workspace, options, reading, watch)
    const doubt = await doubtOf(outcome)
    return { importId: null, report: outcome.report, isKnown: isKnownAs(outcome), doubt }
  }
  const early = await settle(database.bulk, workspace, options, { fileCurrency: null })
  if (early.refusal) throw new ApiError(409, 'conflict', early.refusal)
  const importId = await begin(database.bulk, options.fileName, options.kind ?? 'orders', now)
  const db = database.bulk
  try {
    await createStaging(db, importId)
    const outcome = await readApart(reading, { progress: watch, take: parcel => stage(db, importId, parcel) })
    if (!outcome.readable) throw new ApiError(400, 'cannot_import', ask(outcome.report))
    const { settings, refusal } = await settle(db, workspace, options, {
      kind: outcome.report.kind,
      fileCurrency: outcome.currency,
    })
    if (refusal) throw new ApiError(409, 'conflict', refusal)
    await doubtOf(outcome)
    const hash = await hashOf(options.path)
    await analyzeStaging(db, importId)
    const report = await write(
      database,
      tx =>
        merge({
          tx,
          engine: database.engine,
          importId,
          outcome,
          options,
          now,
          progress,
          settings,
          workspace,
          hash,
          today,
        }),
      progress,
    )
    return { importId, report, isKnown: isKnownAs(outcome) }
  } catch (error) {
    if (error instanceof NothingNew) {
      await forget(db, importId)
      return { importId: null, report: error.report, isKnown: true }
    }
    await noteFailure(database, importId, error, options.onlyNews === true)
    throw error
  } finally {
    await dropStaging(db, importId).catch(() => {})
  }
}
