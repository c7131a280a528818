import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOwner } from '../../../tests/setup/people.ts'
import { openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import { firstQuestions, warm } from './warm.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, localKey: 'key-of-this-server' })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

test('the first questions are asked while the server listens, and all are answered', async () => {
  const answered: [string, number][] = []
  app.addHook('onResponse', async (request, reply) => void answered.push([request.url, reply.statusCode]))
  await warm(app)
  expect(answered).toEqual([])
  await app.listen({ port: 0, host: '127.0.0.1' })
  await warm(app)
  const all = firstQuestions.map(path => [path, 200])
  expect(answered).toEqual(all)
  await makeOwner(app)
  answered.length = 0
  await warm(app, 'key-of-this-server')
  expect(answered).toEqual(all)
})
