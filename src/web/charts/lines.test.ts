import { expect, test } from 'vitest'
import { areaPath, linePath } from './lines.ts'

const x = (index: number) => index * 10

test('a line of straight segments breaks where a value is missing', () => {
  expect(linePath([1, 2, null, 4, 5], x)).toBe('M0.0,1.0L10.0,2.0M30.0,4.0L40.0,5.0')
  expect(linePath([], x)).toBe('')
})

test('an area has a shape for each stretch, closed at its base', () => {
  expect(areaPath([1, 2, null, 4], 9, x)).toBe('M0.0,1.0L10.0,2.0L10.0,9.0L0.0,9.0ZM30.0,4.0L30.0,9.0L30.0,9.0Z')
})
