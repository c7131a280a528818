import { describe, expect, test } from 'vitest'
import { type AskedComparison, comparisonFor, windowBefore } from './comparison.ts'

/** A Sunday. */
const today = '2026-11-22'
const time = '10:00'

type Words = {
  compare?: AskedComparison['compare']
  match?: 'weekday' | 'date'
  chosen?: string
  asOf?: string
  /** null: the as-of day is over, as the data ends with it. */
  time?: string | null
  fiscalMonth?: number
  workspace?: 'weekday' | 'date'
}

const days = (text: string) => {
  const [start = '', end = start] = text.split(' ')
  return { start, end }
}

/** "2026-10-01 2026-10-22 10:00": the window, and until when its last day counts. */
const before = (range: string, words: Words = {}) => {
  const { compare = 'previous_period', match, chosen, asOf = today, fiscalMonth = 1, workspace = 'weekday' } = words
  const found = comparisonFor(
    days(range),
    { compare, match, compare_start: chosen && days(chosen).start, compare_end: chosen && days(chosen).end },
    asOf,
    words.time === undefined ? time : words.time,
    { compareMatch: workspace, fiscalMonth },
  )
  return found && [found.start, found.end, ...(found.cutAt ? [found.cutAt] : [])].join(' ')
}

describe('by weekday', () => {
  test.each([
    // 30 days: 35 back
    ['2026-10-24 2026-11-22', '2026-09-19 2026-10-18 10:00'],
    ['2026-10-23 2026-11-21', '2026-09-18 2026-10-17'],
    // 7 days: 7 back; 8 days: 14
    ['2026-11-16 2026-11-22', '2026-11-09 2026-11-15 10:00'],
    ['2026-11-15 2026-11-22', '2026-11-01 2026-11-08 10:00'],
    // one day, also on the first of a month
    ['2026-11-22', '2026-11-15 2026-11-15 10:00'],
    ['2026-11-01', '2026-10-25 2026-10-25'],
    // 90 days: 91 back
    ['2026-08-25 2026-11-22', '2026-05-26 2026-08-23 10:00'],
    // 365 days: 371 back
    ['2025-11-23 2026-11-22', '2024-11-17 2025-11-16 10:00'],
    // over a leap day
    ['2028-02-27 2028-03-04', '2028-02-20 2028-02-26', '2028-06-01'],
  ])('%s with %s', (range, expected, asOf = today) => expect(before(range, { asOf })).toBe(expected))

  test.each([
    ['2026-10-24 2026-11-22', '2025-10-25 2025-11-23 10:00'],
    ['2026-11-21', '2025-11-22 2025-11-22'],
  ])('a year before %s is 52 weeks: %s', (range, expected) =>
    expect(before(range, { compare: 'previous_year' })).toBe(expected),
  )

  test('what has passed of a range that ends later moves back by its own weeks', () => {
    expect(before('2026-11-20 2026-12-10')).toBe('2026-11-13 2026-11-15 10:00')
    expect(before('2026-11-23 2026-11-30')).toBeNull()
  })

  test('a question may say it otherwise, and so may the workspace', () => {
    const month = '2026-10-24 2026-11-22'
    expect(before(month, { match: 'date' })).toBe('2026-09-24 2026-10-23 10:00')
    expect(before(month, { workspace: 'date' })).toBe('2026-09-24 2026-10-23 10:00')
    expect(before(month, { workspace: 'date', match: 'weekday' })).toBe('2026-09-19 2026-10-18 10:00')
    expect(before(month, { match: 'date', compare: 'previous_year' })).toBe('2025-10-24 2025-11-22 10:00')
  })
})

describe('calendar ranges, by date whatever is matched', () => {
  test.each<[string, string, Words?]>([
    // a month: to date, whole, on its last day, that day over
    ['2026-11-01 2026-11-22', '2026-10-01 2026-10-22 10:00'],
    ['2026-11-01 2026-11-30', '2026-10-01 2026-10-22 10:00'],
    ['2026-10-01 2026-10-31', '2026-09-01 2026-09-30'],
    ['2026-09-01 2026-09-30', '2026-08-01 2026-08-31'],
    ['2026-11-01 2026-11-30', '2026-10-01 2026-10-30 10:00', { asOf: '2026-11-30' }],
    ['2026-11-01 2026-11-30', '2026-10-01 2026-10-31', { asOf: '2026-12-01' }],
    ['2026-11-01 2026-11-30', '2026-10-01 2026-10-31', { asOf: '2026-11-30', time: null }],
    // a shorter month before: its last day is beside the same date, and the days it does not have beside none
    ['2026-03-01 2026-03-28', '2026-02-01 2026-02-28 10:00', { asOf: '2026-03-28' }],
    ['2026-03-01 2026-03-30', '2026-02-01 2026-02-28', { asOf: '2026-03-30' }],
    ['2028-03-01 2028-03-30', '2028-02-01 2028-02-29', { asOf: '2028-03-30' }],
    ['2026-02-01 2026-02-28', '2026-01-01 2026-01-28 10:00', { asOf: '2026-02-28' }],
    ['2026-02-01 2026-02-28', '2026-01-01 2026-01-31'],
    ['2026-01-01 2026-01-31', '2025-12-01 2025-12-31'],
    // a quarter
    ['2026-10-01 2026-11-22', '2026-07-01 2026-08-22 10:00'],
    ['2026-10-01 2026-12-31', '2026-07-01 2026-08-22 10:00'],
    ['2026-07-01 2026-09-30', '2026-04-01 2026-06-30'],
    ['2026-01-01 2026-03-31', '2025-10-01 2025-12-31'],
    ['2026-04-01 2026-05-31', '2026-01-01 2026-02-28', { asOf: '2026-05-31' }],
    ['2011-01-01 2011-02-28', '2010-10-01 2010-11-30', { asOf: '2011-02-28', time: null }],
    // a year
    ['2026-01-01 2026-11-22', '2025-01-01 2025-11-22 10:00'],
    ['2025-01-01 2025-12-31', '2024-01-01 2024-12-31'],
    ['2026-01-01 2026-12-31', '2025-01-01 2025-01-22 10:00', { asOf: '2026-01-22' }],
    ['2028-01-01 2028-02-29', '2027-10-01 2027-11-29 10:00', { asOf: '2028-02-29' }],
    // of a fiscal year from April; the calendar's year is one, too
    ['2026-04-01 2026-11-22', '2025-04-01 2025-11-22 10:00', { fiscalMonth: 4 }],
    ['2026-01-01 2026-11-22', '2025-01-01 2025-11-22 10:00', { fiscalMonth: 4 }],
    ['2026-11-01 2026-12-10', '2026-08-01 2026-09-10 10:00', { fiscalMonth: 2, asOf: '2026-12-10' }],
    // several whole months
    ['2026-08-01 2026-09-30', '2026-06-01 2026-07-31'],
    ['2025-11-01 2026-10-31', '2024-11-01 2025-10-31'],
    ['2024-01-01 2025-12-31', '2022-01-01 2023-12-31'],
  ])('%s with %s', (range, expected, words = {}) => {
    expect(before(range, words)).toBe(expected)
    expect(before(range, { ...words, workspace: 'date' })).toBe(expected)
    expect(before(range, { ...words, match: 'weekday' })).toBe(expected)
  })

  test.each<[string, string, Words?]>([
    ['2026-11-01 2026-11-22', '2025-11-01 2025-11-22 10:00'],
    ['2025-02-01 2025-02-28', '2024-02-01 2024-02-29'],
    ['2024-02-01 2024-02-29', '2023-02-01 2023-02-28'],
    ['2028-02-01 2028-02-29', '2027-02-01 2027-02-28', { asOf: '2028-02-29' }],
    ['2026-10-01 2026-11-22', '2025-10-01 2025-11-22 10:00'],
  ])('a year before %s is %s', (range, expected, words = {}) =>
    expect(before(range, { ...words, compare: 'previous_year' })).toBe(expected),
  )

  test('a part of a month that ended before today is none, nor is one that begins on the second', () => {
    expect(before('2026-11-01 2026-11-20')).toBe('2026-10-11 2026-10-30') // 20 days: 21 back
    expect(before('2026-11-02 2026-11-22')).toBe('2026-10-12 2026-11-01 10:00') // 21 days: 21 back
    expect(before('2026-11-02 2026-11-22', { match: 'date' })).toBe('2026-10-12 2026-11-01 10:00')
    expect(before('2026-11-03 2026-11-22', { match: 'date' })).toBe('2026-10-14 2026-11-02 10:00')
  })
})

describe('days that were chosen', () => {
  const custom = (range: string, chosen: string, words: Words = {}) =>
    before(range, { ...words, compare: 'custom', chosen })

  test('count as they are beside a range that is over, whatever their number', () => {
    expect(custom('2026-10-01 2026-10-31', '2026-02-03 2026-02-09')).toBe('2026-02-03 2026-02-09')
    expect(custom('2026-10-01 2026-10-31', '2026-02-03 2026-02-09', { match: 'weekday' })).toBe('2026-02-03 2026-02-09')
    expect(custom('2026-10-01 2026-10-31', '2026-08-01 2026-09-30')).toBe('2026-08-01 2026-09-30')
  })

  test('beside a range that goes on, so many of them as have passed of it', () => {
    // 10 days have passed, the tenth until now
    expect(custom('2026-11-13 2026-11-30', '2026-10-16 2026-11-02')).toBe('2026-10-16 2026-10-25 10:00')
    expect(custom('2026-11-13 2026-11-22', '2026-10-16 2026-11-02')).toBe('2026-10-16 2026-10-25 10:00')
    expect(custom('2026-11-13 2026-11-22', '2026-10-16 2026-10-25')).toBe('2026-10-16 2026-10-25 10:00')
    expect(custom('2026-11-13 2026-11-22', '2026-10-16 2026-10-20')).toBe('2026-10-16 2026-10-20')
    // from the first to the same date
    expect(custom('2026-10-01 2026-12-31', '2026-01-01 2026-03-31')).toBe('2026-01-01 2026-02-22 10:00')
    expect(custom('2026-11-23 2026-11-30', '2026-10-16 2026-10-20')).toBeNull()
  })

  test('that lie in the range or after it are refused', () => {
    const sentence = 'compare_end: expected a day before the range 2026-10-01 to 2026-10-31, got 2026-10-01'
    expect(() => custom('2026-10-01 2026-10-31', '2026-09-20 2026-10-01')).toThrow(sentence)
    expect(() => custom('2026-10-01 2026-10-31', '2026-11-01 2026-11-10')).toThrow('got 2026-11-10')
    expect(() => custom('2026-12-01 2026-12-31', '2026-12-10 2027-01-01')).toThrow('got 2027-01-01')
  })
})

test('no window lies before the calendar', () => {
  const rule = { wholeMonths: false, back: { months: 12 } }
  expect(windowBefore({ start: '0001-01-01', end: '0001-12-31' }, rule)).toBeNull()
  expect(windowBefore({ start: '0001-06-01', end: '0002-12-31' }, { ...rule, back: { days: 579 } })).toBeNull()
  expect(windowBefore({ start: '2024-03-02', end: '2024-03-31' }, { ...rule, back: { days: 30 } })).toEqual({
    start: '2024-02-01',
    end: '2024-03-01',
  })
  expect(before('0001-01-05 0001-02-03', { compare: 'previous_year' })).toBeNull()
})
