import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/ensure.mjs'
import { checkOut, importOrders, startServer } from './against.ts'
import { quantile, timed } from './asking.ts'
import { writeOrderFile } from './order-files.ts'
import { printRows } from './table.ts'

/*
 * What somebody waits for until there is something to see, embedded: of this folder and of another commit, in turn. Screens and packages
 * are there already.
 */

export type MeasuredStart = {
  build: string
  /** Seconds from the command on an empty folder to its address, and to the first chart of the first page. */
  address: number
  chart: number
  /** Seconds from the command to the first right answer, after a kill −9 just behind an import. */
  afterKill: number
  /** MB of a server without rows that nobody asks anything. */
  idle: number
}

type Side = { build: string; folder: string }

/** Seconds; the browser is open already. */
const firstStart = async ({ folder }: Side, browser: Browser, data: string) => {
  const page = await browser.newPage()
  const began = performance.now()
  // nothing is compiled yet
  const env = { DATA_DIR: data, DATABASE_URL: '', NODE_COMPILE_CACHE: `${data}-compiled` }
  const server = await startServer(folder, env, true)
  const address = (performance.now() - began) / 1000
  await page.goto(server.base)
  await page.locator('main figure').first().waitFor()
  const chart = (performance.now() - began) / 1000
  await page.close()
  await server.stop()
  return { address, chart }
}

/** MB. */
const idleMemory = async ({ folder }: Side, data: string) => {
  const server = await startServer(folder, { DATA_DIR: data, DATABASE_URL: '' })
  await sleep(30_000)
  const memory = server.memory()
  await server.stop()
  return memory
}

/** Seconds. */
const afterKill = async ({ build, folder }: Side, data: string, file: Awaited<ReturnType<typeof writeOrderFile>>) => {
  const env = { DATA_DIR: data, DATABASE_URL: '' }
  const before = await startServer(folder, env)
  await importOrders(before.base, file.path)
  await before.kill()
  let after: Awaited<ReturnType<typeof startServer>> | undefined
  const took = await timed(async () => {
    after = await startServer(folder, env)
    const response = await fetch(`${after.base}/api/revenue/kpis?start_date=${file.from}&end_date=${file.to}`)
    const { data: kpis } = (await response.json()) as { data: { revenue: { value: number } } }
    if (kpis.revenue.value !== file.revenue)
      throw new Error(`${build}: expected ${file.revenue}, got ${kpis.revenue.value}`)
  })
  await after!.stop()
  return took / 1000
}

type Options = { revision: string | undefined; lines: number; times: number; say: (words: string) => void }

export const measureStarts = async ({ revision, lines, times, say }: Options): Promise<MeasuredStart[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'analytics-starts-'))
  const other = revision === undefined ? undefined : checkOut(revision, join(folder, 'commit'), say)
  const sides: Side[] = [{ build: 'this', folder: process.cwd() }]
  if (other) sides.unshift({ build: revision!, folder: other.folder })
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  try {
    const file = await writeOrderFile(join(folder, 'shop.csv'), 'shop', lines)
    const found = new Map(sides.map(({ build }) => [build, [] as Omit<MeasuredStart, 'build'>[]]))
    if (other) {
      say(`${revision}: its screens`)
      const vite = join('node_modules', 'vite', 'bin', 'vite.js')
      execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: other.folder, stdio: 'inherit' })
    }
    for (let round = 0; round < times; round++) {
      for (const side of sides) {
        const data = (name: string) => join(folder, `${name}-${round}-${side.build}`)
        say(`${side.build}, ${round + 1} of ${times}`)
        found.get(side.build)!.push({
          ...(await firstStart(side, browser, data('first'))),
          afterKill: await afterKill(side, data('kill'), file),
          idle: await idleMemory(side, data('idle')),
        })
      }
    }
    const median = (of: (one: Omit<MeasuredStart, 'build'>) => number, build: string) =>
      quantile(found.get(build)!.map(of), 0.5)
    return sides.map(({ build }) => ({
      build,
      address: median(({ address }) => address, build),
      chart: median(({ chart }) => chart, build),
      afterKill: median(one => one.afterKill, build),
      idle: median(({ idle }) => idle, build),
    }))
  } finally {
    await browser.close()
    other?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

const figure = (value: number, digits = 1) => value.toFixed(digits)

/** Targets of this build alone: what it is to be against another commit stands beside it as a ratio. */
export const printStarts = (measured: MeasuredStart[]) => {
  const [other, own] = measured.length > 1 ? measured : [undefined, measured[0]]
  const row = (name: string, of: (one: MeasuredStart) => number, target: string, digits = 1) => [
    name,
    target,
    ...measured.map(one => figure(of(one), digits)),
    other && own ? `${figure(of(other) / of(own))}×` : '',
  ]
  printRows([
    ['embedded', 'target', ...measured.map(({ build }) => build), 'ratio'],
    row('first start to the address, s', ({ address }) => address, ''),
    row('first start to the first chart, s', ({ chart }) => chart, '6'),
    row('start after kill -9 to the first right answer, s', one => one.afterKill, '4×'),
    row('memory of an empty server, MB', ({ idle }) => idle, '350', 0),
  ])
}
