import { expect, test } from 'vitest'
import { colorsOf } from './colors.ts'

const regions = ['West', 'East', 'North', 'South']

test('an entity keeps its colour whatever the order and however few are shown', () => {
  expect(Object.fromEntries(colorsOf(regions, regions))).toEqual({
    West: 'var(--chart-4)',
    East: 'var(--chart-1)',
    North: 'var(--chart-2)',
    South: 'var(--chart-3)',
  })
  expect(colorsOf(['South'], [...regions].reverse()).get('South')).toBe('var(--chart-3)')
})

test('no chart has a colour twice: the ninth entity takes the next one that is free, an unknown one is grey', () => {
  const letters = [...'abcdefghi']
  expect([...colorsOf(['i', 'h', 'a'], letters)]).toEqual([
    ['a', 'var(--chart-1)'],
    ['h', 'var(--chart-8)'],
    ['i', 'var(--chart-2)'],
  ])
  expect(colorsOf(['i'], letters).get('i')).toBe('var(--chart-1)')
  expect(colorsOf(['z'], letters).get('z')).toBe('var(--chart-other)')
  const colors = [...colorsOf(letters, letters).values()]
  expect(new Set(colors).size).toBe(9)
  expect(colors.filter(color => color === 'var(--chart-other)')).toHaveLength(1)
})
