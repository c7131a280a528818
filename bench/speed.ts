// Speed: every dashboard and revenue question over HTTP, the same question as plain SQL over the raw rows of the same
// engine, and in DuckDB, side by side in one run.
//   npm run bench                                1,000,000 lines, embedded and PostgreSQL; 10,000,000 lines on
// PostgreSQL
//   npm run bench -- --lines 200000 --large 0    smaller;  --engines embedded  one engine only;  --repeat 30;  --json
//   --postgres URL  --embedded DIR               use this server or folder, and leave the rows there for the next run
//   --room customers  --plain 1                  only the questions of a room or an endpoint; plain SQL once instead of three times, 0: never
//   --settle 60                                  seconds between a start and the first question (20)
//   --engines postgres --lines 0 --room customers    10,000,000 lines on PostgreSQL alone, of one room
//   --only deals                                 only 200,000 deals with their history, embedded
//   --only pages                                 only what the first load of each page takes, in a browser;
//   --server URL                                 of a server that runs already
//   --only forecasts                             only the forecasts of a company of 20 series, embedded
//   --only reading                               only what the process takes that reads a file of --lines
//   --only pixel                                 only from a commit to the pixel with 50 pages open, embedded
//   --only batches                               only 100 order lines at once through the API, embedded
//   --against REV                                another commit beside this folder: imports, and questions while one runs;
// --file wholesale|shop  only one of its files;  --share 0.1  a tenth of their lines;  --engines as above
//   --only starts                                the first start, one after a kill -9, idle memory; with --against REV beside another commit
//   --only sizes                                 only how both sizes on PostgreSQL compare, each question asked of both
// in turn
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { openDatabase } from '../src/server/db/open.ts'
import { rebuild } from '../src/server/db/rollup.ts'
import { startPostgres } from '../tests/setup/postgres-server.ts'
import { get, quantile, serve, timed } from './speed/asking.ts'
import { type MeasuredBatches, measureBatches, printBatches } from './speed/batches.ts'
import { type MeasuredDeals, measureDeals, printDeals } from './speed/deals.ts'
import { openDuck } from './speed/duck.ts'
import { type MeasuredForecasts, measureForecasts, printForecasts } from './speed/forecasts.ts'
import { importStall } from './speed/import.ts'
import { measureImports, printImports } from './speed/imports.ts'
import { measurePages, printPages } from './speed/pages.ts'
import { measurePixels, printPixels } from './speed/pixel.ts'
import { plainSql } from './speed/plain.ts'
import { serverAt } from './speed/server-at.ts'
import { measureReading, printReading } from './speed/reading.ts'
import { addressOf, nameOf, type Question, questions as allQuestions } from './speed/questions.ts'
import { makeRows } from './speed/rows.ts'
import { measureStarts, printStarts } from './speed/starts.ts'
import { type Measured, printBars, printSizes, printTable, type SizeRatio } from './speed/table.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    large: { type: 'string', default: '10000000' },
    engines: { type: 'string', default: 'embedded,postgres' },
    repeat: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    postgres: { type: 'string' },
    embedded: { type: 'string' },
    only: { type: 'string' },
    server: { type: 'string' },
    room: { type: 'string' },
    plain: { type: 'string', default: '3' },
    settle: { type: 'string', default: '20' },
    against: { type: 'string' },
    file: { type: 'string' },
    share: { type: 'string', default: '1' },
    times: { type: 'string', default: '3' },
  },
})
const questions = allQuestions.filter(
  ({ endpoint }) => !values.room || endpoint === values.room || endpoint.startsWith(`${values.room}/`),
)
const say = (words: string) => process.stderr.write(`${words}\n`)
/** Seconds between a start and the first question. */
const settling = Number(values.settle)
// over ten million rows the plain statements take seconds each
const plainRepeats = (lines: number) => (lines > 2_000_000 ? Math.min(1, Number(values.plain)) : Number(values.plain))

type Duck = Awaited<ReturnType<typeof openDuck>>
type Stage = { engine: 'embedded' | 'postgres'; lines: number; env: Record<string, string>; duck: Duck | undefined }

/** Scores are made ahead of questions: here from rows to stored scores, and that is waited for. */
const measureScores = async (engine: string, env: Record<string, string>) => {
  const server = await serve(env)
  await server.tell({ do: 'sql', statements: ['delete from model_results'] })
  const scored = await timed(() => get(`${server.base}/api/customers/at-risk?limit=1`))
  say(`${engine}: customers scored and stored in ${(scored / 1000).toFixed(1)} s, accounts read into memory among it`)
  await server.stop()
}

const measure = async ({ engine, lines, env, duck }: Stage, asked: Question[]): Promise<Measured[]> => {
  const results: Measured[] = []
  await measureScores(engine, env)
  const server = await serve({ ...env, BENCH_AHEAD: 'true' })
  await sleep(settling * 1000)
  const { longestStall: stallAhead } = await server.tell({ do: 'figures' })
  say(`${engine}: longest stall while things are made ready after a start ${stallAhead?.toFixed(0)} ms`)
  // first answers take from what was made ready, and read what else they need; then as after some minutes of use
  say(`${engine}: every question once ${settling} s after the start, and ten times more before it is timed`)
  const first: number[] = []
  for (const question of asked) first.push(await timed(() => get(server.base + addressOf(question))))
  for (let round = 0; round < 10; round++) for (const question of asked) await get(server.base + addressOf(question))
  await server.tell({ do: 'figures' })
  for (const [index, question] of asked.entries()) {
    const address = server.base + addressOf(question)
    const http: number[] = []
    const plain: number[] = []
    const inDuck: number[] = []
    const every = Math.ceil(Number(values.repeat) / plainRepeats(lines))
    for (let round = 0; round < Number(values.repeat); round++) {
      http.push(await timed(() => get(address)))
      if (!plainRepeats(lines) || round % every) continue
      plain.push((await server.tell({ do: 'sql', statements: plainSql(question) })).ms ?? Number.NaN)
      if (duck) inDuck.push(await timed(() => duck.run(plainSql(question))))
    }
    results.push({
      engine,
      lines,
      name: nameOf(question),
      question,
      first: first[index] ?? Number.NaN,
      p50: quantile(http, 0.5),
      p95: quantile(http, 0.95),
      plain: quantile(plain, 0.5),
      duck: inDuck.length ? quantile(inDuck, 0.5) : null,
    })
    say(`  ${index + 1} of ${asked.length}: ${nameOf(question)}`)
  }
  const { longestStall, megabytes } = await server.tell({ do: 'figures' })
  say(
    `${engine}, ${lines.toLocaleString('en-GB')} lines: longest stall of the server's event loop during questions ${longestStall?.toFixed(0)} ms, memory ${megabytes?.toFixed(0)} MB`,
  )
  await server.stop()
  return results
}

/**
 * How much longer a question takes with more lines: both servers are asked in turn, as the machine's own speed changes
 * from minute to minute.
 */
const compareSizes = async (urls: string[], asked: Question[]): Promise<SizeRatio[]> => {
  say('postgres: every question of both sizes in turn')
  const servers = []
  for (const url of urls) servers.push(await serve({ BENCH_URL: url }))
  for (let round = 0; round < 11; round++)
    for (const { base } of servers) for (const question of asked) await get(base + addressOf(question))
  const ratios: SizeRatio[] = []
  for (const question of asked) {
    const times = servers.map((): number[] => [])
    for (let round = 0; round < Number(values.repeat); round++)
      for (const [i, { base }] of servers.entries()) times[i]!.push(await timed(() => get(base + addressOf(question))))
    const [small, large] = times.map(sample => quantile(sample, 0.5))
    ratios.push({ name: nameOf(question), question, small: small ?? Number.NaN, large: large ?? Number.NaN })
  }
  for (const { stop } of servers) await stop()
  return ratios
}

/** A repeated question: with its answer kept, and with its ETag. */
const measureRepeated = async (env: Record<string, string>) => {
  const server = await serve({ ...env, BENCH_KEEP: 'true' })
  const address = server.base + addressOf(questions[0] as Question)
  const etag = await get(address)
  const kept: number[] = []
  const unchanged: number[] = []
  for (let round = 0; round < 200; round++) {
    kept.push(await timed(() => get(address)))
    unchanged.push(await timed(() => get(address, etag)))
  }
  const stall = await importStall(server.base, () => server.tell({ do: 'figures' }))
  await server.stop()
  return {
    kept: quantile(kept, 0.5),
    unchanged: quantile(unchanged, 0.5),
    unchanged95: quantile(unchanged, 0.95),
    ...stall,
  }
}

const fill = async (engine: string, lines: number, open: { url?: string; dir?: string }) => {
  const database = await openDatabase(open)
  try {
    const { rows } = await sql`select 1 from transactions limit 1`.execute(database.db)
    if (rows.length) return say(`${engine}: the ${lines.toLocaleString('en-GB')} order lines of an earlier run`)
    say(`${engine}: making ${lines.toLocaleString('en-GB')} order lines`)
    const rowsMs = await timed(() => makeRows(database.bulk, lines, done => say(`  ${done.toLocaleString('en-GB')}`)))
    const rollupMs = await timed(() => rebuild(database, ({ words }) => say(`  rollup: ${words}`)))
    say(`${engine}: rows in ${(rowsMs / 1000).toFixed(0)} s, rollup from scratch in ${(rollupMs / 1000).toFixed(0)} s`)
  } finally {
    await database.close()
  }
}

/** A figure that needs no rows of the bench: in JSON, or as its table. */
const show = <T>(found: T, print: (found: T) => void) => {
  if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else print(found)
  process.exit()
}
if (values.only === 'pages') show(await measurePages(say, values.server), printPages)
if (values.only === 'reading') show(await measureReading(Number(values.lines), say), printReading)
if (values.only === 'starts')
  show(
    await measureStarts({
      revision: values.against,
      lines: 100_000 * Number(values.share),
      times: Number(values.times),
      say,
    }),
    printStarts,
  )

const folder = mkdtempSync(join(tmpdir(), 'analytics-bench-'))
const wanted = values.engines.split(',')
const sizes = [Number(values.lines), Number(values.large)].filter(lines => lines > 0)
const measured: Measured[] = []
const measuredDeals: MeasuredDeals[] = []
const forecasts: MeasuredForecasts[] = []
const batches: MeasuredBatches[] = []
const repeated: Record<string, unknown> = {}
const postgres = values.postgres
  ? serverAt(values.postgres)
  : await startPostgres({
      settings: ['shared_buffers=2GB', 'work_mem=64MB', 'max_wal_size=8GB', 'synchronous_commit=off'],
    })
if (values.against) {
  const measured = await measureImports({
    revision: values.against,
    engines: wanted.filter(engine => engine === 'embedded' || engine === 'postgres'),
    only: values.file,
    share: Number(values.share),
    databaseUrl: async name => postgres?.createDatabase(name),
    say,
  }).finally(() => postgres?.stop())
  rmSync(folder, { recursive: true, force: true })
  if (values.json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
  else printImports(measured)
  process.exit()
}
const urls: string[] = []
let ratios: SizeRatio[] = []
try {
  for (const lines of postgres && wanted.includes('postgres') && (values.only ?? 'sizes') === 'sizes' ? sizes : []) {
    const url = await postgres?.createDatabase(`bench_${lines}`)
    if (!url) continue
    await fill('postgres', lines, { url })
    urls.push(url)
    if (values.only === 'sizes') continue
    const duck = await openDuck({ url }, say)
    measured.push(...(await measure({ engine: 'postgres', lines, env: { BENCH_URL: url }, duck }, questions)))
    if (lines === sizes[0] && !values.room) {
      repeated.postgres = await measureRepeated({ BENCH_URL: url })
      batches.push(await measureBatches('postgres', { BENCH_URL: url }, say))
      forecasts.push(await measureForecasts('postgres', { BENCH_URL: url }, Number(values.repeat), say))
    }
    duck.close()
  }
  if (urls.length > 1) ratios = await compareSizes(urls, questions)
  if (wanted.includes('embedded') && !values.room && (values.only ?? 'deals') === 'deals')
    measuredDeals.push(...(await measureDeals(join(folder, 'deals'), Number(values.repeat), say)))
  if (wanted.includes('embedded') && sizes[0] && !values.room && (values.only ?? 'forecasts') === 'forecasts') {
    const dir = values.embedded ?? join(folder, 'embedded')
    await fill('embedded', sizes[0], { dir })
    forecasts.push(await measureForecasts('embedded', { BENCH_DIR: dir }, Number(values.repeat), say))
  }
  if (
    wanted.includes('embedded') &&
    sizes[0] &&
    !values.room &&
    ['batches', 'pixel'].includes(values.only ?? 'batches')
  ) {
    const dir = values.embedded ?? join(folder, 'embedded')
    await fill('embedded', sizes[0], { dir })
    if (values.only === 'pixel') printPixels(await measurePixels('embedded', { BENCH_DIR: dir }, say))
    else batches.push(await measureBatches('embedded', { BENCH_DIR: dir }, say))
  }
  if (wanted.includes('embedded') && sizes[0] && values.only === undefined) {
    const dir = values.embedded ?? join(folder, 'embedded')
    await fill('embedded', sizes[0], { dir })
    const duck = await openDuck({ dir }, say)
    measured.push(...(await measure({ engine: 'embedded', lines: sizes[0], env: { BENCH_DIR: dir }, duck }, questions)))
    duck.close()
    if (!values.room) repeated.embedded = await measureRepeated({ BENCH_DIR: dir })
  }
  if (!postgres) say('NO POSTGRESQL SERVER FOUND: only the embedded engine was measured.')
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ measured, measuredDeals, forecasts, batches, ratios, repeated }, null, 2)}\n`,
    )
  else {
    if (measured.length) printTable(measured)
    if (measured.length) printBars(measured, repeated)
    if (measuredDeals.length) printDeals(measuredDeals)
    if (forecasts.length) printForecasts(forecasts)
    if (batches.length) printBatches(batches)
    if (ratios.length) printSizes(ratios)
  }
} finally {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}
