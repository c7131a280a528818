import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { api, type ImportReport } from '#contract'
import { ApiError } from '../errors.ts'
import { progressLine } from '../process/terminal.ts'
import { type Door, openDoor } from './door.ts'
import { partsOf } from './open/unpack.ts'
import { folderOf } from './open/upload.ts'
import { reportWords } from './report-words.ts'
import { writeSkipped } from './skipped.ts'
import type { ImportOptions } from './store/options.ts'

const usage = `npm run import -- FILE|- [--sheet NAME] [--part FILE.csv] [--kind orders|customers|products|sales_reps|deals|rates]
  [--map field=Column,…] [--date-style dmy|mdy]
  [--number-style dot|comma] [--answer "Column=style"] [--encoding windows-1252] [--dry-run] [--keep-demo] [--currency GBP] [--timezone Europe/London]
  [--rate 0.92 [--rate-of USD]] [--skipped FILE.csv]`

const say = (words: string) => process.stdout.write(`${words}\n`)
const number = new Intl.NumberFormat('en')
const isWrong = ({ problems, questions }: ImportReport) => problems.length + questions.length > 0

type Asked = { options: ImportOptions; skippedFile: string | undefined }

let inputFolder: string | null = null
/** What is piped in, as a file: it is read more than once. */
const saveInput = async (): Promise<string> => {
  inputFolder = await mkdtemp(join(tmpdir(), folderOf(process.pid)))
  const path = join(inputFolder, 'input')
  await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }))
  return path
}

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
      sheet: text,
      part: text,
      currency: text,
      timezone: text,
      rate: text,
      'rate-of': text,
      skipped: text,
      'dry-run': flag,
      'keep-demo': flag,
    },
  })
  const [file] = positionals
  if (positionals.length !== 1 || !file) throw new Error(`Expected one file, or - for what is piped in.\n${usage}`)
  const path = file === '-' ? await saveInput() : resolve(file)
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
    sheet: values.sheet,
    part: values.part,
    currency: values.currency,
    timezone: values.timezone,
    rate: values.rate,
    rate_of: values['rate-of'],
  })
  if (!checked.success)
    throw new Error(checked.error.issues.map(issue => `--${String(issue.path[0])}: ${issue.message}`).join('\n'))
  const { kind, preset, encoding, sheet, part, currency, timezone, rate, rate_of: rateOf } = checked.data
  const options: ImportOptions = {
    path,
    fileName: file === '-' ? 'standard input' : basename(path),
    kind,
    preset,
    encoding,
    sheet,
    part,
    currency,
    timezone,
    rate,
    rateOf,
    mapping: pairs.length ? Object.fromEntries(pairs) : undefined,
    styles: Object.keys(styles).length ? styles : undefined,
    dryRun: values['dry-run'],
    keepDemo: values['keep-demo'],
  }
  return { options, skippedFile }
}

/** What others refer to comes first. */
const inOrder: ImportReport['kind'][] = ['rates', 'products', 'customers', 'sales_reps', 'orders', 'deals']

/** All tables of an archive, once each of them has no question left. */
const importParts = async (door: Door, options: ImportOptions, parts: string[]): Promise<boolean> => {
  const of = (part: string, dryRun: boolean) =>
    door.take({ ...options, part, dryRun, fileName: `${options.fileName}: ${part}` })
  const checked: [string, ImportReport][] = []
  for (const part of parts) checked.push([part, await of(part, true)])
  const isLeft = checked.some(([, report]) => isWrong(report))
  if (isLeft || options.dryRun) {
    for (const [, report] of checked) say(`${reportWords(report, true, undefined)}\n`)
    if (isLeft && !options.dryRun) say('Nothing of the archive was written: import its files one by one with --part.')
    return !isLeft
  }
  const places = new Map(checked.map(([part, { kind }]) => [part, inOrder.indexOf(kind)]))
  for (const part of parts.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)))
    say(`${reportWords(await of(part, false), false, undefined)}\n`)
  return true
}

let door: Door | null = null
try {
  const { options, skippedFile } = await readOptions()
  const progress = progressLine()
  door = await openDoor(progress, say)
  const parts = options.part === undefined ? await partsOf(options.path) : []
  if (parts.length > 1) {
    if (skippedFile) throw new Error('--skipped: the archive holds several tables; say which one with --part.')
    if (!(await importParts(door, options, parts))) process.exitCode = 1
  } else {
    const report = await door.take(options)
    say(reportWords(report, options.dryRun, skippedFile))
    if (skippedFile && report.rows.skipped === 0) say(`No row was skipped: ${skippedFile} was not written.`)
    else if (skippedFile) {
      await writeSkipped(skippedFile, options, report, progress)
      say(`All ${number.format(report.rows.skipped)} skipped rows are in ${skippedFile}.`)
    }
    if (isWrong(report)) process.exitCode = 1
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (error instanceof ApiError && error.code === 'cannot_import')
    process.stderr.write(
      'Nothing was written. With --dry-run it shows how the columns are read, and which option answers which question.\n',
    )
  process.exitCode = 1
} finally {
  await door?.close()
  if (inputFolder) await rm(inputFolder, { recursive: true, force: true })
}
