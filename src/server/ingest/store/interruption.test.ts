import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { embeddedFolder, postgresDatabase } from '../../../../tests/setup/database.ts'
import { openDatabase } from '../../db/open.ts'
import { clearLeftovers } from './staging.ts'
import { fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

const command = fileURLToPath(new URL('../command.ts', import.meta.url))

/** Runs `npm run import` on a file; `kill`: ended without mercy as soon as its output contains this. */
const run = async (
  env: Record<string, string>,
  args: string[],
  kill?: string,
): Promise<{ code: number | null; out: string }> => {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  const hear = (chunk: Buffer) => {
    out += chunk.toString()
    if (kill !== undefined && out.includes(kill)) child.kill('SIGKILL')
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out }
}

type Place = {
  env: Record<string, string>
  open: () => ReturnType<typeof openDatabase>
  remove: () => Promise<unknown>
}

const place = async (): Promise<Place> => {
  if (process.env.TEST_ENGINE === 'postgres') {
    const { url, drop } = await postgresDatabase()
    return { env: { DATABASE_URL: url }, open: () => openDatabase({ url }), remove: drop }
  }
  const dir = embeddedFolder()
  return {
    env: { DATA_DIR: dir },
    open: () => openDatabase({ dir }),
    remove: async () => rmSync(dir, { recursive: true, force: true }),
  }
}

test('an import that is killed while it writes leaves the old state, and what it left behind is cleared', async () => {
  const { env, open, remove } = await place()
  const lines = Array.from(
    { length: 80_000 },
    (_, i) => `o${i >> 2},2026-01-${String((i % 28) + 1).padStart(2, '0')},c${i % 500},p${i % 90},1,2.50`,
  )
  const header = 'Order ID,Order Date,Customer ID,SKU,Quantity,Unit Price'
  const large = fileOf(`${header}\n${lines.join('\n')}\n`)
  const small = fileOf(`${header}\nx1,2026-01-01,c1,p1,1,2.50\n`)
  try {
    expect(await run(env, [small])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Written: 1 new, 0 changed, 0 as they were'),
    })
    expect(await run(env, [large], 'rows written')).toMatchObject({ code: null })

    const database = await open()
    const count = async (query: string) => (await sql.raw<{ n: number }>(query).execute(database.db)).rows[0]?.n
    const state = async () => ({
      lines: await count('select count(*) as n from transactions'),
      customers: await count('select count(*) as n from customers'),
      running: await count(`select count(*) as n from imports where status = 'running'`),
      failed: await count(`select count(*) as n from imports where status = 'failed'`),
      staging: await count(`select count(*) as n from pg_tables where tablename like 'staged%'`),
    })
    expect(await state()).toEqual({ lines: 1, customers: 2, running: 1, failed: 0, staging: 7 })
    await clearLeftovers(database, hostname(), new Date('2026-11-22T10:00:00Z'))
    expect(await state()).toEqual({ lines: 1, customers: 2, running: 0, failed: 1, staging: 0 })
    expect(await importsInto(() => database).list()).toMatchObject([
      { status: 'failed', problem: 'The import was interrupted; nothing of it was kept.' },
      { status: 'done', problem: null },
    ])
    await database.close()
    expect(await run(env, [small])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Written: 0 new, 0 changed, 1 as they were'),
    })
  } finally {
    await remove()
  }
}, 180_000)

test('what cannot be imported ends with a sentence and exit code 1', async () => {
  const { env, remove } = await place()
  try {
    expect(await run(env, ['/nowhere.csv'])).toEqual({ code: 1, out: 'There is no file /nowhere.csv.\n' })
    expect(await run(env, [fileOf('a,b\n1,2\n'), '--kind', 'shoes'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('--kind: '),
    })
    const unclear = fileOf('Order ID,Order Date,Total\n1,03/04/2026,5\n')
    expect(await run(env, [unclear])).toMatchObject({
      code: 1,
      out: expect.stringContaining('With --dry-run it shows'),
    })
    const asked = await run(env, [unclear, '--dry-run'])
    expect(asked).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        '  --date-style dmy: 03/04/2026 is 3 April 2026\n  --date-style mdy: 03/04/2026 is 4 March 2026\n',
      ),
    })
  } finally {
    await remove()
  }
})
