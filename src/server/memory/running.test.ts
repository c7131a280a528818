import { expect, test } from 'vitest'
import { runningOf } from './running.ts'
import { type Sums, sumNames, width } from './sums.ts'
import { Totals } from './totals.ts'

const revenueAt = sumNames.indexOf('revenue')

/** A day by category: revenue by code, and when its newest line came. */
const day = (revenue: Record<number, number>, newest: number): Sums => {
  const codes = Object.keys(revenue).map(Number)
  const sums = new Float64Array(codes.length * width)
  for (const [row, code] of codes.entries()) sums[row * width + revenueAt] = revenue[code]!
  return { codes: Uint32Array.from(codes), sums, newest }
}

// the third category comes late, the first is not sold on the second day, and its lines of the third add up to nothing
const month = [day({ 0: 10, 1: 5 }, 100), day({ 1: 7 }, 200), day({ 0: 0, 2: 3 }, 300)]

const between = (running: ReturnType<typeof runningOf>, from: number, to: number) => {
  const totals = new Totals()
  running.addTo(totals, from, to)
  return Object.fromEntries(totals.codes.map(code => [code, totals.at(code)[revenueAt]]))
}

test.each([
  ['the whole month', 0, 3, { 0: 10, 1: 12, 2: 3 }],
  ['the first two days', 0, 2, { 0: 10, 1: 12 }],
  ['one day in the middle', 1, 2, { 1: 7 }],
  ['the last two days', 1, 3, { 1: 7, 2: 3 }],
  ['no day', 2, 2, {}],
])('running sums: %s', (_words, from, to, expected) => {
  const running = runningOf(month)
  expect(between(running, from, to)).toEqual(expected)
  expect([...running.newest]).toEqual([100, 200, 300])
})

test('where running sums would take too much room, days are added up to the same', () => {
  const [running, added] = [runningOf(month), runningOf(month, 0)]
  for (const [from, to] of [
    [0, 3],
    [1, 2],
    [0, 2],
  ] as const)
    expect(between(added, from, to)).toEqual(between(running, from, to))
  // what adds up to nothing has a row there, of zeros
  expect(between(added, 2, 3)).toEqual({ 0: 0, 2: 3 })
})
