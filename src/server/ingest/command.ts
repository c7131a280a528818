import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { api, type ImportReport } from '#contract'
import { liveEvent } from '#contract/system.ts'
import { readConfig } from '../config.ts'
import type { Progress } from '../context.ts'
import { lockOwner } from '../db/lock.ts'
import { openDatabase } from '../db/open.ts'
import { settingsOf } from '../db/state.ts'
import { ApiError } from '../errors.ts'
import { progressLine } from '../process/terminal.ts'
import { type ImportOptions, importFile } from './store/load.ts'
import { writeSkipped } from './skipped.ts'
import { clearLeftovers } from './store/staging.ts'

const usage = `npm run import -- FILE [--kind orders|customers|products|sales_reps|deals] [--map field=Column,…] [--date-style dmy|mdy]
  [--number-style dot|comma] [--answer "Column=style"] [--encoding windows-1252] [--dry-run] [--keep-demo] [--currency GBP] [--timezone Europe/London] [--skipped FILE.csv]`

const shownSkipped = 10

const say = (words: string) => process.stdout.write(`${words}\n`)
const number = new Intl.NumberFormat('en')

type Asked = { options: ImportOptions; skippedFile: string | undefined }

const readOptions = async (): Promise<Asked> => {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: text,
      map: { ...text, multiple: true },
      preset: text,
      'date-style': text,
      'number-style': text,
      answer: { ...text, multiple: true },
      encoding: text,
      currency: text,
      timezone: text,
      skipped: text,
      'dry-run': flag,
      'keep-demo': flag,
    },
  })
  const [file] = positionals
  if (positionals.length !== 1 || !file) throw new Error(`Expected one file.\n${usage}`)
  const path = resolve(file)
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new Error(`There is no file ${path}.`)
  const skippedFile = values.skipped === undefined ? undefined : resolve(values.skipped)
  if (skippedFile && (await stat(skippedFile).catch(() => null)))
    throw new Error(`--skipped: there is a file ${skippedFile} already.`)
  const pairs = (values.map ?? [])
    .flatMap(list => list.split(','))
    .map(pair => {
      const at = pair.indexOf('=')
      if (at < 1) throw new Error(`--map: expected field=Column, got "${pair}".`)
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    })
  const answers = (values.answer ?? []).map(pair => {
    const at = pair.lastIndexOf('=')
    if (at < 1) throw new Error(`--answer: expected Column=style, got "${pair}".`)
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  const styles = {
    ...(values['date-style'] ? { date_style: values['date-style'] } : {}),
    ...(values['number-style'] ? { number_style: values['number-style'] } : {}),
    ...Object.fromEntries(answers),
  }
  const checked = api.data.import.query.safeParse({
    kind: values.kind,
    preset: values.preset,
    encoding: values.encoding,
    currency: values.currency,
    timezone: values.timezone,
  })
  if (!checked.success)
    throw new Error(checked.error.issues.map(issue => `--${String(issue.path[0])}: ${issue.message}`).join('\n'))
  const { kind, preset, encoding, currency, timezone } = checked.data
  const options: ImportOptions = {
    path,
    fileName: basename(path),
    kind,
    preset,
    encoding,
    currency,
    timezone,
    mapping: pairs.length ? Object.fromEntries(pairs) : undefined,
    styles: Object.keys(styles).length ? styles : undefined,
    dryRun: values['dry-run'],
    keepDemo: values['keep-demo'],
  }
  return { options, skippedFile }
}

/** Progress of a running server, until stopped. Without it the import still goes on. */
const follow = async (url: string, progress: Progress, signal: AbortSignal) => {
  try {
    const { body } = await fetch(`${url}/api/live`, { signal })
    let text = ''
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const one of events) {
        const [, event, json] = /^event: (\w+)\ndata: (.*)$/.exec(one) ?? []
        const parsed = event && json ? liveEvent.safeParse({ event, body: JSON.parse(json) }) : null
        if (parsed?.success && parsed.data.event === 'progress') progress(parsed.data.body)
      }
    }
  } catch (error) {
    if (!signal.aborted) say(`(no progress from the server: ${error instanceof Error ? error.message : String(error)})`)
  }
}

const send = async (url: string, options: ImportOptions, progress: Progress): Promise<ImportReport> => {
  say(`Sending ${options.fileName} to ${url} …`)
  const query = new URLSearchParams({ dry_run: String(options.dryRun), keep_demo: String(options.keepDemo) })
  for (const name of ['kind', 'preset', 'encoding', 'currency', 'timezone'] as const)
    if (options[name]) query.set(name, options[name])
  for (const name of ['mapping', 'styles'] as const) if (options[name]) query.set(name, JSON.stringify(options[name]))
  const form = new FormData()
  form.set('file', await openAsBlob(options.path), options.fileName)
  const stop = new AbortController()
  const following = follow(url, progress, stop.signal)
  try {
    const response = await fetch(`${url}${api.data.import.path}?${query}`, { method: 'POST', body: form })
    const answer = (await response.json()) as { error?: { code: string; message: string } }
    if (answer.error) throw new ApiError(response.status, answer.error.code, answer.error.message)
    return api.data.import.data.parse((answer as { data?: unknown }).data).report
  } finally {
    stop.abort()
    await following
  }
}

const load = async (
  config: ReturnType<typeof readConfig>,
  options: ImportOptions,
  progress: Progress,
): Promise<ImportReport> => {
  const database = await openDatabase({
    ...(config.databaseUrl ? { url: config.databaseUrl } : {}),
    dir: config.dataDir,
    say,
  })
  try {
    await clearLeftovers(database, hostname(), new Date())
    const workspace = await settingsOf(database.db)
    return (await importFile({ database, now: new Date(), workspace, progress }, options)).report
  } finally {
    await database.close()
  }
}

const show = (report: ImportReport, dryRun: boolean, skippedFile: string | undefined) => {
  const { rows } = report
  const lines = [
    `${report.fileName}: ${report.kind.replace('_', ' ')}${report.preset ? ` (${report.preset})` : ''}, ${report.encoding}, delimiter ${JSON.stringify(report.delimiter)}`,
    ...report.columns
      .filter(({ field }) => field)
      .map(({ name, field }) => `  ${field} ← ${name}${report.styles[name] ? ` (${report.styles[name]})` : ''}`),
    `Rows: ${number.format(rows.read)} read, ${number.format(rows.accepted)} accepted, ${number.format(rows.skipped)} skipped`,
    ...(report.dryRun
      ? [
          `Of these: ${number.format(report.dryRun.new)} new, ${number.format(report.dryRun.existing)} here already${
            report.dryRun.changed
              ? `, of which ${number.format(report.dryRun.changed)} would change (revenue by ${number.format(report.dryRun.revenueChange ?? 0)})`
              : ''
          }`,
        ]
      : []),
    ...(dryRun
      ? []
      : [
          `Written: ${number.format(rows.inserted)} new, ${number.format(rows.updated)} changed, ${number.format(rows.unchanged)} as they were`,
        ]),
    ...(report.orders === null ? [] : [`Orders: ${number.format(report.orders)}`]),
    ...(report.customers === null ? [] : [`Customers: ${number.format(report.customers)}`]),
    ...(report.span ? [`Days: ${report.span.start} to ${report.span.end}`] : []),
    ...report.byStatus.map(
      ({ status, rows: count, amount }) =>
        `  ${status}: ${number.format(count)} rows, ${amount === null ? 'amounts not known' : number.format(amount)}`,
    ),
    ...(report.revenue === null ? [] : [`Revenue: ${number.format(report.revenue)}`]),
    ...(report.currency === null || !report.byStatus.length ? [] : [`Amounts are in ${report.currency}.`]),
    ...report.notes.map(note => `Note: ${note}`),
    ...report.skippedRows
      .slice(0, shownSkipped)
      .map(({ line, reason, text }) => `Skipped line ${line}: ${reason}: ${text.slice(0, 100)}`),
    ...(rows.skipped > shownSkipped
      ? [
          `… and ${number.format(rows.skipped - shownSkipped)} more skipped rows${skippedFile ? '' : '; --skipped FILE.csv writes them all'}.`,
        ]
      : []),
    ...report.problems.map(problem => `Problem: ${problem}`),
    ...report.questions.map(
      ({ column, sentence, about, options }) =>
        `Question: ${sentence}\n${options.map(({ value, example }) => `  ${about === 'meaning' ? `--answer "${column}=${value}"` : `--${about.replace('_', '-')} ${value}`}: ${example}`).join('\n')}`,
    ),
    ...(dryRun ? ['Dry run: nothing was written.'] : []),
  ]
  say(lines.join('\n'))
}

try {
  const { options, skippedFile } = await readOptions()
  const config = readConfig(process.env)
  const url = config.databaseUrl ? null : lockOwner(config.dataDir)?.url
  const progress = progressLine()
  const report = url ? await send(url, options, progress) : await load(config, options, progress)
  show(report, options.dryRun, skippedFile)
  if (skippedFile && report.rows.skipped === 0) say(`No row was skipped: ${skippedFile} was not written.`)
  else if (skippedFile) {
    await writeSkipped(skippedFile, options, report, progress)
    say(`All ${number.format(report.rows.skipped)} skipped rows are in ${skippedFile}.`)
  }
  if (report.problems.length || report.questions.length) process.exitCode = 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (error instanceof ApiError && error.code === 'cannot_import')
    process.stderr.write(
      'Nothing was written. With --dry-run it shows how the columns are read, and which option answers which question.\n',
    )
  process.exitCode = 1
}
