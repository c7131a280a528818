import { describe, expect, test, vi } from 'vitest'
import * as format from './format.ts'

describe('numbers', () => {
  test.each([
    [4_820_140.25, '$4.82M'],
    [81_234, '$81.2K'],
    [612.4, '$612'],
    [12.5, '$12.50'],
    [0, '$0'],
    [-1_250_000, '−$1.25M'],
    [4_200_000, '$4.20M'],
    [166_042, '$166K'],
    [999_999, '$1.00M'],
    [999.6, '$1.00K'],
    [null, '—'],
  ])('%s is %s on a card', (value, text) => expect(format.moneyCompact(value, 'USD')).toBe(text))

  test('exact money keeps its cents and its currency', () => {
    expect(format.money(-20_400.1, 'EUR')).toBe('−€20,400.10')
    expect(format.moneyWhole(4_820_140.25, 'USD')).toBe('$4,820,140')
    expect(format.money(undefined, 'USD')).toBe('—')
  })

  test('counts, rates and points', () => {
    expect([
      format.number(1284),
      format.number(-0),
      format.number(null),
      format.numberCompact(12_840),
      format.numberCompact(20_000),
    ]).toEqual(['1,284', '0', '—', '12.8K', '20.0K'])
    expect([format.percent(31.4), format.percent(-4), format.percent(null)]).toEqual(['31.4%', '−4.0%', '—'])
    expect([format.points(2.6), format.points(-2.6), format.points(null)]).toEqual(['2.6 pp', '−2.6 pp', '—'])
    expect([8.4, -8.4, 0, null].map(value => format.signed(value, format.percent))).toEqual([
      '+8.4%',
      '−8.4%',
      '0.0%',
      '—',
    ])
    expect([format.plural(1, 'row'), format.plural(2000, 'row'), format.plural(0, 'entry', 'entries')]).toEqual([
      '1 row',
      '2,000 rows',
      '0 entries',
    ])
  })
})

describe('dates', () => {
  test('ranges in words', () => {
    expect(format.dateRange('2026-11-01', '2026-11-22')).toBe('1 Nov – 22 Nov 2026')
    expect(format.dateRange('2025-12-24', '2026-01-05')).toBe('24 Dec 2025 – 5 Jan 2026')
    expect(format.dateRange('2026-09-22', '2026-09-22')).toBe('22 Sep 2026')
  })

  test('days within a sentence', () => {
    expect(format.sentence('Data ends on 2011-02-28; ranges are relative to it.')).toBe(
      'Data ends on 28 Feb 2011; ranges are relative to it.',
    )
    expect(
      format.sentence('There is no region "2011-02-28" in the data, nor on 2011-02-30 or in order 12011-02-281.'),
    ).toBe('There is no region "2011-02-28" in the data, nor on 2011-02-30 or in order 12011-02-281.')
  })

  test('a comparison names its year only when it is another one', () => {
    const range = { start: '2026-11-01', end: '2026-11-22' }
    expect(format.comparisonRange(range, { start: '2026-10-10', end: '2026-10-31' })).toBe('10 Oct – 31 Oct')
    expect(format.comparisonRange(range, { start: '2025-11-01', end: '2025-11-22' })).toBe('1 Nov – 22 Nov 2025')
  })

  test('buckets', () => {
    expect(format.bucket('2026-11-22', '2026-11-22', 'day')).toBe('Sun 22 Nov 2026')
    expect(format.bucket('2026-11-16', '2026-11-22', 'week')).toBe('16 Nov – 22 Nov 2026')
    expect(format.bucket('2026-11-05', '2026-11-30', 'month')).toBe('Nov 2026')
    expect(format.bucket('2026-10-01', '2026-12-31', 'quarter')).toBe('Q4 2026')
    expect(format.bucketShort('2026-11-22', 'day', false)).toBe('22 Nov')
    expect(
      ['2026-01-02', '2026-01-08', '2026-02-01', '2026-04-01', '2027-01-01'].map(second =>
        format.grainOf('2026-01-01', second),
      ),
    ).toEqual(['day', 'week', 'month', 'quarter', 'year'])
  })

  test('an instant is shown in the workspace’s zone, the day included', () => {
    expect(format.instant('2026-11-22T15:42:00.000Z', 'Europe/Berlin')).toBe('22 Nov 2026, 16:42')
    expect(format.instant('2026-11-22T23:30:00.000Z', 'Asia/Tokyo')).toBe('23 Nov 2026, 08:30')
    expect(format.instant(null, 'UTC')).toBe('—')
    vi.useFakeTimers({ now: new Date('2026-11-22T22:00:00.000Z') })
    expect(format.sinceMidnight('2026-11-22T15:42:00.000Z', 'Europe/Berlin')).toBe('16:42')
    expect(format.sinceMidnight('2026-11-22T14:42:00.000Z', 'Asia/Tokyo')).toBe('22 Nov')
    vi.useRealTimers()
  })
})
