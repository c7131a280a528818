import { expect, test } from 'vitest'
import { grainOfBuckets, trendOf, type Bucket } from './buckets.ts'

const bucketOf = (date: string, endDate: string, partial = false): Bucket => ({
  date,
  endDate,
  partial,
  value: 100,
  previous: 80,
  previousDate: '2026-08-01',
  previousEndDate: '2026-08-07',
})

test('a week that goes on says so far, a week the range cuts says only how much of it there is', () => {
  const buckets = [
    bucketOf('2026-11-04', '2026-11-08', true),
    bucketOf('2026-11-09', '2026-11-15'),
    bucketOf('2026-11-16', '2026-11-21', true),
  ]
  const { grain, points } = trendOf(buckets, { today: '2026-11-21', from: null })
  expect(grain).toBe('week')
  expect(points.map(point => [point.tick, point.title, point.note])).toEqual([
    ['4 Nov', '4 Nov – 8 Nov 2026', '5 of 7 days'],
    ['9 Nov', '9 Nov – 15 Nov 2026', null],
    ['16 Nov', '16 Nov – 21 Nov 2026', 'so far, 6 of 7 days'],
  ])
  expect(trendOf(buckets, { today: '2026-12-24', from: null }).points[2]?.note).toBe('6 of 7 days')
})

test('a bucket that has not begun has no data yet, unless an order is dated ahead', () => {
  const [today, next, dated] = [
    bucketOf('2026-11-21', '2026-11-21', true),
    bucketOf('2026-11-22', '2026-11-22', true),
    bucketOf('2026-11-23', '2026-11-23', true),
  ]
  const { points } = trendOf([today!, { ...next!, value: 0 }, dated!], {
    asked: 'day',
    today: '2026-11-21',
    from: null,
  })
  expect(points.map(({ missing, note }) => [missing, note])).toEqual([
    [false, 'so far'],
    [true, 'no data yet'],
    [false, 'so far'],
  ])
})

test('what was before the data begins is missing and not zero; the bucket it begins in is not whole', () => {
  const months = [
    bucketOf('2026-08-01', '2026-08-31'),
    bucketOf('2026-09-01', '2026-09-30'),
    bucketOf('2026-10-01', '2026-10-31'),
  ]
  const { points } = trendOf(months, { today: '2026-11-21', from: '2026-09-20' })
  expect(points.map(({ missing, partial, note }) => [missing, partial, note])).toEqual([
    [true, false, 'before the data begins'],
    [false, true, 'data from 20 Sep'],
    [false, false, null],
  ])
})

test('the length of a cut bucket follows the calendar', () => {
  const noteOf = (start: string, end: string, asked: 'day' | 'month' | 'quarter' | 'year') =>
    trendOf([bucketOf(start, end, true)], { asked, today: null, from: null }).points[0]?.note
  expect(noteOf('2028-02-10', '2028-02-29', 'month')).toBe('20 of 29 days')
  expect(noteOf('2026-11-01', '2026-11-22', 'quarter')).toBe('22 of 92 days')
  expect(noteOf('2026-11-01', '2026-12-31', 'year')).toBe('61 of 365 days')
  expect(noteOf('2026-11-22', '2026-11-22', 'day')).toBe('so far')
})

test('the year stands under the labels only where the trend crosses one', () => {
  const within = trendOf([bucketOf('2026-11-01', '2026-11-30'), bucketOf('2026-12-01', '2026-12-31')], {
    asked: 'month',
    today: null,
    from: null,
  })
  expect(within.points.map(point => point.under)).toEqual([null, null])
  const across = trendOf([bucketOf('2026-12-01', '2026-12-31'), bucketOf('2027-01-01', '2027-01-31')], {
    asked: 'month',
    today: null,
    from: null,
  })
  expect(across.points.map(point => [point.tick, point.under])).toEqual([
    ['Dec', '2026'],
    ['Jan', '2027'],
  ])
})

test('a first bucket cut by the range does not hide the size of the others', () => {
  expect(grainOfBuckets([{ date: '2026-01-31' }, { date: '2026-02-01' }, { date: '2026-03-01' }])).toBe('month')
  expect(grainOfBuckets([{ date: '2026-01-31' }, { date: '2026-02-01' }])).toBe('day')
  expect(grainOfBuckets([{ date: '2026-01-31' }], 'quarter')).toBe('quarter')
  expect(grainOfBuckets([])).toBe('day')
})

test('the comparison has its own dates, with the year where it is another', () => {
  const titleOf = (day: string, asked: 'day' | 'week') =>
    trendOf([bucketOf(day, day)], { asked, today: null, from: null }).points[0]?.previousTitle
  expect(titleOf('2026-11-09', 'week')).toBe('1 Aug – 7 Aug')
  expect(titleOf('2027-01-04', 'week')).toBe('1 Aug – 7 Aug 2026')
  expect(titleOf('2026-11-09', 'day')).toBe('Sat 1 Aug')
})
