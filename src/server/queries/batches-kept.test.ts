import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { embeddedFolder, postgresDatabase } from '../../../tests/setup/database.ts'

const main = join(import.meta.dirname, '../main.ts')

const start = async (place: Record<string, string>) => {
  const child = spawn(process.execPath, [main, '--empty'], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, TZ: 'UTC', PORT: '0', ...place },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  child.stdout.on('data', chunk => (out += chunk))
  const address = () => out.match(/http:\/\/localhost:\d+/)?.[0]
  while (!address() && child.exitCode === null) await once(child.stdout, 'data')
  return { child, base: address()!.replace('localhost', '127.0.0.1') }
}

const batch = (n: number) => ({
  rows: Array.from({ length: 20 }, (_, i) => ({
    order_id: `O-${n}`,
    line_id: i,
    date: '2026-11-20',
    customer_name: `Customer ${n % 5}`,
    product_name: 'Lamp',
    amount: 1,
  })),
})

test('what was answered is there after kill -9, whole and once, also when it is sent again', async () => {
  const place: Record<string, string> = {}
  if (process.env.TEST_ENGINE === 'postgres') {
    const { url, drop } = await postgresDatabase()
    onTestFinished(drop)
    place.DATABASE_URL = url
  } else {
    place.DATA_DIR = embeddedFolder()
    onTestFinished(() => rmSync(place.DATA_DIR!, { recursive: true, force: true }))
  }
  const post = (base: string, n: number) =>
    fetch(`${base}/api/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batch(n)),
    })
  const answered: number[] = []
  let sent = 0
  for (const enough of [7, 15]) {
    const { child, base } = await start(place)
    const write = async () => {
      for (;;) {
        const n = (sent += 1)
        const status = await post(base, n).then(
          ({ status: said }) => said,
          () => 0,
        )
        if (status !== 200) return
        answered.push(n)
        if (answered.length >= enough) child.kill('SIGKILL')
      }
    }
    const ended = once(child, 'close')
    await Promise.all([write(), write(), write()])
    await ended
  }
  const { base } = await start(place)
  const lines = async () => {
    const answer = await fetch(`${base}/api/transactions/orders?start_date=2026-11-20&end_date=2026-11-20&limit=1000`)
    const { data } = (await answer.json()) as { data: { rows: { orderId: string; lines: number; amount: number }[] } }
    return data.rows
  }
  const kept = await lines()
  expect(kept.every(row => row.lines === 20 && row.amount === 20)).toBe(true)
  const orders = new Set(kept.map(({ orderId }) => orderId))
  expect(answered.filter(n => !orders.has(`O-${n}`))).toEqual([])
  for (let n = 1; n <= sent; n += 1) expect((await post(base, n)).status).toBe(200)
  const all = await lines()
  expect(all.map(({ orderId, lines: count }) => `${orderId} ${count}`).sort()).toEqual(
    Array.from({ length: sent }, (_, i) => `O-${i + 1} 20`).sort(),
  )
})
