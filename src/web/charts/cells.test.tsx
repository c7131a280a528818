import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { trendOf } from './buckets.ts'
import { EventTimeline } from './EventTimeline.tsx'
import { HeatMap, HeatTable, type HeatCell } from './HeatMap.tsx'
import { Histogram, HistogramTable, placeAmong } from './Histogram.tsx'
import { ReliabilityPlot, ReliabilityTable } from './ReliabilityPlot.tsx'
import { StackedBars, StackTable } from './StackedBars.tsx'
import { wholeTicks } from './ticks.ts'
import { cellsOf, stageOf } from '../stage.tsx'

const show = stageOf(480)
const caption = () => screen.getByRole('figure').querySelector('figcaption')?.textContent
const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

const cell = (row: string, month: number, value: number | null, more: Partial<HeatCell> = {}): HeatCell => ({
  value,
  shown: value === null ? '—' : `${value}%`,
  spoken: `${row}, month ${month}`,
  base: month === 0,
  partial: false,
  href: `/list?cohort=${row}&month=${month}`,
  ...more,
})
const row = (name: string, cells: (HeatCell | null)[]) => ({
  name,
  size: '10',
  sizeSpoken: `all of ${name}`,
  partial: false,
  href: `/list?cohort=${name}`,
  cells,
})
const map = {
  label: 'Cohorts',
  names: { row: 'Cohort', size: 'Size', average: 'Average', columns: 'Months later' },
  columns: ['0', '1', '2'],
  rows: [
    row('May', [cell('May', 0, 100), cell('May', 1, 40), cell('May', 2, 0, { href: undefined })]),
    row('Jun', [cell('Jun', 0, 100), cell('Jun', 1, 10, { partial: true }), null]),
    row('Jul', [cell('Jul', 0, 100, { partial: true }), null, null]),
  ],
  average: [
    { shown: '100%', spoken: 'average, month 0', href: '/list?month=0' },
    { shown: '40%', spoken: 'average, month 1', href: '/list?month=1' },
    null,
  ],
  most: 40,
  exact: (value: number) => `${value}%`,
  summary: 'Three cohorts.',
}

test('a heat map has one stop for Tab; arrows move over its cells and stay on what there is', () => {
  const { container } = show(<HeatMap {...map} />)
  expect(container.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  const first = screen.getByRole('link', { name: 'all of May' })
  first.focus()
  const way = ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'End', 'Home', 'ArrowUp', 'End']
  expect(way.map(key => (press(key), focused()))).toEqual([
    '100%. May, month 0',
    '40%. May, month 1',
    '10%. Jun, month 1',
    '10%. Jun, month 1', // beyond lies nothing yet
    '40%. average, month 1', // past what lies ahead
    '40%. average, month 1',
    '100%. average, month 0',
    '100%. Jul, month 0',
    '100%. Jul, month 0',
  ])
  expect(container.querySelector('[tabindex="0"]')?.getAttribute('aria-label')).toBe('100%. Jul, month 0')
})

test('each cell opens what it counts; one that counts nothing is no link; the shade follows the value, but not of what is always the same', () => {
  show(<HeatMap {...map} />)
  expect(screen.getByRole('link', { name: '10%. Jun, month 1' }).getAttribute('href')).toBe('/list?cohort=Jun&month=1')
  expect(screen.getByRole('link', { name: '40%. average, month 1' }).getAttribute('href')).toBe('/list?month=1')
  const nothing = screen.getByRole('img', { name: '0%. May, month 2' })
  const look = (name: string) =>
    screen.getByRole(name === '0%. May, month 2' ? 'img' : 'link', { name }).style.background
  expect(nothing.textContent).toBe('0%')
  expect(['100%. May, month 0', '40%. May, month 1', '0%. May, month 2', '10%. Jun, month 1'].map(look)).toEqual([
    'var(--sunken)',
    'var(--seq-7)',
    'var(--seq-1)',
    'var(--seq-2)',
  ])
  fireEvent.pointerEnter(screen.getByRole('link', { name: '10%. Jun, month 1' }))
  expect(within(screen.getByRole('figure')).getByText('Jun, month 1')).toBeTruthy()
  expect(screen.getByText('not over yet')).toBeTruthy()
  expect(caption()).toBe('Cohorts. Three cohorts.')
})

test('the heat map as a table marks what is not over and leaves blank what lies ahead', () => {
  show(<HeatTable {...map} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Cohort', 'Size', '0', '1', '2'],
    ['May', '10', '100%', '40%', '0%'],
    ['Jun', '10', '100%', '10%*', ''],
    ['Jul', '10', '100%*', '', ''],
    ['Average', '', '100%', '40%', '—'],
  ])
})

const bars = [
  { name: '0 – 1K', min: 0, max: 1000, count: 6, share: '60%', figures: ['3,000'], href: '/list?value=0-1k' },
  { name: '1K – 5K', min: 1000, max: 5000, count: 0, share: '0%', figures: ['0'], href: '/list?value=1k-5k' },
  { name: '5K+', min: 5000, max: null, count: 4, share: '40%', figures: ['40,000'], href: '/list?value=5k' },
]
const histogram = {
  label: 'Values',
  names: { bucket: 'Value', count: 'People', figures: ['Sum'] },
  bars,
  marks: [
    { name: 'Median', value: 500, words: '500' },
    { name: 'Mean', value: 4000, words: '4K' },
  ],
  exact: String,
}

test('a mark stands where its value lies among the buckets', () => {
  expect([0, 500, 1000, 3000, 9e9, -1].map(value => placeAmong(bars, value)?.toFixed(1))).toEqual([
    '0.0',
    '16.7',
    '33.3',
    '50.0',
    '77.8',
    undefined,
  ])
  expect(placeAmong([{ min: null, max: 0 }, ...bars], -5)).toBeCloseTo((100 / 4) * (2 / 3))
})

test('a histogram opens what each bar counts, and says its marks', () => {
  show(<Histogram {...histogram} />)
  expect(screen.getAllByRole('link').map(link => link.getAttribute('href'))).toEqual([
    '/list?value=0-1k',
    '/list?value=5k',
  ])
  expect(caption()).toBe('Values. 0 – 1K: 6, 60%. 1K – 5K: 0, 0%. 5K+: 4, 40%. Median 500. Mean 4K.')
  screen.getByRole('link', { name: /^0 – 1K: ?6, ?60%$/ }).focus()
  press('End')
  expect(focused()).toBe('5K+: 4, 40%')
})

test('the histogram as a table', () => {
  show(<HistogramTable {...histogram} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Value', 'People', 'Share', 'Sum'],
    ['0 – 1K', '6', '60%', '3,000'],
    ['1K – 5K', '0', '0%', '0'],
    ['5K+', '4', '40%', '40,000'],
    ['Median', '500', '', ''],
    ['Mean', '4K', '', ''],
  ])
})

const days = ['2026-11-19', '2026-11-20', '2026-11-21']
const stack = {
  label: 'Newcomers',
  names: { value: 'Newcomers', bucket: 'Day', series: 'Door' },
  ...trendOf(
    days.map((date, i) => ({
      date,
      endDate: date,
      value: [3, 0, 5][i]!,
      previous: null,
      previousDate: null,
      previousEndDate: null,
      partial: i === 2,
    })),
    { asked: 'day', today: '2026-11-21', from: null },
  ),
  series: [
    {
      name: 'Front',
      color: 'red',
      values: [2, 0, 4],
      hrefs: days.map(day => `/list?door=front&day=${day}`),
      href: '/list?door=front',
    },
    { name: 'Back', color: 'blue', values: [1, 0, 1], hrefs: days.map(day => `/list?door=back&day=${day}`) },
  ],
  exact: String,
}

test('stacked bars open each part; arrows pass over an empty bucket; what the legend leaves out is gone from the picture', () => {
  show(<StackedBars {...stack} />)
  const parts = () => screen.getAllByRole('link', { name: / of / }).map(link => link.getAttribute('aria-label'))
  expect(parts()).toEqual([
    'Thu 19 Nov 2026, Back: 1 of 3',
    'Thu 19 Nov 2026, Front: 2 of 3',
    'Sat 21 Nov 2026, Back: 1 of 5, so far',
    'Sat 21 Nov 2026, Front: 4 of 5, so far',
  ])
  expect(screen.getByRole('link', { name: /^Sat .* Front/ }).getAttribute('href')).toBe(
    '/list?door=front&day=2026-11-21',
  )
  screen.getByRole('link', { name: /^Sat .* Back/ }).focus()
  expect(['ArrowUp', 'ArrowLeft', 'ArrowDown'].map(key => (press(key), focused()))).toEqual([
    'Sat 21 Nov 2026, Front: 4 of 5, so far',
    'Thu 19 Nov 2026, Front: 2 of 3',
    'Thu 19 Nov 2026, Back: 1 of 3',
  ])
  const front = screen.getByRole('button', { name: 'Front6' })
  fireEvent.click(front)
  expect(front.getAttribute('aria-pressed')).toBe('false')
  expect(parts()).toEqual(['Thu 19 Nov 2026, Back: 1 of 1', 'Sat 21 Nov 2026, Back: 1 of 1, so far'])
  expect(caption()).toMatch(/In all 8: Front 6, Back 2\.$/)
})

test('the stack as a table adds up both ways', () => {
  show(<StackTable {...stack} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Day', 'Front', 'Back', 'Total'],
    ['Thu 19 Nov 2026', '2', '1', '3'],
    ['Fri 20 Nov 2026', '0', '0', '0'],
    ['Sat 21 Nov 2026 (so far)', '4', '1', '5'],
    ['Total', '6', '2', '8'],
  ])
})

test('counts have whole ticks that reach over the most', () => {
  expect([0, 1, 4, 12, 30, 180, 2000].map(wholeTicks)).toEqual([
    [0, 1],
    [0, 1],
    [0, 1, 2, 3, 4],
    [0, 5, 10, 15],
    [0, 10, 20, 30],
    [0, 50, 100, 150, 200],
    [0, 500, 1000, 1500, 2000],
  ])
})

const reliability = {
  label: 'Record',
  names: { predicted: 'Predicted', observed: 'Came true', n: 'Cases' },
  points: [
    { predicted: 0.1, observed: 0.2, lower: 0.1, upper: 0.3, n: 40 },
    { predicted: 0.9, observed: 0.9, lower: 0.8, upper: 0.95, n: 10 },
  ],
  exact: (value: number) => `${Math.round(value * 100)}%`,
  count: String,
}

test('a reliability plot puts each group where it was predicted and came true, and says its interval', () => {
  const { container } = show(<ReliabilityPlot {...reliability} />)
  const at = (name: 'cx' | 'cy' | 'r') =>
    [...container.querySelectorAll('circle')].map(dot => Number(dot.getAttribute(name)))
  const [[x1 = 0, x2 = 0], [y1 = 0, y2 = 0], [r1 = 0, r2 = 0]] = [at('cx'), at('cy'), at('r')]
  const line = container.querySelector('line[stroke-dasharray]')
  const end = (name: string) => Number(line?.getAttribute(name))
  expect((x2 - x1) / (end('x2') - end('x1'))).toBeCloseTo(0.8)
  expect((y1 - y2) / (end('y1') - end('y2'))).toBeCloseTo(0.7)
  expect(r1).toBeGreaterThan(r2)
  expect(caption()).toContain('Predicted 10%: Came true 20% (95% interval 10% to 30%) of 40.')
})

test('the reliability as a table', () => {
  show(<ReliabilityTable {...reliability} />)
  expect(cellsOf(screen.getByRole('table'))[1]).toEqual(['10%', '20%', '10% – 30%', '40'])
})

test('a timeline puts each event on its day, and tells it in the foot', () => {
  show(
    <EventTimeline
      label="Orders"
      summary="Two orders."
      from="2026-01-01"
      to="2026-01-31"
      events={[
        { key: 'a', date: '2026-01-01', value: 10, words: 'first', href: '/a' },
        { key: 'b', date: '2026-01-16', value: 20, words: 'second' },
      ]}
      marks={[{ date: '2026-01-31', name: 'Today' }]}
      hint="Each line is an order."
    />,
  )
  const place = (element: HTMLElement) => Number.parseFloat(element.style.left)
  const [first, second] = [screen.getByRole('link', { name: 'first' }), screen.getByRole('img', { name: 'second' })]
  expect(place(second)).toBe(480 / 2)
  expect(place(first)).toBe(14)
  expect(Number.parseFloat(second.style.height)).toBeGreaterThan(Number.parseFloat(first.style.height))
  expect(screen.getByText('Each line is an order.')).toBeTruthy()
  second.focus()
  press('ArrowLeft')
  expect(focused()).toBe('first')
  expect(screen.getByText('Today')).toBeTruthy()
})
