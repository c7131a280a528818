import { expect, test } from 'vitest'
import { dateEvidence, type DateStyle, parseDate } from './dates.ts'
import { numberEvidence, parseNumber } from './numbers.ts'
import { dateColumn } from './styles.ts'

const day = '2026-08-13T00:00:00.000Z'
const at = (time: string) => `2026-08-13T${time}:00.000Z`

test.each([
  ['２０２６／０８／１３', day],
  ['٢٠٢٦/٠٨/١٣', day],
  ['२०२६-०८-१३', day],
  ['令和8年8月13日', day],
  ['R8.8.13', day],
  ['民國115年8月13日', day],
  ['13/8/2569', day],
  ['2026年8月13日(木) 10時02分', at('10:02')],
  ['2026年8月13日 10:02', at('10:02')],
  ['2026년 8월 13일 오후 2:05', at('14:05')],
  ['2026/8/13 下午2:05', at('14:05')],
  ['13 августа 2026 г.', day],
  ['13 sierpnia 2026 r.', day],
  ['13th of August 2026', day],
  ['August 13th, 2026', day],
  ['13/08/2026 à 10:02', at('10:02')],
  ['13. August 2026 um 10:02 Uhr', at('10:02')],
  ['13.08.2026 kl. 10:02', at('10:02')],
  ['2026-08-13 10:02:00 GMT+2', at('08:02')],
  ['2026-08-13 10:02 Europe/Berlin', at('08:02')],
  ['2026-08-13 10:02 MESZ', at('08:02')],
  ['="2026-08-13"', day],
])('%s', (cell, expected) => {
  const style = dateEvidence(cell).split('/')[0] as DateStyle
  expect(new Date(parseDate(cell, style)?.at ?? Number.NaN).toISOString()).toBe(expected)
})

test.each([
  ['１２３４．５', 1234.5],
  ['١٢٣٤٫٥', 1234.5],
  ['१,२३४.५', 1234.5],
  ['="12.50"', 12.5],
])('%s is %d', (cell, expected) => {
  expect([numberEvidence(cell), parseNumber(cell, 'dot')]).toEqual(['dot', expected])
})

test('days without a year take the one that the head of the file names, or ask', () => {
  const column = (years: number[]) => {
    const found = dateColumn('Tag', years, 2026)
    for (const cell of ['13.08.', '1408', '15/8']) found.add(cell)
    return found
  }
  expect(column([2025]).decide(undefined)).toEqual({ style: 'dm-2025' })
  expect(column([]).decide('dm-2024')).toEqual({ style: 'dm-2024' })
  expect(column([]).decide(undefined)).toEqual({
    question: {
      column: 'Tag',
      about: 'date_style',
      sentence: 'Tag: days such as "13.08." have no year. Which one is meant?',
      options: [2026, 2025, 2024].map(year => ({ value: `dm-${year}`, example: `13.08. is 13 August ${year}` })),
    },
  })
})
