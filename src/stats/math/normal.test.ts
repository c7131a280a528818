import { expect, test } from 'vitest'
import { normalDistribution, normalQuantile, studentQuantile } from './normal.ts'

/** R's qnorm and qt. */
test.each([
  [0.5, 0],
  [0.9, 1.2815515655446],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167814],
  [0.01, -2.326347874040841],
])('normal quantile of %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 7)
})

test.each([
  [0.975, 1, 12.7062047361747],
  [0.975, 2, 4.302652729911275],
  [0.9, 3, 1.63774435369621],
  [0.975, 4, 2.776445105197799],
  [0.975, 30, 2.042272456301238],
  [0.1, 4, -1.533206274058943],
])('Student quantile of %f with %i degrees', (p, degrees, t) => {
  expect(studentQuantile(p, degrees)).toBeCloseTo(t, 3)
})

/** R's pnorm. */
test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [-1.96, 0.0249978951482204],
  [3, 0.99865010196837],
  [-8, 6.22096057427178e-16],
])('normal distribution at %f', (z, p) => {
  expect(normalDistribution(z) / p).toBeCloseTo(1, 7)
})
