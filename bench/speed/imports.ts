import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { get, quantile, timed } from './asking.ts'
import { checkOut, importOrders, type Peak, startServer } from './against.ts'
import { type OrderFile, writeOrderFile } from './order-files.ts'
import { printRows } from './table.ts'

/*
 * What an import takes from the upload to the first right answer, and what questions take while one runs: of this folder and of another
 * commit, each on an empty database of its own, in turn, on the same files.
 */

type Engine = 'embedded' | 'postgres'
type Waited = { while: string; asked: number; p50: number; p99: number; worst: number }
export type MeasuredImport = {
  engine: Engine
  build: string
  file: string
  lines: number
  seconds: number
  peak: Peak
  waited: Waited[]
}

const answer = async (base: string, { from, to }: OrderFile) => {
  const response = await fetch(`${base}/api/revenue/kpis?start_date=${from}&end_date=${to}`)
  const { data } = (await response.json()) as { data: { revenue: { value: number }; orders: { value: number } } }
  return { revenue: data.revenue.value, orders: data.orders.value }
}

const questions = [
  'dashboard/summary',
  'revenue/kpis',
  'revenue/trends',
  'revenue/by-category',
  'revenue/by-region',
  'revenue/top-products',
  'revenue/by-channel',
  'dashboard/kpis',
]

/** Asks at an even pace, whether or not answers have come: who waits, waits beside others. Each question has its own days now and then. */
const askWhile = async (
  base: string,
  { from, to }: OrderFile,
  name: string,
  work: () => Promise<unknown>,
): Promise<Waited> => {
  // a server takes 1,200 questions a minute of one caller
  const perSecond = 15
  const took: number[] = []
  const asked: Promise<unknown>[] = []
  let over = false
  const began = performance.now()
  const asking = async () => {
    for (let i = 0; !over; i++) {
      const start = i % 10 ? from : new Date(Date.parse(from) + (i % 300) * 86_400_000).toISOString().slice(0, 10)
      const address = `${base}/api/${questions[i % questions.length]}?start_date=${start}&end_date=${to}`
      asked.push(timed(() => get(address)).then(ms => took.push(ms)))
      await sleep(Math.max(0, began + ((i + 1) * 1000) / perSecond - performance.now()))
    }
  }
  const all = asking()
  await work()
  over = true
  await all
  await Promise.all(asked)
  return {
    while: name,
    asked: took.length,
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
    worst: Math.max(...took),
  }
}

type Side = { build: string; folder: string }
type Options = {
  revision: string
  engines: Engine[]
  /** Only files whose name has it. */
  only: string | undefined
  /** Of the lines of each file: 1 for all. */
  share: number
  databaseUrl: (name: string) => Promise<string | undefined>
  say: (words: string) => void
}

const measure = async (
  side: Side,
  engine: Engine,
  file: OrderFile,
  name: string,
  next: OrderFile | undefined,
  env: Record<string, string>,
): Promise<MeasuredImport> => {
  const server = await startServer(side.folder, env)
  try {
    const seconds =
      (await timed(async () => {
        await importOrders(server.base, file.path)
        const { revenue, orders } = await answer(server.base, file)
        if (revenue !== file.revenue || orders !== file.orders)
          throw new Error(
            `${side.build}: expected ${file.revenue} of ${file.orders} orders, got ${revenue} of ${orders}`,
          )
      })) / 1000
    const peak = server.peak()
    const waited: Waited[] = []
    if (next) {
      for (let i = 0; i < questions.length * 3; i++)
        await get(`${server.base}/api/${questions[i % questions.length]}?start_date=${file.from}&end_date=${file.to}`)
      let id = 0
      waited.push(
        await askWhile(server.base, file, 'import', async () => (id = await importOrders(server.base, next.path))),
      )
      waited.push(
        await askWhile(server.base, file, 'undo', async () => {
          const response = await fetch(`${server.base}/api/imports/${id}`, { method: 'DELETE' })
          if (!response.ok) throw new Error(`undo: ${response.status} ${await response.text()}`)
        }),
      )
    }
    return { engine, build: side.build, file: name, lines: file.lines, seconds, peak, waited }
  } finally {
    await server.stop()
  }
}

export const measureImports = async ({
  revision,
  engines,
  only,
  share,
  databaseUrl,
  say,
}: Options): Promise<MeasuredImport[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'analytics-against-'))
  const other = checkOut(revision, join(folder, 'commit'), say)
  const sides: Side[] = [
    { build: revision, folder: other.folder },
    { build: 'this', folder: process.cwd() },
  ]
  const measured: MeasuredImport[] = []
  try {
    const files = {
      wholesale: await writeOrderFile(join(folder, 'wholesale.csv'), 'wholesale', 540_000 * share),
      shop: await writeOrderFile(join(folder, 'shop.csv'), 'shop', 200_000 * share),
    }
    const later = await writeOrderFile(join(folder, 'later.csv'), 'later', 100_000 * share)
    for (const engine of engines) {
      for (const [name, file] of Object.entries(files)) {
        if (only && only !== name) continue
        for (const side of sides) {
          say(`${engine}, ${name}, ${side.build}`)
          const dir = join(folder, `data-${name}`)
          const url =
            engine === 'postgres'
              ? await databaseUrl(`against_${name}_${side === sides[0] ? 'commit' : 'this'}`)
              : undefined
          if (engine === 'postgres' && !url) continue
          const env: Record<string, string> = url ? { DATABASE_URL: url } : { DATA_DIR: dir }
          measured.push(await measure(side, engine, file, name, name === 'shop' ? later : undefined, env))
          rmSync(dir, { recursive: true, force: true })
        }
      }
    }
  } finally {
    other.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return measured
}

const figure = (value: number, digits = 1) => value.toFixed(digits)

export const printImports = (measured: MeasuredImport[]) => {
  const before = ({ engine, file, build }: MeasuredImport) =>
    measured.find(one => one.engine === engine && one.file === file && one.build !== build)
  printRows([
    ['file', 'build', 'lines', 's to the first right answer', 'times faster', 'server MB', 'with what it starts'],
    ...measured.map(one => {
      const other = before(one)
      const ratio = one.build === 'this' && other ? `${figure(other.seconds / one.seconds)}×` : ''
      const { server, children } = one.peak
      return [
        `${one.engine}, ${one.file}`,
        one.build,
        String(one.lines),
        figure(one.seconds),
        ratio,
        figure(server, 0),
        figure(server + children, 0),
      ]
    }),
  ])
  process.stdout.write('\n')
  printRows([
    ['questions during', 'build', 'asked', 'p50 ms', 'p99 ms', 'worst ms'],
    ...measured.flatMap(({ engine, build, waited }) =>
      waited.map(one => [
        `${engine}, ${one.while}`,
        build,
        String(one.asked),
        figure(one.p50),
        figure(one.p99),
        figure(one.worst),
      ]),
    ),
  ])
}
