import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { BridgeChart, BridgeTable } from './BridgeChart.tsx'
import { FunnelChart, FunnelTable } from './FunnelChart.tsx'
import { Sparkline } from './Sparkline.tsx'
import { cellsOf, stageOf } from '../stage.tsx'

const show = stageOf(480)
const exact = (value: number) => `${value} €`
const bridge = {
  label: 'Why',
  from: { name: 'Before', value: 100 },
  to: { name: 'Now', value: 90 },
  steps: [
    { label: 'Up', amount: 40 },
    { label: 'Down', amount: -60 },
    { label: 'Nothing', amount: 0 },
    { label: 'Back', amount: 10 },
  ],
  exact,
  signed: (value: number) => `${value > 0 ? '+' : ''}${value} €`,
}

test('every step of a bridge begins where the one before ended', () => {
  const { container } = show(<BridgeChart {...bridge} />)
  // From −20 to 40 around the first figure: 60 wide, zero at a third.
  const placeOf = ({ style }: HTMLElement) => [style.left, style.width].map(parseFloat).map(Math.round)
  expect(
    [...container.querySelectorAll('[data-step]')].map(row => [...row.querySelectorAll('i')].map(placeOf)),
  ).toEqual([
    [
      [33, NaN],
      [33, 67],
    ],
    [
      [33, NaN],
      [0, 100],
    ],
    [[33, NaN]],
    [
      [33, NaN],
      [0, 17],
    ],
  ])
  expect(screen.getByRole('figure').querySelector('figcaption')?.textContent).toBe(
    'Why. From 100 € (Before) to 90 € (Now): Up +40 €, Down -60 €, Nothing 0 €, Back +10 €.',
  )
})

test('a bridge as a table leads from the one figure to the other', () => {
  show(<BridgeTable {...bridge} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Step', 'Amount'],
    ['Before', '100 €'],
    ['Up', '+40 €'],
    ['Down', '-60 €'],
    ['Nothing', '0 €'],
    ['Back', '+10 €'],
    ['Now', '90 €'],
  ])
})

const funnel = {
  label: 'Stages',
  names: { stage: 'Stage', value: 'Value', figures: ['Count', 'Moved on'] },
  stages: [
    {
      name: 'First',
      value: 200,
      count: '20 deals',
      share: '67%',
      onward: [{ words: '10 of 20 moved on' }, { words: '3 undecided', href: '/rest' }],
      figures: ['20', '50%'],
      final: false,
    },
    { name: 'Second', value: 100, count: '4 deals', share: '33%', onward: null, figures: ['4', '—'], final: false },
    { name: 'Won', value: 20, count: '1 deal', share: 'won', onward: null, figures: ['1', '—'], final: true },
  ],
  exact,
}

test('a funnel draws bars from zero against the greatest stage, the end in its own colour', () => {
  const { container } = show(<FunnelChart {...funnel} short={exact} />)
  expect(
    [...container.querySelectorAll<HTMLElement>('li i')].map(bar => [
      bar.style.width,
      bar.style.background,
      bar.textContent,
    ]),
  ).toEqual([
    ['100%', 'var(--chart-1)', '67%'],
    ['50%', 'var(--chart-1)', '33%'],
    ['10%', 'var(--positive)', ''],
  ])
  expect([...container.querySelectorAll('li')].map(row => row.textContent)).toEqual([
    'First67%200 € 20 deals',
    '↓ 10 of 20 moved on, 3 undecided',
    'Second33%100 € 4 deals',
    'Wonwon20 € 1 deal',
  ])
})

test('a funnel as a table', () => {
  show(<FunnelTable {...funnel} />)
  expect(cellsOf(screen.getByRole('table'))).toEqual([
    ['Stage', 'Value', 'Count', 'Moved on'],
    ['First', '200 €', '20', '50%'],
    ['Second', '100 €', '4', '—'],
    ['Won', '20 €', '1', '—'],
  ])
})

test('a sparkline is faint where a value is unknown, and draws nothing of fewer than two', () => {
  const pathsOf = (values: (number | null)[]) =>
    [...show(<Sparkline values={values} height={32} />).container.querySelectorAll('path')].map(path =>
      path.getAttribute('d'),
    )
  const pathOf = (values: (number | null)[]) => pathsOf(values)[0]
  expect(pathsOf([0, 10, null, 5, 10]).slice(0, 2)).toEqual([
    'M25.00 2.00L75.00 16.00',
    'M0.00 30.00L25.00 2.00M75.00 16.00L100.00 2.00',
  ])
  expect(pathOf([4, 4])).toBe('M0.00 16.00L100.00 16.00')
  expect(pathOf([3, null])).toBeUndefined()
  // a value alone between gaps is a larger dot
  expect(pathsOf([0, 10, null, 5, null])).toEqual([
    'M25.00 2.00L75.00 16.00',
    'M0.00 30.00L25.00 2.00M75.00 16.00',
    'M75.00 16.00h0',
  ])
})

test('what was won in a long range does not make the open stages invisible: its bar is broken', () => {
  const [first, second, won] = funnel.stages
  const { container } = show(
    <FunnelChart {...funnel} stages={[first!, second!, { ...won!, value: 900 }]} short={exact} />,
  )
  expect([...container.querySelectorAll<HTMLElement>('li > div > span > i')].map(bar => bar.style.width)).toEqual([
    '100%',
    '50%',
    '100%',
  ])
  expect(container.querySelectorAll('[data-tip*="Longer than drawn"]')).toHaveLength(1)
})
