import { expect, test } from 'vitest'
import type { Ask } from './connection.ts'
import { takeRows } from './rows.ts'

test('rows that could not be written to the disk are an error, not fewer rows', async () => {
  let fetched = 0
  const ask: Ask = statement => {
    const rows = statement.startsWith('fetch') && fetched++ === 0 ? [['1']] : []
    return Promise.resolve({ fields: [{ name: 'id', type: 23 }], rows })
  }
  const of = { table: null, query: 'select 1 as id', grows: null, overlap: 0, zone: null, orders: null, readTo: null }
  const wanted = { ...of, timezone: 'UTC', now: new Date('2026-11-22T10:00:00Z') }
  await expect(takeRows(ask, wanted, '/nowhere/rows', () => {})).rejects.toThrow('ENOENT')
})
