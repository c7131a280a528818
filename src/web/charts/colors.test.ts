import { expect, test } from 'vitest'
import { colorOf } from './colors.ts'

const regions = ['West', 'East', 'North', 'South']

test('an entity keeps its colour whatever the order and however few are shown', () => {
  expect(regions.map(region => colorOf(region, regions))).toEqual([
    'var(--chart-4)',
    'var(--chart-1)',
    'var(--chart-2)',
    'var(--chart-3)',
  ])
  expect(colorOf('South', [...regions].reverse())).toBe('var(--chart-3)')
})

test('the ninth entity begins again, an unknown one is grey', () => {
  const letters = [...'abcdefghi']
  expect([colorOf('a', letters), colorOf('h', letters), colorOf('i', letters)]).toEqual([
    'var(--chart-1)',
    'var(--chart-8)',
    'var(--chart-1)',
  ])
  expect(colorOf('z', letters)).toBe('var(--chart-other)')
})
