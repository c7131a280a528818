import { expect, test } from 'vitest'
import { roundTicks, spacedIndexes } from './ticks.ts'

test('ticks are round, begin at zero, reach over the greatest value and waste little', () => {
  expect(roundTicks(12, 431_000)).toEqual([0, 100_000, 200_000, 300_000, 400_000, 500_000])
  expect(roundTicks(0, 400)).toEqual([0, 100, 200, 300, 400])
  expect(roundTicks(3, 9.3)).toEqual([0, 2.5, 5, 7.5, 10])
  expect(roundTicks(0.1, 0.35)).toEqual([0, 0.1, 0.2, 0.3, 0.4])
  expect(roundTicks(0, 1)).toEqual([0, 0.25, 0.5, 0.75, 1])
})

test('every size of value gets three to five steps that hold it', () => {
  for (let most = 1; most < 1e7; most = Math.ceil(most * 1.07)) {
    const ticks = roundTicks(0, most)
    expect({
      most,
      few: ticks.length >= 4,
      many: ticks.length <= 6,
      holds: ticks[0] === 0 && ticks.at(-1)! >= most,
      waste: ticks.at(-1)! <= most * 1.5,
    }).toEqual({ most, few: true, many: true, holds: true, waste: true })
  }
})

test('values below zero get ticks below zero, and zero stays one of them; a trifle below gets none', () => {
  expect(roundTicks(-120, 900)).toEqual([-250, 0, 250, 500, 750, 1000])
  expect(roundTicks(-2, 100)).toEqual([0, 25, 50, 75, 100])
  expect(roundTicks(-80, -10)).toEqual([-80, -60, -40, -20, 0])
})

test('without anything but zeros there is one tick', () => {
  expect(roundTicks(0, 0)).toEqual([0])
})

test('labels stand at a natural distance and never outnumber the room', () => {
  expect(spacedIndexes(13, 7, [1, 2, 3, 4])).toEqual([0, 2, 4, 6, 8, 10, 12])
  expect(spacedIndexes(90, 8, [1, 2, 7, 14, 28])).toEqual([0, 14, 28, 42, 56, 70, 84])
  expect(spacedIndexes(100, 3, [1, 2])).toEqual([0, 34, 68])
  expect(spacedIndexes(1, 0, [1])).toEqual([0])
})
