import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDatabase } from '../../../tests/setup/database.ts'
import { pagesOf } from '../../../tests/setup/read-pdf.ts'
import { csvFilesOf } from '../../../tests/setup/read-csv.ts'
import { type Line, store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { addDays, toNumber } from '../time/calendar.ts'

/*
 * Ada orders for 10 each day at nine, Ben for 100 more each Saturday; on Sunday 18 October somebody comes at noon.
 * It is Sunday, 22 November 2026, half past ten.
 */
const now = () => new Date('2026-11-22T10:30:00Z')
const isSaturday = (day: string) => toNumber(day) % 7 === 2
const linesOf = (from: string, to: string): Line[] => {
  const lines: Line[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const at = `${day}T09:00:00Z`
    lines.push({ order: `a ${day}`, at, customer: 'Ada', product: 'Lamp', amount: 10 })
    if (isSaturday(day)) lines.push({ order: `b ${day}`, at, customer: 'Ben', product: 'Desk', amount: 100 })
  }
  return lines
}

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await newDatabase()
  await store(database, {
    products: { Lamp: { category: 'Light', cost: null }, Desk: { category: 'Furniture', cost: null } },
    customers: { Ada: { segment: 'smb', region: 'North' }, Ben: { segment: 'smb', region: 'North' } },
    lines: [
      ...linesOf('2025-10-01', '2025-11-30'),
      ...linesOf('2026-08-01', '2026-11-22'),
      { order: 'noon', at: '2026-10-18T12:00:00Z', customer: 'Ada', product: 'Lamp', amount: 7 },
    ],
    deals: [
      { name: 'old', customer: 'Ada', stage: 'lead', amount: 300, created: '2026-08-10' },
      { name: 'new', customer: 'Ada', stage: 'lead', amount: 500, created: '2026-10-20' },
    ],
  })
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const get = (url: string) => app.inject({ url })
const ask = async (url: string) => (await get(url)).json()
/** The comparison's days, and revenue against it. */
const revenueOf = async (query: string) => {
  const { data, meta } = await ask(`/api/revenue/kpis?${query}`)
  const { start, end, match, calendar, cutAt } = meta.comparison
  const days = `${start} ${end}${cutAt ? ` ${cutAt}` : ''}`
  return [days, calendar ? 'calendar' : match, data.revenue.value, data.revenue.previousValue]
}

describe('like stands beside like', () => {
  // 30 days from a Saturday on have five of them: 300 + 500
  test.each([
    ['', ['2026-09-19 2026-10-18 10:30', 'weekday', 800, 800]],
    ['match=weekday', ['2026-09-19 2026-10-18 10:30', 'weekday', 800, 800]],
    // 24 September is a Thursday: four Saturdays, and noon of the 18th
    ['match=date', ['2026-09-24 2026-10-23 10:30', 'date', 800, 707]],
    ['compare=previous_year', ['2025-10-25 2025-11-23 10:30', 'weekday', 800, 800]],
    ['compare=previous_year&match=date', ['2025-10-24 2025-11-22 10:30', 'date', 800, 800]],
    // three Saturdays in each
    ['start_date=2026-11-01&end_date=2026-11-22', ['2026-10-01 2026-10-22 10:30', 'calendar', 520, 527]],
    ['start_date=2026-11-01&end_date=2026-11-30', ['2026-10-01 2026-10-22 10:30', 'calendar', 520, 527]],
    ['start_date=2026-10-01&end_date=2026-10-31', ['2026-09-01 2026-09-30', 'calendar', 817, 700]],
    // Monday to Friday
    [
      'start_date=2026-11-16&end_date=2026-11-20&compare=custom&compare_start=2026-09-07&compare_end=2026-09-11',
      ['2026-09-07 2026-09-11', null, 50, 50],
    ],
  ])('%s', async (query, expected) => expect(await revenueOf(query)).toEqual(expected))

  test('on every page that compares', async () => {
    const days = { start: '2026-09-19', end: '2026-10-18', match: 'weekday' }
    const paths = [
      'dashboard/kpis',
      'dashboard/summary',
      'revenue/by-category',
      'revenue/top-products',
      'revenue/bridge',
      'customers/overview',
      'customers',
      'operations/pipeline-kpis',
    ]
    for (const path of paths) expect((await ask(`/api/${path}`)).meta.comparison, path).toMatchObject(days)
    const chosen =
      'start_date=2026-11-16&end_date=2026-11-22&compare=custom&compare_start=2026-09-07&compare_end=2026-09-11'
    const { active } = (await ask(`/api/customers/overview?${chosen}`)).data
    expect([active.value, active.previousValue]).toEqual([2, 1])
    const pipeline = async (query: string) => {
      const { pipelineValue } = (await ask(`/api/operations/pipeline-kpis?${query}`)).data
      return [pipelineValue.value, pipelineValue.previousValue]
    }
    expect([await pipeline(''), await pipeline('match=date')]).toEqual([
      [800, 300],
      [800, 800],
    ])
  })

  test('growth is compared by the same rule, and with days that were chosen not at all', async () => {
    const growth = async (query: string) => (await ask(`/api/dashboard/kpis?${query}`)).data.growthRate
    // 19 September to 18 October against 15 August to 13 September: five Saturdays each
    expect(await growth('')).toMatchObject({ value: 0, previousValue: 0 })
    const chosen = await growth(
      'start_date=2026-11-16&end_date=2026-11-20&compare=custom&compare_start=2026-09-05&compare_end=2026-09-09',
    )
    expect(chosen).toMatchObject({ value: -66.7, previousValue: null })
  })

  test('over time a Saturday stands on a Saturday, a date on its date', async () => {
    const trend = async (query: string) =>
      (await ask(`/api/revenue/trends?${query}`)).data as {
        date: string
        revenue: number
        previousDate: string | null
        previousEndDate: string | null
        previousRevenue: number | null
      }[]
    for (const point of await trend('granularity=day')) {
      expect(point.previousRevenue, point.date).toBe(point.revenue)
      expect(isSaturday(point.previousDate!)).toBe(isSaturday(point.date))
    }
    const october = await trend('granularity=day&start_date=2026-10-01&end_date=2026-10-31')
    expect(october.slice(28).map(({ date, previousDate }) => [date, previousDate])).toEqual([
      ['2026-10-29', '2026-09-29'],
      ['2026-10-30', '2026-09-30'],
      ['2026-10-31', null],
    ])
    const september = await ask('/api/revenue/trends?granularity=day&start_date=2026-09-01&end_date=2026-09-30')
    expect(september.data.at(-1)).toMatchObject({ previousDate: '2026-08-30', previousEndDate: '2026-08-30' })
    expect(september.meta.notes).toContain(
      '1 day of the comparison has no like in the range: over time they stand beside nothing, in the sums they count.',
    )
    const months = await trend('start_date=2026-09-01&end_date=2026-10-31&granularity=month&compare=previous_year')
    expect(months.map(({ previousDate, previousEndDate }) => [previousDate, previousEndDate])).toEqual([
      ['2025-09-01', '2025-09-30'],
      ['2025-10-01', '2025-10-31'],
    ])
  })
})

describe('words', () => {
  test('of a range that goes on, and of sums of different lengths', async () => {
    const notes = async (query: string) => (await ask(`/api/revenue/kpis?${query}`)).meta.notes as string[]
    expect(await notes('start_date=2026-11-02&end_date=2026-12-10')).toContain(
      'The range ends after 2026-11-22: what it has so far, 21 days, is compared with the same weekdays 3 weeks earlier.',
    )
    expect(await notes('start_date=2026-11-01&end_date=2026-11-30')).toContain(
      'The range ends after 2026-11-22: what it has so far, 22 days, is compared with the same part of the month before.',
    )
    expect(
      await notes(
        'start_date=2026-11-16&end_date=2026-11-20&compare=custom&compare_start=2026-09-01&compare_end=2026-09-30',
      ),
    ).toContain('The sums are of different lengths: the range has 5 days, the comparison 30.')
  })

  test.each([
    ['compare=custom', 'compare_start: expected the first and the last day to compare with, as compare is custom'],
    [
      'compare=custom&compare_start=2026-09-01',
      'compare_end: expected the first and the last day to compare with, as compare is custom',
    ],
    [
      'compare_start=2026-09-01&compare_end=2026-09-02',
      'compare_start: expected only with compare=custom, got it with compare=previous_period',
    ],
    ['compare=none&compare_end=2026-09-02', 'compare_end: expected only with compare=custom, got it with compare=none'],
    [
      'compare=custom&compare_start=2026-09-02&compare_end=2026-09-01',
      'compare_end: expected a day on or after compare_start 2026-09-02, got 2026-09-01',
    ],
    [
      'compare=custom&compare_start=2026-02-30&compare_end=2026-09-01',
      'compare_start: expected a date that exists, as YYYY-MM-DD, got "2026-02-30"',
    ],
    [
      'compare=custom&compare_start=2026-10-01&compare_end=2026-10-24',
      'compare_end: expected a day before the range 2026-10-24 to 2026-11-22, got 2026-10-24',
    ],
    ['match=month', 'match: Invalid option: expected one of "weekday"|"date", got "month"'],
  ])('that refuse %s', async (query, sentence) => {
    for (const path of ['/api/revenue/kpis?', '/api/export?page=dashboard&format=csv&']) {
      const response = await get(path + query)
      expect([response.statusCode, response.json().error.message]).toEqual([400, sentence])
    }
  })
})

test('files say which days were compared and how', async () => {
  const words = '2026-09-19 to 2026-10-18, weekday beside weekday (last day until 10:30)'
  for (const page of ['revenue', 'operations']) {
    // deals are known by the day
    const said = page === 'operations' ? words.replace(' (last day until 10:30)', '') : words
    const file = await get(`/api/export?page=${page}&format=csv`)
    expect(csvFilesOf(file.rawPayload).factOf('Comparison')).toBe(said)
  }
  expect(JSON.stringify(await ask('/api/export?page=revenue&format=json'))).toContain(words)
  const pdf = pagesOf((await get('/api/export?page=revenue&format=pdf')).rawPayload).flat()
  expect(pdf.join(' ')).toContain('19 Sep – 18 Oct 2026')
  expect((await get('/api/export?page=revenue&format=xlsx&match=date')).statusCode).toBe(200)
  const chosen = 'compare=custom&compare_start=2026-09-01&compare_end=2026-09-30'
  const { factOf } = csvFilesOf((await get(`/api/export?page=revenue&format=csv&${chosen}`)).rawPayload)
  expect(factOf('Comparison')).toBe('2026-09-01 to 2026-09-30 (last day until 10:30)')
})

test('how it is compared has an answer and an ETag of its own', async () => {
  const of = async (query: string) => (await get(`/api/revenue/kpis?${query}`)).headers.etag
  const tags = [await of(''), await of('match=date'), await of('compare=previous_year')]
  expect(new Set(tags).size).toBe(3)
  expect(await of('match=weekday')).toBe(tags[0])
})
