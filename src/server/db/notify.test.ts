import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { postgresDatabase } from '../../../tests/setup/database.ts'
import { follow } from '../../../tests/setup/live-stream.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import { fileOf } from '../ingest/test-files.ts'
import { openDatabase } from './open.ts'
import { hearOthers } from './write.ts'
import type { Database } from './database.ts'

const room = join(import.meta.dirname, '..')
const patience = 30_000

/** The servers of one PostgreSQL, one in this process and one in a process of its own, and what the first says. */
let databaseUrl: string
let database: Database
let here: string
let there: string
const said: string[] = []
const close: (() => unknown)[] = []

const program = (path: string, args: string[]) => {
  const child = spawn(process.execPath, [join(room, path), ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      TZ: 'UTC',
      PORT: '0',
      DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  const ended = once(child, 'close')
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (out += chunk))
  return { child, ended, out: () => out }
}
const run = async (path: string, args: string[]) => {
  const { ended, out } = program(path, args)
  expect(await ended, out()).toEqual([0, null])
}

beforeAll(async () => {
  const { url, drop } = await postgresDatabase()
  databaseUrl = url
  close.push(drop)
  database = await openDatabase({ url })
  close.push(database.close)
  close.push(await hearOthers(database, url, words => said.push(words)))
  const app = await buildApp({ database })
  close.push(() => app.close())
  here = await app.listen({ port: 0, host: '127.0.0.1' })

  const { child, ended, out } = program('main.ts', ['--empty'])
  close.push(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const address = () => /http:\/\/localhost:(\d+)/.exec(out())?.[1]
  await vi.waitUntil(address, { timeout: patience })
  there = `http://127.0.0.1:${address()}`
})
afterAll(async () => {
  for (const end of close.toReversed()) await end()
})

/** The versions that a server's open pages are told. */
const pageOf = async (server: string) => {
  const { next } = await follow(server)
  await next()
  const told = async (): Promise<number | undefined> => {
    const event = await next()
    return event === undefined || event.event === 'data' ? event?.body.version : told()
  }
  /** The next version from this one on. */
  const from = async (version: number): Promise<number | undefined> => {
    const came = await told()
    return came === undefined || came >= version ? came : from(version)
  }
  return { told, from }
}

const versionNow = async () =>
  (await sql<{ version: number }>`select version from data_version`.execute(database.db)).rows[0]!.version
const sell = (order: string) =>
  store(database, {
    products: { [order]: { category: 'Light', cost: 1 } },
    customers: { [order]: { segment: 'smb', region: null } },
    lines: [{ order, at: '2026-11-03T09:00:00Z', customer: order, product: order, amount: 5 }],
  })
const productFile = (name: string) => {
  const body = new FormData()
  body.set('file', new Blob([`name,category\n${name},Furniture\n`]), 'products.csv')
  return body
}
const listening = () =>
  sql<{
    pid: number
  }>`select pid from pg_stat_activity where datname = current_database() and application_name = 'analytics-dashboard listening'`
const listeners = async () => (await listening().execute(database.db)).rows.length

test('a commit in one server is told once to the pages of each', async () => {
  const pages = [await pageOf(here), await pageOf(there)]
  const before = await versionNow()
  await sell('first')
  for (const { told } of pages) expect(await told()).toBe(before + 1)
  expect(
    (await fetch(`${there}/api/import?kind=products`, { method: 'POST', body: productFile('Stool') })).status,
  ).toBe(200)
  for (const { told } of pages) expect(await told()).toBe(before + 2)
  await sell('second')
  for (const { told } of pages) expect(await told()).toBe(before + 3)
  const { data } = (await (
    await fetch(`${there}/api/revenue/kpis?start_date=2026-11-01&end_date=2026-11-30`)
  ).json()) as { data: { revenue: { value: number } } }
  expect(data.revenue.value).toBe(10)
})

test('what a server keeps in memory follows what another one commits', async () => {
  const november = 'start_date=2026-11-01&end_date=2026-11-30'
  const questions = [
    `dashboard/summary?${november}`,
    `revenue/bridge?${november}`,
    `revenue/by-region?${november}&category=Light`,
    `revenue/top-products?${november}`,
  ]
  const ask = (server: string) =>
    Promise.all(
      questions.map(
        async question => ((await (await fetch(`${server}/api/${question}`)).json()) as { data: unknown }).data,
      ),
    )
  const before = await ask(here)
  expect(await ask(there)).toEqual(before)
  await sell('kept')
  const after = await ask(here)
  expect(after).not.toEqual(before)
  await expect.poll(() => ask(there), { timeout: patience }).toEqual(after)
  const body = new FormData()
  body.set(
    'file',
    new Blob(['order_id,date,customer,product,quantity,unit_price\nfar,2026-11-04,kept,kept,1,7\n']),
    'orders.csv',
  )
  expect((await fetch(`${there}/api/import?kind=orders`, { method: 'POST', body })).status).toBe(200)
  const last = await ask(there)
  expect(last).not.toEqual(after)
  await expect.poll(() => ask(here), { timeout: patience }).toEqual(last)
})

test('npm run import and npm run rebuild in processes of their own show up too', async () => {
  const page = await pageOf(there)
  const before = await versionNow()
  await run('ingest/command.ts', [fileOf('name,category\nBench,Furniture\n'), '--kind', 'products'])
  expect(await page.told()).toBe(before + 1)
  await run('db/rebuild.ts', [])
  const after = await versionNow()
  expect(after).toBeGreaterThan(before + 1)
  expect(await page.told()).toBe(after)
})

test('a connection that breaks comes back, with what was committed meanwhile, and that is said once', async () => {
  const pages = [await pageOf(here), await pageOf(there)]
  const before = await versionNow()
  expect(
    (await sql`select pg_terminate_backend(pid) from (${listening()}) l`.execute(database.bulk)).rows,
  ).toHaveLength(2)
  await sell('while broken')
  for (const { from } of pages) expect(await from(before + 1)).toBe(before + 1)
  await expect.poll(listeners, { timeout: patience }).toBe(2)
  expect(
    (await fetch(`${there}/api/import?kind=products`, { method: 'POST', body: productFile('Chair') })).status,
  ).toBe(200)
  await sell('after')
  for (const { from } of pages) {
    expect(await from(before + 2)).toBe(before + 2)
    expect(await from(before + 3)).toBe(before + 3)
  }
  expect(said).toEqual([
    'The connection on which other servers tell of their changes broke (terminating connection due to administrator command); trying again until it is back.',
    'The changes of other servers are heard again.',
  ])
})

test('one that was stopped leaves no connection behind, also while it is broken', async () => {
  const words: string[] = []
  const before = await listeners()
  const stop = await hearOthers(database, databaseUrl, sentence => words.push(sentence))
  expect(await listeners()).toBe(before + 1)
  await stop()
  await expect.poll(listeners).toBe(before)
  const stopUnreachable = await hearOthers(database, 'postgres://nobody@127.0.0.1:1/nothing', sentence =>
    words.push(sentence),
  )
  await stopUnreachable()
  expect(words).toEqual([
    expect.stringMatching(
      /^The connection on which other servers tell of their changes broke \(.*ECONNREFUSED.*\); trying again until it is back\.$/,
    ),
  ])
})
