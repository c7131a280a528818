import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { BarList, BarTable } from './BarList.tsx'
import { DonutChart, DonutTable } from './DonutChart.tsx'
import { grouped, restOf } from './parts.ts'
import { cellsOf, stageOf } from '../stage.tsx'

const show = stageOf(320)
const values = { Ash: 5, Beech: 40, Cedar: 20, Date: 15, Elm: 10, Fir: 6, Gum: 4 }
const parts = Object.entries(values).map(([name, value]) => ({
  name,
  value,
  share: value,
  color: `var(--${name})`,
  href: `/rows?tree=${name}`,
}))
const chart = {
  label: 'Trees',
  names: { part: 'Tree', value: 'Wood' },
  parts,
  exact: (value: number) => `${value}.00 t`,
  short: (value: number) => `${value} t`,
  share: (percent: number | null) => `${percent} %`,
}

test('more than six parts: the five greatest, and the rest as one', () => {
  const { shown, rest } = grouped(parts, 6)
  expect(shown.map(part => part.name)).toEqual(['Beech', 'Cedar', 'Date', 'Elm', 'Fir'])
  expect(restOf(rest)).toEqual({
    name: 'Other (2)',
    value: 9,
    share: 9,
    color: 'var(--chart-other)',
    previous: null,
    change: null,
  })
  expect(
    restOf([
      { ...rest[0]!, previous: 8 },
      { ...rest[1]!, previous: null },
      { ...rest[1]!, previous: 2 },
    ]),
  ).toMatchObject({ value: 13, previous: 10, change: 30 })
  expect(grouped(parts.slice(1), 6).rest).toEqual([])
})

test('the legend filters, and "other" opens what it groups', () => {
  const onToggle = vi.fn<(name: string, adding: boolean) => void>()
  show(<DonutChart {...chart} total={100} chosen={name => name === 'Elm'} onToggle={onToggle} />)
  expect(screen.getByRole('button', { name: 'Elm10 t10 %' }).getAttribute('aria-pressed')).toBe('true')
  expect(screen.queryByRole('button', { name: /^Gum/ })).toBeNull()
  const other = screen.getByRole('button', { name: 'Other (2)9 t9 %' })
  fireEvent.click(other)
  expect(other.getAttribute('aria-expanded')).toBe('true')
  fireEvent.click(screen.getByRole('button', { name: /^Gum/ }))
  fireEvent.click(screen.getByRole('button', { name: /^Beech/ }))
  expect(onToggle.mock.calls).toEqual([
    ['Gum', false],
    ['Beech', false],
  ])
  expect(screen.getByRole('link', { name: 'See the rows behind Cedar' }).getAttribute('href')).toBe('/rows?tree=Cedar')
})

test('a slice filters, the grey one does not; the hole says what is pointed at, else the whole', () => {
  const onToggle = vi.fn<(name: string, adding: boolean) => void>()
  const { container } = show(<DonutChart {...chart} total={100} onToggle={onToggle} />)
  const slices = [...container.querySelectorAll('path[stroke="var(--card)"]')]
  expect(slices.map(slice => slice.getAttribute('fill'))).toEqual([
    'var(--Beech)',
    'var(--Cedar)',
    'var(--Date)',
    'var(--Elm)',
    'var(--Fir)',
    'var(--chart-other)',
  ])
  slices.forEach(slice => fireEvent.click(slice))
  expect(onToggle.mock.calls.map(([name]) => name)).toEqual(['Beech', 'Cedar', 'Date', 'Elm', 'Fir'])
  expect(screen.getByText('100 t')).toBeTruthy()
  fireEvent.pointerEnter(slices[1]!)
  expect(screen.queryByText('100 t')).toBeNull()
  expect(screen.getAllByText('20 t')).toHaveLength(2)
})

test('a part below zero has no slice but stands in the legend and the table', () => {
  const withRefunds = [...parts.slice(0, 2), { name: 'Yew', value: -3, share: null, color: 'red' }]
  const { container } = show(
    <>
      <DonutChart {...chart} parts={withRefunds} total={42} />
      <DonutTable {...chart} total={42} parts={withRefunds} />
    </>,
  )
  expect(container.querySelectorAll('path[stroke="var(--card)"]')).toHaveLength(2)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Tree', 'Wood', 'Share'],
    ['Beech', '40.00 t', '40 %'],
    ['Ash', '5.00 t', '5 %'],
    ['Yew', '-3.00 t', 'null %'],
    ['Total', '42.00 t', '100 %'],
  ])
})

const compared = parts
  .slice(0, 3)
  .map((part, i) => ({ ...part, previous: [10, 40, null][i], change: [-50, 0, null][i] }))

test('bars stand greatest first, from zero, with a mark for the comparison, and filter on click', () => {
  const onToggle = vi.fn<(name: string, adding: boolean) => void>()
  show(<BarList {...chart} parts={compared} chosen={name => name === 'Cedar'} onToggle={onToggle} />)
  const bars = screen.getAllByRole('button')
  expect(bars.map(bar => bar.textContent)).toEqual([
    'Beech40 t40 %no change',
    'Cedar20 t20 %new',
    'Ash5 t5 %▼down 50.0%, worse',
  ])
  expect(
    bars.map(bar =>
      [...bar.querySelectorAll<HTMLElement>('[aria-hidden] > i')].map(mark => mark.style.width || mark.style.left),
    ),
  ).toEqual([['100%', 'calc(100% - 1px)'], ['50%'], ['12.5%', 'calc(25% - 1px)']])
  expect(bars.map(bar => bar.getAttribute('aria-pressed'))).toEqual(['false', 'true', 'false'])
  // those that are not chosen stand back
  expect(bars.map(bar => bar.closest('li')?.className.includes('opacity-35'))).toEqual([true, false, true])
  fireEvent.click(bars[2]!)
  fireEvent.click(bars[2]!, { ctrlKey: true })
  expect(onToggle.mock.calls).toEqual([
    ['Ash', false],
    ['Ash', true],
  ])
})

test('a bar below zero stands left of zero, and so does a comparison', () => {
  const values = [
    { value: 60, previous: -20 },
    { value: -40, previous: 20 },
  ]
  const { container } = show(
    <BarList {...chart} parts={values.map((both, i) => ({ ...parts[i]!, ...both, change: null }))} />,
  )
  // from −40 to 60: zero at 40 %
  expect(
    [...container.querySelectorAll<HTMLElement>('li span[aria-hidden]:has(i)')].map(bar =>
      [...bar.querySelectorAll('i')].map(({ style }) => [style.left, style.right, style.width].filter(Boolean)),
    ),
  ).toEqual([
    [['40%', '60%'], ['40%'], ['calc(20% - 1px)']],
    [['60%', '40%'], ['40%'], ['calc(60% - 1px)']],
  ])
})

test('of more than eight bars the rest is one, which opens', () => {
  const onToggle = vi.fn<(name: string, adding: boolean) => void>()
  const many = Array.from({ length: 10 }, (_, i) => ({
    name: `Tree ${i}`,
    value: 10 - i,
    share: 10 - i,
    color: 'red',
    previous: 5,
    change: 0,
  }))
  show(<BarList {...chart} parts={many} onToggle={onToggle} />)
  const other = screen.getByRole('button', { name: /^Other/ })
  expect(other.textContent).toBe('Other (3)6 t6 %▼down 60.0%, worse')
  expect(screen.getAllByRole('button')).toHaveLength(8)
  expect(screen.queryByRole('button', { name: /^Tree 9/ })).toBeNull()
  expect(screen.getByRole('figure').textContent).toContain('Tree 9: 1.00 t')
  fireEvent.click(other)
  expect(other.getAttribute('aria-expanded')).toBe('true')
  fireEvent.click(screen.getByRole('button', { name: /^Tree 9/ }))
  expect(onToggle.mock.calls).toEqual([['Tree 9', false]])
})

test('without a comparison bars and table have no change', () => {
  show(
    <>
      <BarList {...chart} />
      <BarTable {...chart} parts={parts.slice(0, 2)} />
    </>,
  )
  expect(within(screen.getByRole('figure')).queryByText(/new|change|comparison/)).toBeNull()
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Tree', 'Wood', 'Share'],
    ['Beech', '40.00 t', '40 %'],
    ['Ash', '5.00 t', '5 %'],
    ['Total', '45.00 t', '100 %'],
  ])
})

test('as a table with the comparison', () => {
  show(<BarTable {...chart} parts={compared} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Tree', 'Wood', 'Share', 'Then', 'Change'],
    ['Beech', '40.00 t', '40 %', '40.00 t', 'no change'],
    ['Cedar', '20.00 t', '20 %', '—', '—'],
    ['Ash', '5.00 t', '5 %', '10.00 t', '▼down 50.0%, worse'],
    ['Total', '65.00 t', '100 %', '50.00 t', '▲up 30.0%, better'],
  ])
})
