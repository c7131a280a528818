import { expect, test } from 'vitest'
import { cholesky, solveLower, solveUpper } from './cholesky.ts'

test('factor and both solutions give back the solution of A x = b', () => {
  const a = Float64Array.of(4, 2, 0.6, 2, 5, 1, 0.6, 1, 3),
    x = [1, -2, 0.5]
  const b = [0, 1, 2].map(i => x.reduce((sum, v, j) => sum + a[i * 3 + j]! * v, 0))
  const l = cholesky(a.slice(), 3)
  expect(l[0]).toBe(2)
  const found = solveUpper(l, solveLower(l, b))
  for (const [k, v] of x.entries()) expect(found[k]).toBeCloseTo(v, 12)
})

test('a matrix that is not positive definite shows as NaN', () => {
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)[3]).toBeNaN()
})
