import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './scrypt.ts'

const password = 'a sentence of some length'

test('a password is hashed by scrypt at the cost that its hash says, with a salt of its own', async () => {
  const hash = await hashPassword(password)
  const [, n, r, p, salt, key] = /^scrypt-(\d+)-(\d+)-(\d+):([0-9a-f]{32}):([0-9a-f]{64})$/.exec(hash)!
  expect([n, r, p]).toEqual(['16384', '8', '5'])
  const cost = { N: 2 ** 14, r: 8, p: 5 }
  expect(key).toBe(scryptSync(password, Buffer.from(salt!, 'hex'), 32, cost).toString('hex'))
  expect(await hashPassword(password)).not.toBe(hash)
  expect(await verifyPassword({ hash, password })).toBe(true)
  expect(await verifyPassword({ hash, password: `${password}!` })).toBe(false)
})

test('a password in two Unicode forms is one password', async () => {
  const hash = await hashPassword('un cafe\u0301 près de la gare')
  expect(await verifyPassword({ hash, password: 'un café près de la gare' })).toBe(true)
})

test('a hash of another kind is refused aloud', async () => {
  await expect(verifyPassword({ hash: 'bcrypt:00:00', password })).rejects.toThrow('does not know')
})
