import { afterEach, expect, test } from 'vitest'
import { newDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { settled } from '../db/write.ts'
import { clockOf, zoneRefusal } from './zone.ts'

const opened: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/**
 * Zones whose rules databases have of different years: by those of 2025 Vancouver is at −8 on these days, Edmonton at −7 and Casablanca at +1. The
 * to-date cut counts the same lines on every engine, by the rules of the clock that booked them.
 */
const hours = { 'America/Vancouver': -7, 'America/Edmonton': -6, 'Africa/Casablanca': 0 }

test.each(Object.entries(hours))(
  'the to-date cut of %s goes by one clock, on every engine',
  async (timezone, ahead) => {
    const at = (time: string, day = '2026-12-15') =>
      new Date(Date.parse(`${day}T${time}:00Z`) - ahead * 3_600_000).toISOString()
    const database: Database = await newDatabase()
    const app = await buildApp({ database, now: () => new Date(at('10:30')) })
    opened.push(app, database)
    await app.inject({ method: 'PATCH', url: `/api/settings?timezone=${timezone}&compare_match=date` })
    const rows = ['2026-12-14', '2026-12-15'].flatMap(day =>
      ['00:00', '09:45', '10:30', '10:31', '11:15', '23:59'].map((time, line) => ({
        order_id: `${day} ${time}`,
        line_id: line,
        date: at(time, day),
        customer_name: time < '10' ? 'Ada' : `Ben ${time}`,
        product_name: 'Lamp',
        amount: 10 ** line / 10,
      })),
    )
    const written = await app.inject({ method: 'POST', url: '/api/transactions', payload: { rows } })
    expect(written.json().data.inserted).toBe(12)
    await settled(database)
    const ask = async (path: string) =>
      (await app.inject(`/api/${path}start_date=2026-12-15&end_date=2026-12-15`)).json()
    const { data, meta } = await ask('revenue/kpis?')
    expect(meta.comparison).toMatchObject({ start: '2026-12-14', end: '2026-12-14', cutAt: '10:30' })
    expect(meta.timezone).toBe(timezone)
    // 0.1 + 1 + 10, of the day before up to and with 10:30
    expect([data.revenue.previousValue, data.orders.previousValue]).toEqual([11.1, 3])
    const overview = (await ask('customers/overview?')).data
    expect(overview.active.previousValue).toBe(2)
    const trends = (await ask('revenue/trends?granularity=day&')).data
    expect(trends).toMatchObject([{ date: '2026-12-15', previousDate: '2026-12-14', previousRevenue: 11.1 }])
    const bridge = (await ask('revenue/bridge?by=customers&')).data
    expect(bridge.from).toBe(11.1)
  },
)

test('a day whose clocks change has two offsets, others one', () => {
  const hour = 3_600_000
  const { offsetsOn } = clockOf('Europe/London')
  expect(offsetsOn(Date.parse('2026-10-24'))).toEqual({ ahead: hour, change: null })
  expect(offsetsOn(Date.parse('2026-10-25'))).toEqual({
    ahead: hour,
    change: { at: Date.parse('2026-10-25T01:00:00Z'), ahead: 0 },
  })
  expect(offsetsOn(Date.parse('2026-03-29'))).toEqual({
    ahead: 0,
    change: { at: Date.parse('2026-03-29T01:00:00Z'), ahead: hour },
  })
  expect(clockOf('Asia/Kolkata').offsetsOn(Date.parse('2026-03-29'))).toEqual({ ahead: 5.5 * hour, change: null })
})

test('only canonical names are taken', async () => {
  for (const name of ['UTC', 'Europe/London', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'America/Vancouver'])
    expect(zoneRefusal(name)).toBeNull()
  const database: Database = await newDatabase()
  const app = await buildApp({ database })
  opened.push(app, database)
  const refusal = async (timezone: string) => {
    const answer = await app.inject({ method: 'PATCH', url: '/api/settings', query: { timezone } })
    return [answer.statusCode, answer.json().error?.message]
  }
  const offset =
    'timezone: expected the name of a place such as Europe/London, as an offset does not say when clocks change, got'
  expect(await refusal('+03:00')).toEqual([400, `${offset} "+03:00"`])
  expect(await refusal('Etc/GMT-3')).toEqual([400, `${offset} "Etc/GMT-3"`])
  expect(await refusal('US/Pacific-New')).toEqual([
    400,
    'timezone: expected America/Los_Angeles, the name that "US/Pacific-New" stands for',
  ])
  expect(await refusal('europe/london')).toEqual([
    400,
    'timezone: expected Europe/London, the name that "europe/london" stands for',
  ])
  expect(await refusal('Mars/Olympus')).toEqual([
    400,
    'timezone: expected a name such as Europe/London, got "Mars/Olympus"',
  ])
})
