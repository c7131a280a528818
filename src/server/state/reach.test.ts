import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { follow } from '../../../tests/setup/live-stream.ts'
import { startPostgres } from '../../../tests/setup/postgres-server.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, shop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import { openDatabase } from '../db/open.ts'
import { hearOthers } from '../db/write.ts'

test.skipIf(process.env.TEST_ENGINE !== 'postgres')(
  'PostgreSQL goes away and comes back: said on the stream and in the answers, and the same figures follow without a restart',
  { timeout: 120_000 },
  async () => {
    const server = await startPostgres()
    if (!server) throw new Error('no PostgreSQL server')
    onTestFinished(server.stop)
    const url = await server.createDatabase('shop')
    const said: string[] = []
    const database = await openDatabase({ url, say: words => void said.push(words) })
    await store(database, shop)
    const stopHearing = await hearOthers(database, url, words => void said.push(words))
    const app = await buildApp({ database, now, keepAnswers: false })
    onTestFinished(async () => {
      await stopHearing()
      await app.close()
      await database.close()
    })
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    const lines = async () => {
      const response = await fetch(`${base}/api/transactions?limit=3`)
      return { status: response.status, body: await response.json() }
    }
    const before = await lines()
    expect(before.status).toBe(200)
    const { next, leave } = await follow(base)
    onTestFinished(leave)
    expect(await next()).toEqual({ event: 'ping', body: {} })

    await server.halt()
    expect(await lines()).toEqual({
      status: 503,
      body: {
        error: {
          code: 'database_away',
          message: 'The database does not answer. The connection is tried again every second.',
          requestId: expect.any(String),
        },
      },
    })
    const nextOfDatabase = async () => {
      let event = await next()
      while (event && event.event !== 'database') event = await next()
      return event?.body
    }
    expect(await nextOfDatabase()).toEqual({ away: true })
    // who comes meanwhile is told at once
    const late = await follow(base)
    expect([await late.next(), await late.next()]).toEqual([
      { event: 'ping', body: {} },
      { event: 'database', body: { away: true } },
    ])
    late.leave()
    await sleep(1500)

    await server.resume()
    expect(await nextOfDatabase()).toEqual({ away: false })
    expect(await lines()).toEqual(before)
    await expect.poll(() => said.join('\n'), { timeout: 30_000 }).toContain('are heard again')
    expect(said.join('\n')).not.toContain('postgres://')
  },
)
