import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { trendOf } from './buckets.ts'
import { cellsOf, stageOf } from '../stage.tsx'
import { TrendChart, TrendTable } from './TrendChart.tsx'

const show = stageOf(640)
const weeks = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']
const ends = ['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-21']
const before = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19']
const buckets = weeks.map((date, i) => ({
  date,
  endDate: ends[i]!,
  value: [400, 500, 450, 300][i]!,
  previous: [500, 400, 450, 0][i]!,
  previousDate: before[i]!,
  previousEndDate: before[i]!,
  partial: i === 3,
}))
const chart = {
  label: 'Things over time',
  names: { value: 'Things', bucket: 'Week', previous: 'Things before' },
  exact: (value: number) => `${value} pieces`,
  short: String,
  ...trendOf(buckets, { today: '2026-11-21', from: null }),
}
const slider = () => screen.getByRole('slider', { name: 'Things over time: week' })
const words = () => slider().getAttribute('aria-valuetext')

test('the summary says the extremes, of whole weeks only', () => {
  show(<TrendChart {...chart} />)
  expect(screen.getByRole('figure').querySelector('figcaption')?.textContent).toBe(
    'Things over time. 4 buckets (week) from 26 Oct – 1 Nov 2026 to 16 Nov – 21 Nov 2026. Highest: 2 Nov – 8 Nov 2026 with 500 pieces. ' +
      'Lowest: 26 Oct – 1 Nov 2026 with 400 pieces. Buckets that are not whole are left out of highest and lowest.',
  )
})

test('arrow keys move the point, which says value, comparison with its own date, change and why it is not whole', () => {
  show(<TrendChart {...chart} />)
  expect(words()).toBe('16 Nov – 21 Nov 2026: Things 300 pieces, 19 Oct: 0 pieces, so far, 6 of 7 days')
  fireEvent.keyDown(slider(), { key: 'ArrowLeft' })
  expect(words()).toBe('9 Nov – 15 Nov 2026: Things 450 pieces, 12 Oct: 450 pieces, no change')
  fireEvent.keyDown(slider(), { key: 'Home' })
  expect(words()).toBe('26 Oct – 1 Nov 2026: Things 400 pieces, 28 Sep: 500 pieces, down 20.0%')
  fireEvent.keyDown(slider(), { key: 'ArrowLeft' })
  expect(slider().getAttribute('aria-valuenow')).toBe('0')
})

test('Enter looks at one bucket, Shift and arrows mark several, Escape lets go', () => {
  const onSelect = vi.fn<(first: number, last: number) => void>()
  show(<TrendChart {...chart} onSelect={onSelect} />)
  fireEvent.keyDown(slider(), { key: 'Home' })
  fireEvent.keyDown(slider(), { key: 'Enter' })
  fireEvent.keyDown(slider(), { key: 'ArrowLeft' })
  fireEvent.keyDown(slider(), { key: 'ArrowLeft', shiftKey: true })
  fireEvent.keyDown(slider(), { key: 'Enter' })
  fireEvent.keyDown(slider(), { key: 'ArrowLeft', shiftKey: true })
  fireEvent.keyDown(slider(), { key: 'Escape' })
  fireEvent.keyDown(slider(), { key: 'Enter' })
  expect(onSelect.mock.calls).toEqual([
    [0, 0],
    [1, 2],
    [2, 2],
  ])
})

test('the keys of the chart do not reach the shortcuts of the page, others do', () => {
  const heard = vi.fn<(key: string) => void>()
  document.addEventListener('keydown', event => heard(event.key))
  show(<TrendChart {...chart} />)
  fireEvent.keyDown(slider(), { key: 'ArrowLeft' })
  fireEvent.keyDown(slider(), { key: 'x' })
  fireEvent.keyDown(slider(), { key: 'Escape' })
  expect(heard.mock.calls).toEqual([['x'], ['Escape']])
})

test('a drag marks from where it began, in either direction, and a click one bucket', () => {
  const onSelect = vi.fn<(first: number, last: number) => void>()
  show(<TrendChart {...chart} onSelect={onSelect} />)
  const pointer = (type: 'pointerDown' | 'pointerMove' | 'pointerUp', clientX: number) =>
    fireEvent[type](slider(), { clientX, button: 0, pointerType: 'mouse' })
  pointer('pointerDown', 620)
  pointer('pointerMove', 300)
  pointer('pointerUp', 240)
  pointer('pointerDown', 45)
  pointer('pointerUp', 45)
  expect(onSelect.mock.calls).toEqual([
    [1, 3],
    [0, 0],
  ])
})

test('a finger reads a point first, and looks closer with the second tap', () => {
  const onSelect = vi.fn<(first: number, last: number) => void>()
  show(<TrendChart {...chart} onSelect={onSelect} />)
  fireEvent.pointerUp(slider(), { clientX: 620, pointerType: 'touch' })
  expect(onSelect).not.toHaveBeenCalled()
  expect(screen.getByText('16 Nov – 21 Nov 2026')).toBeTruthy()
  fireEvent.pointerUp(slider(), { clientX: 620, pointerType: 'touch' })
  expect(onSelect.mock.calls).toEqual([[3, 3]])
})

test('as a table: every bucket with its comparison', () => {
  show(<TrendTable {...chart} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Week', 'Things', 'Compared with', 'Then', 'Change'],
    ['26 Oct – 1 Nov 2026', '400 pieces', '28 Sep', '500 pieces', '▼down 20.0%, worse'],
    ['2 Nov – 8 Nov 2026', '500 pieces', '5 Oct', '400 pieces', '▲up 25.0%, better'],
    ['9 Nov – 15 Nov 2026', '450 pieces', '12 Oct', '450 pieces', 'no change'],
    ['16 Nov – 21 Nov 2026 (so far, 6 of 7 days)', '300 pieces', '19 Oct', '0 pieces', '—'],
  ])
})

test('buckets that add up have a total; zero against zero is no change, and what it was together may not be known', () => {
  const points = chart.points.map((point, i) => (i === 3 ? { ...point, value: 0 } : point))
  show(<TrendTable {...chart} points={points} total={{ value: 1350, previous: 1350 }} />)
  show(<TrendTable {...chart} points={points} total={{ value: 1350, previous: null }} />)
  const [known, unknown] = screen.getAllByRole('table').map(table => cellsOf(table).slice(-2))
  expect(known).toEqual([
    ['16 Nov – 21 Nov 2026 (so far, 6 of 7 days)', '0 pieces', '19 Oct', '0 pieces', 'no change'],
    ['Total', '1350 pieces', '', '1350 pieces', 'no change'],
  ])
  expect(unknown?.[1]).toEqual(['Total', '1350 pieces', '', '—', '—'])
})

test('the lines are drawn: the whole buckets, the part in its own dashes, the comparison; the open bucket has a hollow point', () => {
  const { container } = show(<TrendChart {...chart} />)
  const dashes = [...container.querySelectorAll('path')].map(path => [
    path.dataset['line'],
    path.getAttribute('stroke-dasharray'),
  ])
  expect(dashes).toEqual([
    ['previous', '4 4'],
    ['area', null],
    ['whole', null],
    ['part', '2 4'],
  ])
  expect([...container.querySelectorAll('circle')].map(circle => circle.getAttribute('fill'))).toEqual(['var(--card)'])
  expect([...container.querySelectorAll('text')].map(text => text.textContent)).toEqual([
    '0',
    '100',
    '200',
    '300',
    '400',
    '500',
    '26 Oct',
    '2 Nov',
    '9 Nov',
    '16 Nov',
    'so far, 6 of 7 days',
  ])
})

test('a small value below zero is drawn below the line of zero, inside the picture, and so is a comparison; neither gets a tick of its own', () => {
  const values = [
    { value: 100, previous: 50 },
    { value: -2, previous: 60 },
    { value: 40, previous: -3 },
    { value: 0, previous: 0 },
  ]
  const { container } = show(
    <TrendChart
      {...chart}
      {...trendOf(
        buckets.map((bucket, i) => ({ ...bucket, ...values[i]!, partial: false })),
        { today: '2026-11-21', from: null },
      )}
      height={300}
    />,
  )
  const heights = (path: string) =>
    [...(container.querySelector(path)?.getAttribute('d') ?? '').matchAll(/,([\d.]+)/g)].map(found => Number(found[1]))
  const [line, comparison] = [heights('path[data-line=whole]'), heights('path[data-line=previous]')]
  expect(line).toHaveLength(4)
  const zero = line[3]!
  // 103 in all over 274 px, zero not at the bottom
  const at = (value: number) => zero - (value * 262) / 103
  for (const [i, { value, previous }] of values.entries()) {
    expect(line[i]).toBeCloseTo(at(value), 0)
    expect(comparison[i]).toBeCloseTo(at(previous), 0)
  }
  expect([...container.querySelectorAll('text')].map(text => text.textContent).slice(0, 5)).toEqual([
    '0',
    '25',
    '50',
    '75',
    '100',
  ])
  expect(container.querySelector('[clip-path]:has(path)')).toBeNull()
}, 30_000)

test('days to come have no value: none is drawn, said or listed, and the last that began says that it goes on', async () => {
  const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((date, i) => ({
    ...buckets[0]!,
    date,
    endDate: date,
    value: [400, 500, 0, 0][i]!,
    partial: i > 0,
  }))
  const { container } = show(
    <TrendChart {...chart} {...trendOf(days, { asked: 'day', today: '2026-11-21', from: null })} />,
  )
  expect(words()).toBe('Mon 23 Nov 2026: Things —, Mon 28 Sep: 500 pieces, no data yet')
  await vi.waitFor(
    () =>
      expect([...container.querySelectorAll('circle')].map(circle => circle.getAttribute('fill'))).toEqual([
        'var(--chart-1)',
        'var(--card)',
      ]),
    { timeout: 20_000 },
  )
  expect([...container.querySelectorAll('text')].map(text => text.textContent)).toContain('so far')
  show(<TrendTable {...chart} {...trendOf(days, { asked: 'day', today: '2026-11-21', from: null })} />)
  expect(cellsOf(screen.getByRole('table')).at(-1)).toEqual([
    'Mon 23 Nov 2026 (no data yet)',
    '—',
    'Mon 28 Sep',
    '500 pieces',
    '—',
  ])
}, 30_000)

test('one bucket is no trend: two columns with their figures', async () => {
  const [only] = trendOf(buckets.slice(0, 1), { asked: 'week', today: '2026-11-21', from: null }).points
  const { container } = show(<TrendChart {...chart} points={[only!]} />)
  await screen.findAllByText('400')
  expect([...container.querySelectorAll('rect[rx]')].map(column => column.getAttribute('fill'))).toEqual([
    'var(--chart-compare)',
    'var(--chart-1)',
    // the legend shows columns too
    'var(--chart-1)',
    'var(--chart-compare)',
  ])
  expect(screen.getAllByText('500').length).toBeGreaterThan(0)
  // each column says its own days
  expect([...container.querySelectorAll('text[y="278"]')].map(text => text.textContent)).toEqual([
    '28 Sep',
    '26 Oct –1 Nov 2026',
  ])
})

test('nothing is drawn and no figure stands for what was before the data begins', () => {
  const early = { ...chart, ...trendOf(buckets, { today: '2026-11-21', from: '2026-11-02' }) }
  show(<TrendChart {...early} />)
  expect(screen.getByRole('figure').querySelector('figcaption')?.textContent).toContain(
    'Lowest: 9 Nov – 15 Nov 2026 with 450 pieces.',
  )
  fireEvent.keyDown(slider(), { key: 'Home' })
  expect(words()).toBe('26 Oct – 1 Nov 2026: Things —, 28 Sep: 500 pieces, before the data begins')
})
