import { expect, test } from 'vitest'
import { clockOf, dateEvidence, type DateStyle, parseDate } from './dates.ts'
import { dateColumn } from './styles.ts'
import { zoneClock } from '../../time/zone.ts'

const iso = (cell: string, style: DateStyle) => {
  const when = parseDate(cell, style)
  return when && `${new Date(when.at).toISOString().slice(0, 19)}${when.zoned ? 'Z' : ''}`
}

test.each([
  ['2026-02-03', 'ymd', '2026-02-03T00:00:00'],
  ['2026/2/3 14:05', 'ymd', '2026-02-03T14:05:00'],
  ['2026-02-03T23:30:00+02:00', 'ymd', '2026-02-03T21:30:00Z'],
  ['2026-02-03 23:30:00 -0500', 'ymd', '2026-02-04T04:30:00Z'],
  ['2026-02-03T10:00:00.123Z', 'ymd', '2026-02-03T10:00:00Z'],
  ['2026-02-03 10:00 UTC', 'ymd', '2026-02-03T10:00:00Z'],
  ['3/4/2026', 'dmy', '2026-04-03T00:00:00'],
  ['3/4/2026', 'mdy', '2026-03-04T00:00:00'],
  ['03.04.26 8:15', 'dmy', '2026-04-03T08:15:00'],
  ['12/1/2010 8:26 PM', 'mdy', '2010-12-01T20:26:00'],
  ['12/1/2010 12:05 am', 'mdy', '2010-12-01T00:05:00'],
  ['31-12-99', 'dmy', '1999-12-31T00:00:00'],
  ['20260203', 'compact', '2026-02-03T00:00:00'],
  ['Dec 1, 2010', 'text', '2010-12-01T00:00:00'],
  ['1 December 2010 10:30', 'text', '2010-12-01T10:30:00'],
  ['01-Dec-10', 'text', '2010-12-01T00:00:00'],
  ['3. März 2026', 'text', '2026-03-03T00:00:00'],
  ['Tue, Dec 1, 2010', 'text', '2010-12-01T00:00:00'],
  ['Dec 1, 2010, 3:04 PM', 'text', '2010-12-01T15:04:00'],
  ['1 août 2024', 'text', '2024-08-01T00:00:00'],
  ['2026-02-03 10:00:00+00', 'ymd', '2026-02-03T10:00:00Z'],
  ['2026-02-03 10:00:00.123456-05', 'ymd', '2026-02-03T15:00:00Z'],
  ['Jan 1, 2026 11:34:56 PM PST', 'text', '2026-01-02T07:34:56Z'],
  ['2026-02-03 10:00 CEST', 'ymd', '2026-02-03T08:00:00Z'],
  ['Thu Jan 01 2026 23:30:00 GMT+0100 (Central European Standard Time)', 'text', '2026-01-01T22:30:00Z'],
  ['1/13/2026 11:59\u202fp. m.', 'mdy', '2026-01-13T23:59:00'],
  ['03.02.2026 14:30 Uhr', 'dmy', '2026-02-03T14:30:00'],
  ['03/02/2026 14h30', 'dmy', '2026-02-03T14:30:00'],
  ['2024年1月5日', 'ymd', '2024-01-05T00:00:00'],
  ['2024年1月5日 13:45', 'ymd', '2024-01-05T13:45:00'],
  ['2024년 1월 5일', 'ymd', '2024-01-05T00:00:00'],
  ['05.01.2024 13.45', 'dmy', '2024-01-05T13:45:00'],
  ['5. 1. 2024', 'dmy', '2024-01-05T00:00:00'],
  ['20240105134530', 'compact', '2024-01-05T13:45:30'],
  ['20240105T1345', 'compact', '2024-01-05T13:45:00'],
  ['1704456000.25', 'unix', '2024-01-05T12:00:00Z'],
  ['1704456000250', 'unix', '2024-01-05T12:00:00Z'],
  ['2024-01', 'month', '2024-01-01T00:00:00'],
  ['202403', 'month', '2024-03-01T00:00:00'],
  ['03/2024', 'month', '2024-03-01T00:00:00'],
  ['Jan 2024', 'month', '2024-01-01T00:00:00'],
  ['Sep-24', 'month', '2024-09-01T00:00:00'],
  ["Sept '24", 'month', '2024-09-01T00:00:00'],
  ['Dec 12', 'month', null],
  ['2024年3月', 'month', '2024-03-01T00:00:00'],
  ['2024-13', 'month', null],
  ['5 stycznia 2024', 'text', '2024-01-05T00:00:00'],
  ['5 paź 2024', 'text', '2024-10-05T00:00:00'],
  ['5 Ağustos 2024', 'text', '2024-08-05T00:00:00'],
  ['5 KASIM 2024', 'text', '2024-11-05T00:00:00'],
  ['5. tammikuuta 2024', 'text', '2024-01-05T00:00:00'],
  ['5. marraskuuta 2024', 'text', '2024-11-05T00:00:00'],
  ['5 mei 2024', 'text', '2024-05-05T00:00:00'],
  ['5. Mai 2024', 'text', '2024-05-05T00:00:00'],
  ['5. Mrz 2024', 'text', '2024-03-05T00:00:00'],
  ['5 juin 2024', 'text', '2024-06-05T00:00:00'],
  ['5 juil 2024', 'text', '2024-07-05T00:00:00'],
  ['5. července 2024', 'text', '2024-07-05T00:00:00'],
  ['5 jui 2024', 'text', null],
  ['5 de septiembre de 2024', 'text', '2024-09-05T00:00:00'],
  ['5 févr. 2024', 'text', '2024-02-05T00:00:00'],
  ['5 gennaio 2024', 'text', '2024-01-05T00:00:00'],
  ['5 août 2024', 'text', '2024-08-05T00:00:00'],
  ['5 января 2024', 'text', '2024-01-05T00:00:00'],
  ['5. srpna 2024', 'text', '2024-08-05T00:00:00'],
  ['5 augusti 2024', 'text', '2024-08-05T00:00:00'],
  ['2026-02-03 10:00 IST', 'ymd', null],
  ['45658,75', 'excel', '2025-01-01T18:00:00'],
  ['45658', 'excel', '2025-01-01T00:00:00'],
  ['45658.75', 'excel', '2025-01-01T18:00:00'],
  ['1767225600', 'unix', '2026-01-01T00:00:00Z'],
  ['2026-02-30', 'ymd', null],
  ['0001-01-01', 'ymd', null],
  ['9999-12-31', 'ymd', null],
  ['13/13/2026', 'dmy', null],
  ['31/12/2026', 'mdy', null],
  ['2026-02-03 25:00', 'ymd', null],
  ['Total', 'text', null],
  ['2026-02-03 soon', 'ymd', null],
] as const)('%s as %s is %s', (cell, style, expected) => {
  expect(iso(cell, style)).toBe(expected)
})

test.each([
  ['25/12/2026', 'dmy'],
  ['12/25/2026', 'mdy'],
  ['03/04/2026', 'dmy/mdy'],
  ['03-04-2026', 'dmy/mdy'],
  ['24-01-05', 'dmy/ymd'],
  ['04/05/06', 'dmy/mdy/ymd'],
  ['99-01-31', 'ymd'],
  ['04.05.06', 'dmy/ymd'],
  ['2024年1月5日', 'ymd'],
  ['20240105134500', 'compact'],
  ['2024-01', 'month'],
  ['Jan 2024', 'month'],
  ['1704456000.25', 'unix'],
  ['5. tammikuuta 2024', 'text'],
  ['5 okul 2024', 'none'],
  ['03.04.2026', 'dmy'],
  ['5/5/2026', 'same'],
  ['2026-03-04', 'ymd'],
  ['19970101', 'compact'],
  ['Dec 1, 2010', 'text'],
  ['1 fish', 'none'],
  ['', 'none'],
  ['40/40/2026', 'none'],
])('%s says %s', (cell, evidence) => {
  expect(dateEvidence(cell)).toBe(evidence)
})

test.each([
  ['14:05', '14:05'],
  ['9.30', '9.30'],
  ['2:05:10 PM', '2:05:10 PM'],
  ['1899-12-30 14:05:00', '14:05:00'],
  ['05.01.2024 14:05', '14:05'],
  ['noon', null],
  ['25:00', null],
])('the clock in %s is %s', (cell, clock) => {
  expect(clockOf(cell)).toBe(clock)
})

const decide = (cells: string[], answer?: string) => {
  const column = dateColumn('Date')
  cells.forEach(column.add)
  const decision = column.decide(answer)
  return 'style' in decision ? decision.style : decision.question
}

test('one row decides for the whole column; what none decides is asked', () => {
  expect(decide(['03/04/2026', '05/06/2026', '13/06/2026'])).toBe('dmy')
  expect(decide(['03/04/2026', '05/06/2026', '06/13/2026'])).toBe('mdy')
  expect(decide(['05/05/2026'])).toBe('dmy')
  expect(decide(['Total', 'x'])).toBe(null)
  expect(decide(['2026-01-02', 'Total'])).toBe('ymd')
  expect(decide(['03/04/2026', '05/05/2026'])).toEqual({
    column: 'Date',
    about: 'date_style',
    sentence: 'Date: "03/04/2026" can be read in two ways, and no row decides which one is meant.',
    options: [
      { value: 'dmy', example: '03/04/2026 is 3 April 2026' },
      { value: 'mdy', example: '03/04/2026 is 4 March 2026' },
    ],
  })
  expect(decide(['03/04/2026'], 'mdy')).toBe('mdy')
  expect(decide(['13/04/2026', '04/13/2026', '03/04/2026'])).toMatchObject({ about: 'date_style' })
})

test('years of two digits may stand first: few of them beside many days, else it is asked', () => {
  expect(decide(['24-01-05', '24-01-12', '24-02-09'])).toBe('ymd')
  expect(decide(['05.01.24', '12.01.24', '09.02.24'])).toBe('dmy')
  expect(decide(['13/01/24', '14/01/24', '05/02/24'])).toBe('dmy')
  expect(decide(['01/13/24', '01/14/24', '02/05/24'])).toBe('mdy')
  expect(decide(['99-01-05', '00-02-05', '01-03-05'])).toBe('ymd')
  expect(decide(['24-01-05'])).toMatchObject({
    sentence: 'Date: "24-01-05" can be read in two ways, and no row decides which one is meant.',
    options: [
      { value: 'dmy', example: '24-01-05 is 24 January 2005' },
      { value: 'ymd', example: '24-01-05 is 5 January 2024' },
    ],
  })
  expect(decide(['04/05/06'])).toMatchObject({ options: [{ value: 'dmy' }, { value: 'mdy' }, { value: 'ymd' }] })
  expect(decide(['24-01-05'], 'ymd')).toBe('ymd')
  expect(decide(['01/05/24', '02/05/24', '03/05/24'])).toMatchObject({ options: [{ value: 'dmy' }, { value: 'mdy' }] })
})

test('wall clocks are of the zone, also around the days clocks change', () => {
  const instant = (zone: string, wall: string) =>
    new Date(zoneClock(zone).instant(Date.parse(`${wall}Z`))).toISOString()
  expect([
    instant('Europe/London', '2010-12-01T08:26:00'),
    instant('Europe/London', '2010-07-01T08:26:00'),
    // Berlin: 29 March 2026 02:00 → 03:00, 25 October 03:00 → 02:00 (02:30 comes twice: the first counts)
    instant('Europe/Berlin', '2026-03-29T01:59:00'),
    instant('Europe/Berlin', '2026-03-29T02:30:00'),
    instant('Europe/Berlin', '2026-03-29T03:00:00'),
    instant('Europe/Berlin', '2026-10-25T01:59:00'),
    instant('Europe/Berlin', '2026-10-25T02:30:00'),
    instant('Europe/Berlin', '2026-10-25T03:00:00'),
    instant('America/New_York', '2026-11-01T00:30:00'),
    instant('America/New_York', '2026-11-01T23:30:00'),
    instant('Asia/Kolkata', '2026-01-01T00:00:00'),
    instant('Pacific/Auckland', '2026-09-27T03:00:00'),
  ]).toEqual([
    '2010-12-01T08:26:00.000Z',
    '2010-07-01T07:26:00.000Z',
    '2026-03-29T00:59:00.000Z',
    '2026-03-29T01:30:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-10-24T23:59:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T02:00:00.000Z',
    '2026-11-01T04:30:00.000Z',
    '2026-11-02T04:30:00.000Z',
    '2025-12-31T18:30:00.000Z',
    '2026-09-26T14:00:00.000Z',
  ])
  const wall = (zone: string, at: string) => new Date(zoneClock(zone).wall(Date.parse(at))).toISOString().slice(0, 19)
  expect([
    wall('America/New_York', '2026-11-22T03:00:00Z'),
    wall('Europe/Berlin', '2026-10-25T00:30:00Z'),
    wall('Europe/Berlin', '2026-10-25T01:30:00Z'),
  ]).toEqual(['2026-11-21T22:00:00', '2026-10-25T02:30:00', '2026-10-25T02:30:00'])
})
