import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { api } from '#contract'
import { embeddedFolder, postgresDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import { fileOf } from './test-files.ts'

const lines = Array.from({ length: 1_300 }, (_, i) => `${i % 2 ? '=1+1' : `o${i}`},2026-01-05,${i === 7 ? 5 : 'much'}`)
const file = fileOf(`Order ID,Order Date,Total\n${lines.join('\n')}\n`)
const whole = fileOf('Order ID,Order Date,Total\n1,2026-01-05,5\n')

test('an answer lists the first 1,000 skipped rows and counts the others', async () => {
  const database = await testDatabase()
  const app = await buildApp({ database })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  for (const dry of ['true', 'false']) {
    const body = new FormData()
    body.set('file', new Blob([readFileSync(file)]), 'orders.csv')
    const answer = (await (await fetch(`${url}/api/import?dry_run=${dry}`, { method: 'POST', body })).json()) as {
      data: unknown
    }
    const { rows, skippedRows, moreSkipped } = api.data.import.data.parse(answer.data).report
    expect([rows.skipped, skippedRows.length, moreSkipped]).toEqual([1_299, 1_000, 299])
  }
  await app.close()
  await database.close()
})

/** On the embedded engine the command sends the file to the running server, on PostgreSQL it works by itself. */
let env: Record<string, string | undefined>
const close: (() => unknown)[] = []
const program = (path: string, args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, path), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
const outputOf = (child: ReturnType<typeof program>) => {
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (out += chunk))
  return () => out
}
beforeAll(async () => {
  env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, TZ: 'UTC', PORT: '0' }
  if (process.env.TEST_ENGINE === 'postgres') {
    const { url, drop } = await postgresDatabase()
    env.DATABASE_URL = url
    close.push(drop)
    return
  }
  const folder = embeddedFolder()
  env.DATA_DIR = folder
  const server = program('../main.ts', ['--empty'])
  close.push(async () => {
    server.kill('SIGTERM')
    await once(server, 'close')
    rmSync(folder, { recursive: true })
  })
  const out = outputOf(server)
  await vi.waitUntil(() => out().includes('http://localhost:'), { timeout: 30_000 })
})
afterAll(async () => {
  for (const end of close) await end()
})

const run = async (...args: string[]) => {
  const child = program('command.ts', args)
  const out = outputOf(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out() }
}

test('npm run import writes all skipped rows to a file, and no cell in it starts a formula', async () => {
  const target = `${file}.skipped`
  const { code, out } = await run(file, '--dry-run', '--skipped', target)
  expect([code, out]).toEqual([0, expect.stringContaining(`… and 1,289 more skipped rows.\n`)])
  expect(out).toContain(`All 1,299 skipped rows are in ${target}.\n`)
  expect(out.includes('Sending')).toBe(process.env.TEST_ENGINE !== 'postgres')
  const text = readFileSync(target, 'utf8')
  expect(text.slice(0, 18)).toBe('\uFEFFline,reason,row\r\n')
  const rows: string[][] = parse(text, { bom: true })
  expect(rows).toHaveLength(1_300)
  expect(rows[1]).toEqual(['2', expect.stringContaining('"much"'), 'o0,2026-01-05,much'])
  expect(rows[2]?.[2]).toBe(`'=1+1,2026-01-05,much`)
  expect(rows.slice(1).map(([line]) => Number(line))).toEqual(lines.flatMap((_, i) => (i === 7 ? [] : [i + 2])))

  const before = readFileSync(target, 'utf8')
  expect(await run(whole, '--skipped', target)).toEqual({
    code: 1,
    out: `--skipped: there is a file ${target} already.\n`,
  })
  expect(readFileSync(target, 'utf8')).toBe(before)
})

test('the file is read again as it was understood: by the columns and answers that were given or remembered', async () => {
  const asked = fileOf('When,Number,Worth\n03/04/2026,1,5\n04/05/2026,,5\n05/06/2026,3,much\n')
  expect(await run(asked, '--dry-run')).toMatchObject({ code: 1 })
  const given = ['--kind', 'orders', '--map', 'date=When,order_id=Number,amount=Worth', '--date-style', 'dmy']
  expect(await run(asked, ...given, '--skipped', `${asked}.given`)).toMatchObject({ code: 0 })
  expect(await run(asked, '--dry-run', '--skipped', `${asked}.remembered`)).toMatchObject({ code: 0 })
  const text = readFileSync(`${asked}.given`, 'utf8')
  expect((parse(text, { bom: true }) as string[][]).map(([line, , row]) => [line, row])).toEqual([
    ['line', 'row'],
    ['3', '04/05/2026,,5'],
    ['4', '05/06/2026,3,much'],
  ])
  expect(readFileSync(`${asked}.remembered`, 'utf8')).toBe(text)
})

test('without a file the command says how to get them; where nothing was skipped it writes none', async () => {
  expect((await run(file, '--dry-run')).out).toContain(
    '… and 1,289 more skipped rows; --skipped FILE.csv writes them all.\n',
  )
  const target = `${whole}.skipped`
  expect((await run(whole, '--dry-run', '--skipped', target)).out).toContain(
    `No row was skipped: ${target} was not written.\n`,
  )
  expect(existsSync(target)).toBe(false)
})

test('what a file leaves open is asked with the words that answer it', async () => {
  const asking = fileOf('Order ID,Order Date,Total,Status\nW1,2026-01-05,5,Wobbly\n')
  expect(await run(asking, '--dry-run')).toMatchObject({
    code: 1,
    out: expect.stringContaining(
      'Question: Status: "Wobbly" stands in 1 row, 5.00 in all. What does it mean?\n  --answer "Status: wobbly=completed": completed: a sale\n',
    ),
  })
  expect(await run(asking, '--dry-run', '--answer', 'Status: wobbly=completed')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Revenue: 5\n'),
  })
  expect(await run(asking, '--dry-run', '--answer', 'completed')).toMatchObject({
    code: 1,
    out: '--answer: expected Column=style, got "completed".\n',
  })
})
