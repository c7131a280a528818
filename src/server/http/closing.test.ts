import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'

test('a connection that never asked anything does not hold up a stop', { timeout: 30_000 }, async () => {
  const database = await testDatabase()
  const app = await buildApp({ database })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
  const ended = once(silent, 'close')
  await app.close()
  await ended
  await database.close()
})
