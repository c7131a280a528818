import { describe, expect, test } from 'vitest'
import {
  asOfDay,
  bucketsBefore,
  bucketsOf,
  changePercent,
  changePoints,
  daysApart,
  defaultGranularity,
  percentages,
  resolvePeriod,
} from './period.ts'
import type { Comparison } from './comparison.ts'
import type { Workspace } from '../workspace.ts'
import { daysIn, monthAfter, monthOf, monthsEarlier, partsOf, toDay, toNumber } from '../time/calendar.ts'

const workspace: Workspace = {
  currency: 'USD',
  digits: 2,
  timezone: 'UTC',
  weekStart: 1,
  fiscalMonth: 1,
  churnAfterDays: 180,
  compareMatch: 'date',
}
/** What the fields of a comparison are for days alone. */
const byDate = { match: 'date', calendar: false, wholeMonths: false } as const
const at = (instant: string) => new Date(instant)
const resolve = (
  asked: { start_date?: string; end_date?: string; compare?: 'previous_period' | 'previous_year' | 'none' },
  now: string,
  newest: string | null,
  timezone = 'UTC',
) => resolvePeriod({ compare: 'previous_period', ...asked }, at(now), { ...workspace, timezone }, newest)

describe('as-of day', () => {
  test.each([
    ['2026-11-22', null, '2026-11-22'],
    ['2026-11-22', '2026-11-20', '2026-11-22'],
    ['2026-11-22', '2026-10-18', '2026-11-22'], // 35 days ago
    ['2026-11-22', '2026-10-17', '2026-10-17'], // 36
    ['2026-11-22', '2027-01-05', '2026-11-22'], // rows of the future
  ])('on %s with data up to %s it is %s', (today, newest, expected) => expect(asOfDay(today, newest)).toBe(expected))
})

describe('windows', () => {
  test('by default 30 days to today, against the 30 before, the last cut at the same time of day', () => {
    expect(resolve({}, '2026-11-22T10:07:59Z', '2026-11-22')).toEqual({
      today: '2026-11-22',
      asOfDay: '2026-11-22',
      range: { start: '2026-10-24', end: '2026-11-22' },
      comparison: {
        ...byDate,
        kind: 'previous_period',
        start: '2026-09-24',
        end: '2026-10-23',
        cutAt: '10:07',
        back: { days: 30 },
      },
    })
  })

  test('by default 30 days to the end of old data, which is a finished day', () => {
    expect(resolve({}, '2026-11-22T10:00:00Z', '2011-02-28')).toEqual({
      today: '2026-11-22',
      asOfDay: '2011-02-28',
      range: { start: '2011-01-30', end: '2011-02-28' },
      comparison: {
        ...byDate,
        kind: 'previous_period',
        start: '2010-12-31',
        end: '2011-01-29',
        cutAt: null,
        back: { days: 30 },
      },
    })
  })

  test.each([
    ['2026-11-22T23:30:00Z', 'Europe/Berlin', '2026-11-23', '00:30'],
    ['2026-11-22T23:30:00Z', 'America/New_York', '2026-11-22', '18:30'],
    ['2026-11-22T00:00:00Z', 'UTC', '2026-11-22', '00:00'],
    ['2026-07-01T12:00:00Z', 'Asia/Kolkata', '2026-07-01', '17:30'],
    ['2026-11-22T11:00:00Z', 'Pacific/Kiritimati', '2026-11-23', '01:00'],
  ])('%s in %s is %s %s', (now, zone, day, time) => {
    const { today, range, comparison } = resolve({}, now, null, zone)
    expect([today, range.end, comparison?.cutAt]).toEqual([day, day, time])
  })

  test('with one date only, the other is the default', () => {
    const now = '2026-11-22T10:00:00Z'
    expect(resolve({ start_date: '2026-11-01' }, now, null).range).toEqual({ start: '2026-11-01', end: '2026-11-22' })
    expect(resolve({ start_date: '2027-01-05' }, now, null).range).toEqual({ start: '2027-01-05', end: '2027-01-05' })
    expect(resolve({ end_date: '2026-03-01' }, now, null).range).toEqual({ start: '2026-01-31', end: '2026-03-01' })
  })

  test('only a range that has today in it is cut; none has no comparison', () => {
    const now = '2026-11-22T10:00:00Z'
    expect(resolve({ start_date: '2026-11-01', end_date: '2026-11-21' }, now, null).comparison?.cutAt).toBeNull()
    expect(resolve({ compare: 'none' }, now, null).comparison).toBeNull()
  })

  test.each([
    ['2024-02-29', '2023-02-28'],
    ['2025-02-28', '2024-02-28'],
    ['2024-12-31', '2023-12-31'],
    ['0050-01-01', '0049-01-01'],
  ])('a year before %s is %s', (day, expected) => expect(monthsEarlier(day, 12)).toBe(expected))

  test.each([
    ['2026-03-31', 1, '2026-02-28'],
    ['2028-03-31', 1, '2028-02-29'],
    ['2026-12-31', 3, '2026-09-30'],
    ['2026-01-15', 2, '2025-11-15'],
    ['2026-10-31', -1, '2026-11-30'],
  ])('%s, %i months earlier, is %s', (day, months, expected) => expect(monthsEarlier(day, months)).toBe(expected))

  test('days are counted over leap days and the ends of summer time', () => {
    expect(daysIn({ start: '2024-02-01', end: '2024-03-01' })).toBe(30)
    expect(daysIn({ start: '2026-03-01', end: '2026-03-31' })).toBe(31)
    expect(daysIn({ start: '2026-10-01', end: '2026-10-31' })).toBe(31)
  })
})

describe('buckets', () => {
  const today = '2026-11-22'
  const list = (
    window: { start: string; end: string },
    granularity: Parameters<typeof bucketsOf>[1],
    more: Partial<typeof workspace> = {},
  ) =>
    bucketsOf(window, granularity, { ...workspace, ...more }, today).map(
      ({ start, end, partial }) => `${start} ${end}${partial ? ' partial' : ''}`,
    )

  test('days: only today is not over', () => {
    expect(list({ start: '2026-11-20', end: '2026-11-23' }, 'day')).toEqual([
      '2026-11-20 2026-11-20',
      '2026-11-21 2026-11-21',
      '2026-11-22 2026-11-22 partial',
      '2026-11-23 2026-11-23 partial',
    ])
  })

  test("weeks start on the workspace's day", () => {
    // 2026-11-02 is a Monday
    expect(list({ start: '2026-11-04', end: '2026-11-17' }, 'week')).toEqual([
      '2026-11-04 2026-11-08 partial',
      '2026-11-09 2026-11-15',
      '2026-11-16 2026-11-17 partial',
    ])
    expect(list({ start: '2026-11-01', end: '2026-11-14' }, 'week', { weekStart: 7 })).toEqual([
      '2026-11-01 2026-11-07',
      '2026-11-08 2026-11-14',
    ])
    expect(list({ start: '1969-12-29', end: '1970-01-11' }, 'week')).toEqual([
      '1969-12-29 1970-01-04',
      '1970-01-05 1970-01-11',
    ])
  })

  test('months, the last still running', () => {
    expect(list({ start: '2026-09-01', end: '2026-11-30' }, 'month')).toEqual([
      '2026-09-01 2026-09-30',
      '2026-10-01 2026-10-31',
      '2026-11-01 2026-11-30 partial',
    ])
    expect(list({ start: '2024-01-31', end: '2024-02-29' }, 'month')).toEqual([
      '2024-01-31 2024-01-31 partial',
      '2024-02-01 2024-02-29',
    ])
  })

  test('quarters and years follow the fiscal year', () => {
    expect(list({ start: '2025-01-01', end: '2025-06-30' }, 'quarter')).toEqual([
      '2025-01-01 2025-03-31',
      '2025-04-01 2025-06-30',
    ])
    expect(list({ start: '2025-02-01', end: '2025-10-31' }, 'quarter', { fiscalMonth: 2 })).toEqual([
      '2025-02-01 2025-04-30',
      '2025-05-01 2025-07-31',
      '2025-08-01 2025-10-31',
    ])
    expect(list({ start: '2024-04-01', end: '2026-03-31' }, 'year', { fiscalMonth: 4 })).toEqual([
      '2024-04-01 2025-03-31',
      '2025-04-01 2026-03-31',
    ])
    expect(list({ start: '2025-01-15', end: '2026-11-22' }, 'year')).toEqual([
      '2025-01-15 2025-12-31 partial',
      '2026-01-01 2026-11-22 partial',
    ])
  })

  test.each([
    ['2026-11-22', '2026-11-22', 'day'],
    ['2026-09-22', '2026-11-22', 'day'],
    ['2026-09-21', '2026-11-22', 'week'],
    ['2026-08-25', '2026-11-22', 'week'],
    ['2025-11-28', '2026-11-21', 'week'],
    ['2025-11-23', '2026-11-22', 'month'],
    ['2024-11-22', '2026-11-22', 'month'],
    ['2017-01-01', '2026-11-22', 'month'],
    ['2000-01-01', '2026-11-22', 'quarter'],
    ['1930-01-01', '2026-11-22', 'year'],
  ])('%s to %s is drawn by %s', (start, end, granularity) => {
    expect(defaultGranularity({ start, end })).toBe(granularity)
    expect(bucketsOf({ start, end }, defaultGranularity({ start, end }), workspace, today).length).toBeLessThanOrEqual(
      125,
    )
  })

  const before = (more: Pick<Comparison, 'start' | 'end' | 'back'> & Partial<Comparison>): Comparison => ({
    ...byDate,
    kind: 'previous_period',
    cutAt: null,
    ...more,
  })
  const bucketed = (range: { start: string; end: string }, granularity: Parameters<typeof bucketsOf>[1]) =>
    bucketsOf(range, granularity, workspace, today)

  test('the comparison is shared out over longer buckets without gap or overlap', () => {
    const comparison = before({ start: '2026-02-13', end: '2026-02-25', back: { days: 13 } })
    expect(bucketsBefore(comparison, bucketed({ start: '2026-02-26', end: '2026-03-10' }, 'month'))).toEqual([
      { start: '2026-02-13', end: '2026-02-15' },
      { start: '2026-02-16', end: '2026-02-25' },
    ])
    const quarter = before({ start: '2026-04-01', end: '2026-06-30', back: { months: 3 }, wholeMonths: true })
    const third = { start: '2026-07-01', end: '2026-09-30' }
    expect(bucketsBefore(quarter, bucketed(third, 'month'))).toEqual([
      { start: '2026-04-01', end: '2026-04-30' },
      { start: '2026-05-01', end: '2026-05-31' },
      { start: '2026-06-01', end: '2026-06-30' },
    ])
    const weeks = bucketsBefore(quarter, bucketed(third, 'week'))
    expect([weeks[0], weeks[1], weeks.at(-1)]).toEqual([
      { start: '2026-04-01', end: '2026-04-05' },
      { start: '2026-04-06', end: '2026-04-12' },
      { start: '2026-06-28', end: '2026-06-30' },
    ])
    expect(daysApart(quarter, weeks)).toBe(0)
  })

  test('days to come are compared with nothing', () => {
    const range = { start: '2026-11-09', end: '2026-12-06' }
    const comparison = before({ start: '2026-10-26', end: '2026-11-08', back: { days: 14 }, cutAt: '10:00' })
    expect(bucketsBefore(comparison, bucketed(range, 'week'))).toEqual([
      { start: '2026-10-26', end: '2026-11-01' },
      { start: '2026-11-02', end: '2026-11-08' },
      null,
      null,
    ])
    expect(bucketsBefore(comparison, bucketed(range, 'month'))).toEqual([
      { start: '2026-10-26', end: '2026-11-08' },
      null,
    ])
  })

  test('a day stands beside its like alone, or beside none', () => {
    const day = (one: string) => ({ start: one, end: one })
    const leap = before({ kind: 'previous_year', start: '2023-02-28', end: '2023-03-01', back: { months: 12 } })
    expect(bucketsBefore(leap, bucketed({ start: '2024-02-28', end: '2024-03-01' }, 'day'))).toEqual([
      day('2023-02-28'),
      null,
      day('2023-03-01'),
    ])
    const common = before({ kind: 'previous_year', start: '2024-02-28', end: '2024-03-01', back: { months: 12 } })
    const days = bucketsBefore(common, bucketed({ start: '2025-02-28', end: '2025-03-01' }, 'day'))
    expect(days).toEqual([day('2024-02-28'), day('2024-03-01')])
    // 29 February
    expect(daysApart(common, days)).toBe(1)

    const february = before({ start: '2026-02-01', end: '2026-02-28', back: { months: 1 }, wholeMonths: true })
    const march = bucketsBefore(february, bucketed({ start: '2026-03-01', end: '2026-03-31' }, 'day'))
    expect(march.map(place => place?.start.slice(5) ?? null).slice(26)).toEqual(['02-27', '02-28', null, null, null])
    const october = before({ start: '2026-10-01', end: '2026-10-31', back: { months: 1 }, wholeMonths: true })
    const november = bucketsBefore(october, bucketed({ start: '2026-11-01', end: '2026-11-30' }, 'day'))
    expect([november.length, november.at(-1), daysApart(october, november)]).toEqual([30, day('2026-10-30'), 1])
  })
})

describe('changes', () => {
  test.each([
    [110, 100, 10],
    [100, 110, -9.1],
    [0, 50, -100],
    [50, 0, null],
    [0, 0, null],
    [50, null, null],
    [null, 50, null],
    [50, -100, 150],
    [-150, -100, -50],
    [100.05, 100, 0.1],
    [99.96, 100, 0],
    [3, 2.9999, 0],
  ])('from %s against %s is %s %%', (value, previous, expected) =>
    expect(changePercent(value, previous)).toBe(expected),
  )

  test('rates differ by points', () => {
    expect([changePoints(61.5, 50.25), changePoints(0, 12.5), changePoints(null, 1)]).toEqual([11.25, -12.5, null])
  })

  test.each([
    [
      [1, 1, 1],
      [33.34, 33.33, 33.33],
    ],
    [
      [0.01, 99.99],
      [0.01, 99.99],
    ],
    [
      [1000, 500, 250, 250],
      [50, 25, 12.5, 12.5],
    ],
    [
      [7, 0, 0],
      [100, 0, 0],
    ],
    [
      [150, -50],
      [150, -50],
    ],
    [
      [2, 2, 2, 2, 2, 2, 2],
      [14.29, 14.29, 14.29, 14.29, 14.28, 14.28, 14.28],
    ],
    [
      [0, 0],
      [null, null],
    ],
    [
      [-5, 2],
      [null, null],
    ],
    [[], []],
  ])('shares of %j are %j', (values, expected) => expect(percentages(values)).toEqual(expected))
})

test('a window month by month: whole ones, those it cuts, nothing where there are no lines', () => {
  const lines = new Set(['2026-01-01', '2026-02-01', '2026-05-01'].map(toNumber))
  const parts = (start: string, end: string) =>
    partsOf(toNumber(start), toNumber(end), lines).map(
      ({ month, first, last, whole }) => `${toDay(month)}: ${toDay(first)} to ${toDay(last)}${whole ? ', whole' : ''}`,
    )
  expect(parts('2026-01-30', '2026-05-02')).toEqual([
    '2026-01-01: 2026-01-30 to 2026-01-31',
    '2026-02-01: 2026-02-01 to 2026-02-28, whole',
    '2026-05-01: 2026-05-01 to 2026-05-02',
  ])
  expect(parts('2026-02-01', '2026-02-27')).toEqual(['2026-02-01: 2026-02-01 to 2026-02-27'])
  expect(parts('2026-02-01', '2026-01-31')).toEqual([])
})

test.each([
  ['2026-01-01', '2026-01-01', '2026-02-01'],
  ['2026-03-31', '2026-03-01', '2026-04-01'],
  ['2024-02-29', '2024-02-01', '2024-03-01'],
  ['2026-12-31', '2026-12-01', '2027-01-01'],
])('%s is in the month of %s, before that of %s', (day, month, next) => {
  const first = monthOf(toNumber(day))
  expect([first, monthAfter(first)].map(toDay)).toEqual([month, next])
})
