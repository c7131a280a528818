import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'

const play = async (...args: string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'live.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { out: out.trim().split('\n'), error: error.trim(), code: ((await ended) as [number])[0] }
}

test('orders are played through the API into the demo, and go with it; a company of its own is left alone', async () => {
  const database = await testDatabase()
  const app = await buildApp({ database })
  onTestFinished(async () => {
    await app.close()
    await database.close()
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const orders = async () =>
    (
      await sql<{ orders: number }>`
        select count(distinct order_id) as orders from transactions where import_id = 0 and order_id like 'demo-live-%'
      `.execute(database.db)
    ).rows[0]?.orders

  const refused = await play('--url', url, '--orders', '1')
  expect([refused.code, refused.error]).toEqual([1, 'demo: there is no demo data for these rows to join.'])

  await sql`update settings set demo_seed = 7, demo_start = '2023-11-20'`.execute(database.bulk)
  const played = await play('--url', url, '--orders', '3', '--every', '0.01')
  expect([played.code, played.error, played.out.length]).toEqual([0, '', 4])
  expect(played.out[0]).toBe(`Orders into ${url}; Ctrl-C ends.`)
  expect(played.out[1]).toMatch(/^.+, .+: \d+ lines?, [\d,]+\.\d\d \(\d+ ms\)$/)
  expect(await orders()).toBe(3)
  await app.inject({ method: 'DELETE', url: '/api/demo' })
  expect(await orders()).toBe(0)

  expect(await play('--url', 'http://127.0.0.1:1')).toMatchObject({
    code: 1,
    error: expect.stringMatching(/^No server answers at http:\/\/127\.0\.0\.1:1\. Start one with npm start/),
  })
  expect(await play('--every', 'x')).toMatchObject({ code: 1, error: '--every: expected a number above 0, got "x"' })
})
