import { expect, test } from 'vitest'
import { runningOf } from './running.ts'
import { type SumsPage, sumNames, width } from './sums.ts'
import { Totals } from './totals.ts'

/** A day of the grain by category: revenue by code, and when its newest line came. */
const day = (revenue: Record<number, number>, newest: number): SumsPage => {
  const codes = Object.keys(revenue).map(Number)
  const sums = new Float64Array(codes.length * width)
  for (const [row, code] of codes.entries()) sums[row * width + sumNames.indexOf('revenue')] = revenue[code]!
  return { rows: codes.length, codes: [Uint32Array.from(codes)], sums, newest: new Float64Array(codes.length).fill(newest), cutAt: null, bytes: 0 }
}

// the third category comes late, the first is not sold on the second day, and its lines of the third add up to nothing
const month = [day({ 0: 10, 1: 5 }, 100), day({ 1: 7 }, 200), day({ 0: 0, 2: 3 }, 300)]
const view = { grain: 'category', by: 'category' } as const

const between = (running: ReturnType<typeof runningOf>, from: number, to: number) => {
  const totals = new Totals()
  running.addTo(totals, from, to)
  return Object.fromEntries(totals.codes.map(code => [code, totals.at(code)[sumNames.indexOf('revenue')]]))
}

test.each([
  ['the whole month', 0, 3, { 0: 10, 1: 12, 2: 3 }],
  ['the first two days', 0, 2, { 0: 10, 1: 12 }],
  ['one day in the middle', 1, 2, { 1: 7 }],
  ['the last two days', 1, 3, { 1: 7, 2: 3 }],
  ['no day', 2, 2, {}],
])('running sums: %s', (_words, from, to, expected) => {
  expect(between(runningOf(view, month, []), from, to)).toEqual(expected)
})

test('where running sums would take too much room, days are added up to the same', () => {
  const [running, added] = [runningOf(view, month, []), runningOf(view, month, [], 0)]
  expect(added.bytes).toBe(1000)
  // what adds up to nothing has a row there, of zeros
  for (const [from, to] of [[0, 3], [1, 2], [0, 2]] as const) expect(between(added, from, to)).toEqual(between(running, from, to))
  expect(between(added, 2, 3)).toEqual({ 0: 0, 2: 3 })
})

test('filters leave out rows of other values, also as the newest line', () => {
  const running = runningOf(view, month, [{ key: 0, wanted: Uint8Array.from([1, 0, 0]) }])
  expect(between(running, 0, 3)).toEqual({ 0: 10 })
  expect([...running.newest]).toEqual([100, -Infinity, 300])
})
