import { describe, expect, test } from 'vitest'
import { normal, seededRandom } from '../math/random.ts'
import { decompose } from './decompose.ts'
import { forecastRevenue } from './revenue.ts'
import { inOwnUnit } from './unit.ts'

type Shape = (n: number, random: () => number) => number[]
const each = (n: number, value: (t: number) => number) => Array.from({ length: n }, (_, t) => value(t))
const shapes: [string, Shape][] = [
  ['growing 20 % a month', n => each(n, t => 100 * 1.2 ** t)],
  ['shrinking 20 % a month', n => each(n, t => 1e6 * 0.8 ** t)],
  [
    'a season',
    (n, random) => each(n, t => 1000 * (1 + 0.5 * Math.sin((Math.PI * t) / 6)) * Math.exp(0.08 * normal(random))),
  ],
  ['sparse', (n, random) => each(n, () => (random() < 0.7 ? 0 : Math.round(50_000 * random()) / 100))],
  ['negative months', (n, random) => each(n, t => 200 * normal(random) + 50 * Math.sin(t))],
  ['one huge month', (n, random) => each(n, t => (t === n >> 1 ? 500_000 : 1000 * Math.exp(0.1 * normal(random))))],
  [
    'closed in summer',
    (n, random) => each(n, t => ([6, 7].includes(t % 12) ? 0 : 900 * Math.exp(0.1 * normal(random)))),
  ],
  ['one customer', (n, random) => each(n, t => (t % 3 === 1 ? 1200 : 0) + (random() < 0.1 ? 40 : 0))],
  ['a level shift', (n, random) => each(n, t => (t > n - 5 ? 2 : 1) * 1000 * Math.exp(0.05 * normal(random)))],
  ['a line', n => each(n, t => 10 + 3 * t)],
  ['a constant', n => each(n, () => 77.7)],
]
const scales = [1e8, 1e-6, 3.7]

describe.each(shapes)('%s', (_, shape) => {
  test.each([4, 6, 11, 13, 20, 24, 35, 36, 61])('%i months in another unit: the same forecast in it, to 1e-6', n => {
    const y = [50, ...shape(n - 1, seededRandom(n))]
    const figures = (scale: number) => {
      const { mean, lower, upper, cumulative, total, naive, backtest } = forecastRevenue(
        y.map(value => value * scale),
        { h: 13 },
      )
      const amounts = [mean, lower, upper, cumulative.upper, cumulative.lower, total.lower, total.upper, naive].flat(2)
      return { amounts: amounts.map(value => value / scale), record: [backtest?.wape ?? null, backtest?.skill ?? null] }
    }
    const plain = figures(1)
    const most = Math.max(...plain.amounts.map(Math.abs))
    for (const scale of scales) {
      const { amounts, record } = figures(scale)
      amounts.forEach((value, i) => expect(Math.abs(value - plain.amounts[i]!) / most).toBeLessThan(1e-6))
      expect(record.map(value => value === null)).toEqual(plain.record.map(value => value === null))
      record.forEach((value, i) => expect(value ?? 0).toBeCloseTo(plain.record[i] ?? 0, 6))
    }
  })

  test(
    'no interval that crosses or shrinks, none that leaves out the forecast, at any length',
    { timeout: 30_000 },
    () => {
      for (const n of [3, 5, 8, 12, 14, 23, 30, 40, 72]) {
        const y = [50, ...shape(n - 1, seededRandom(n))]
        const { mean, lower, upper } = forecastRevenue(y, { h: 14 })
        mean.forEach((value, k) => {
          const order = [lower[1]![k]!, lower[0]![k]!, value, upper[0]![k]!, upper[1]![k]!]
          expect(order.every(Number.isFinite)).toBe(true)
          expect(order).toEqual(order.toSorted((a, b) => a - b))
        })
        for (const i of [0, 1]) {
          const width = mean.map((_, k) => upper[i]![k]! - lower[i]![k]!)
          width.slice(1).forEach((now, k) => expect(now).toBeGreaterThanOrEqual(width[k]! * (1 - 1e-9)))
        }
        const floor = y.every(v => v >= 0) ? 0 : -Infinity
        expect(Math.min(...lower.flat())).toBeGreaterThanOrEqual(floor)
      }
    },
  )
})

test('the seasonality index knows no unit either', () => {
  const y = shapes[2]![1](48, seededRandom(3))
  const index = (scale: number) =>
    decompose(
      y.map(v => v * scale),
      { period: 12 },
    ).index.flatMap(({ index, lower, upper }) => [index, lower, upper])
  for (const scale of scales) index(scale).forEach((value, i) => expect(value).toBeCloseTo(index(1)[i]!, 6))
})

test('a series in its own unit has the same mean size whatever came, and zeros stay zeros', () => {
  const size = (y: number[]) => inOwnUnit(y).y.reduce((sum, v) => sum + Math.abs(v), 0) / y.length
  expect(size([1, 2, -3])).toBeCloseTo(5000, 6)
  expect(size([1e300, 1e308])).toBeCloseTo(5000, 6)
  expect(inOwnUnit([0, 0])).toEqual({ y: [0, 0], unit: 1 })
})
