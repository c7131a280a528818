import { expect, test } from 'vitest'
import { bfgs, minimiseScalar, nelderMead, type Objective } from './optimise.ts'

/** Rosenbrock's curved valley: minimum 0 at (1, 1). */
const rosenbrock: Objective = (x, gradient) => {
  const a = 1 - x[0]!,
    b = x[1]! - x[0]! ** 2
  gradient[0] = -2 * a - 400 * x[0]! * b
  gradient[1] = 200 * b
  return a * a + 100 * b * b
}

test('bfgs walks Rosenbrock’s valley to its end', () => {
  const { x, value } = bfgs(rosenbrock, [-1.2, 1], { tolerance: 1e-14, iterations: 500 })
  expect(x[0]).toBeCloseTo(1, 5)
  expect(x[1]).toBeCloseTo(1, 5)
  expect(value).toBeLessThan(1e-12)
})

test('bfgs with scales of the coordinates finds a minimum where they differ by a million', () => {
  const stretched: Objective = (x, gradient) => {
    gradient[0] = 2 * (x[0]! - 3e6) * 1e-12
    gradient[1] = 2 * (x[1]! - 2)
    return ((x[0]! - 3e6) * 1e-6) ** 2 + (x[1]! - 2) ** 2
  }
  const { x } = bfgs(stretched, [0, 0], { tolerance: 1e-12, scale: [1e6, 1] })
  expect(x[0]! / 1e6).toBeCloseTo(3, 6)
  expect(x[1]).toBeCloseTo(2, 6)
})

test('bfgs steps back from outside the domain, and says Infinity when it starts there', () => {
  const logarithmic: Objective = (x, gradient) => {
    if (x[0]! <= 0) return NaN
    gradient[0] = 1 - 1 / x[0]!
    return x[0]! - Math.log(x[0]!)
  }
  expect(bfgs(logarithmic, [40], { tolerance: 1e-12, scale: [100] }).x[0]).toBeCloseTo(1, 5)
  expect(bfgs(logarithmic, [-1]).value).toBe(Infinity)
})

test('nelderMead finds the minimum without a gradient, and where R’s optim ends', () => {
  const { x, value, evaluations } = nelderMead(p => rosenbrock(p, new Float64Array(2)), [-1.2, 1])
  // optim(c(-1.2, 1), fr) in R: $par 1.000260 1.000506, $value 8.825241e-08, $counts 195.
  expect([x[0]!, x[1]!].map(v => Number(v.toFixed(6)))).toEqual([1.00026, 1.000506])
  expect(value).toBeCloseTo(8.825241e-8, 13)
  expect(evaluations).toBe(195)
})

test('nelderMead keeps inside the domain', () => {
  const { x } = nelderMead(p => (p[0]! < 0.5 ? Infinity : p[0]! ** 2), [2])
  expect(x[0]).toBeCloseTo(0.5, 4)
})

test('minimiseScalar takes the deeper of two valleys, and an end of the range where that is lowest', () => {
  const valleys = (x: number) => Math.min((x - 1) ** 2, (x - 8) ** 2 - 1)
  const { x, value } = minimiseScalar(valleys, 0, 10)
  expect(x).toBeCloseTo(8, 6)
  expect(value).toBeCloseTo(-1, 9)
  expect(minimiseScalar(t => t, 2, 5).x).toBeCloseTo(2, 6)
})
