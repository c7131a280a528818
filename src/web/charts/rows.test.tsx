import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AttainmentBar } from './AttainmentBar.tsx'
import { PartBars, PartTable } from './PartBars.tsx'
import { QuartileChart, QuartileTable } from './QuartileChart.tsx'
import { RangeColumns, RangeTable } from './RangeColumns.tsx'
import { cellsOf, stageOf } from '../stage.tsx'

const show = stageOf(480)
const days = (value: number) => `${value} days`
const euros = (value: number) => `${value} €`
const caption = () => screen.getByRole('figure').querySelector('figcaption')?.textContent

const quartiles = {
  label: 'Waiting',
  names: { row: 'Queue', figures: ['Mean'] },
  rows: [
    {
      name: 'first',
      at: { p25: 5, median: 10, p75: 20 },
      count: '40 cases',
      few: false,
      href: '/cases?queue=first',
      figures: ['11'],
    },
    { name: 'second', at: { p25: 2, median: 2, p75: 2 }, count: '1 case', few: true, figures: ['2'] },
    { name: 'third', at: null, count: 'no case', few: false, figures: ['—'] },
  ],
  exact: days,
}

test('medians are bars from zero and quartiles whiskers, all on one scale; few cases are drawn hollow', () => {
  const { container } = show(<QuartileChart {...quartiles} tick={String} unit="days" />)
  const styles = (what: string, name: 'left' | 'width') =>
    [...container.querySelectorAll<HTMLElement>(what)].map(mark => mark.style[name])
  expect(styles('[data-median]', 'width')).toEqual(['50%', '10%'])
  expect(styles('[data-whisker]', 'left')).toEqual(['25%', '10%'])
  expect(styles('[data-whisker]', 'width')).toEqual(['75%', '0%'])
  expect([...container.querySelectorAll('[data-median]')].map(bar => bar.className.includes('dashed'))).toEqual([
    false,
    true,
  ])
  expect(screen.getByRole('link').getAttribute('href')).toBe('/cases?queue=first')
  expect(caption()).toBe(
    'Waiting. first: median 10 days, middle half 5 days to 20 days, 40 cases. second: median 2 days, middle half 2 days to 2 days, 1 case, few. third: no case.',
  )
})

test('quartiles as a table; what was not measured is not zero', () => {
  show(<QuartileTable {...quartiles} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Queue', 'Median', 'Lower quartile', 'Upper quartile', 'Mean'],
    ['First', '10 days', '5 days', '20 days', '11'],
    ['Second', '2 days', '2 days', '2 days', '2'],
    ['Third', '—', '—', '—', '—'],
  ])
})

const parts = {
  label: 'Sizes',
  names: { row: 'Size', figures: ['Value'] },
  kinds: [
    { name: 'in', color: 'red' },
    { name: 'out', color: 'blue' },
  ],
  rows: [
    { name: '0–10', parts: [6, 2], figure: '8 things', href: '/things?size=0-10', figures: ['40 €'] },
    { name: '10+', parts: [0, 4], figure: '4 things', remark: 'few', figures: ['90 €'] },
    { name: '100+', parts: [0, 0], figure: 'nothing', figures: ['0 €'] },
  ],
  count: String,
}

test('classes keep their order, and their parts are to the scale of the greatest sum', () => {
  const { container } = show(<PartBars {...parts} />)
  expect(
    [...container.querySelectorAll('li')].map(row =>
      [...row.querySelectorAll<HTMLElement>('[aria-hidden] i')].map(bar => [bar.style.background, bar.style.width]),
    ),
  ).toEqual([
    [
      ['red', '75%'],
      ['blue', '25%'],
    ],
    [['blue', '50%']],
    [['', '']],
  ])
  expect(caption()).toBe(
    'Sizes. 0–10: 8 things, 6 in, 2 out. 10+: 4 things, 0 in, 4 out, few. 100+: nothing, 0 in, 0 out.',
  )
})

test('parts as a table, with their sums', () => {
  show(<PartTable {...parts} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Size', 'In', 'Out', 'Value'],
    ['0–10', '6', '2', '40 €'],
    ['10+', '0', '4', '90 €'],
    ['100+', '0', '0', '0 €'],
    ['Total', '6', '6', ''],
  ])
})

const months = {
  label: 'What may come',
  names: { bucket: 'Month', done: 'Had', low: 'Least', likely: 'Expected', high: 'Most', figures: ['Things'] },
  columns: [
    {
      tick: 'Dec',
      under: '2026',
      title: 'Dec 2026',
      done: 20,
      low: 10,
      likely: 40,
      high: 80,
      href: '/things?month=2026-12',
      remark: '3 things',
      figures: ['3'],
    },
    { tick: 'Jan', under: '2027', title: 'Jan 2027', done: null, low: 0, likely: 25, high: 50, figures: ['1'] },
  ],
  exact: euros,
}

test('what may come stands on what is had: expected, up to the most, the least as a line', () => {
  const { container } = show(<RangeColumns {...months} short={euros} />)
  expect(
    [...container.querySelectorAll('li > * > [aria-hidden]')].map(column =>
      [...column.querySelectorAll<HTMLElement>('i')].map(({ style }) => [style.bottom, style.height]),
    ),
  ).toEqual([
    [
      ['20%', '80%'],
      ['20%', '40%'],
      ['', '20%'],
      ['30%', ''],
    ],
    [
      ['0%', '50%'],
      ['0%', '25%'],
      ['', '0%'],
      ['0%', ''],
    ],
  ])
  expect(screen.getByRole('link').getAttribute('href')).toBe('/things?month=2026-12')
  expect(caption()).toBe(
    'What may come. Dec 2026: had 20 €, expected 40 €, least 10 €, most 80 €, 3 things. Jan 2027: expected 25 €, least 0 €, most 50 €.',
  )
})

test('the table says the range of the sum as it is given, not the sum of the ranges', () => {
  show(<RangeTable {...months} total={{ done: 20, low: 15, likely: 65, high: 115, figures: ['4'] }} />)
  expect(cellsOf(screen.getByRole('table')).at(-1)).toEqual(['Total', '20 €', '15 €', '65 €', '115 €', '4'])
})

test('an attainment passes the mark of 100 %, and a far higher one is broken', () => {
  const marks = (value: number) =>
    [...show(<AttainmentBar value={value} />).container.querySelectorAll<HTMLElement>('[aria-hidden] i')].map(
      ({ style, className }) => [style.width || style.left, className.includes('bg-positive')],
    )
  expect(marks(80)).toEqual([
    ['50%', false],
    ['62.5%', false],
  ])
  expect(marks(120)).toEqual([
    ['75%', true],
    ['62.5%', false],
  ])
  expect(marks(1234)).toEqual([
    ['100%', true],
    ['', false],
    ['62.5%', false],
  ])
  expect(show(<AttainmentBar value={1234} />).container.textContent).toBe('1,234%')
})
