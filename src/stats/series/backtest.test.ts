import { describe, expect, test } from 'vitest'
import { NotEnoughData } from '../errors.ts'
import { backtest, rollingPaths, type Refit } from './backtest.ts'
import { fitNaive, fitSeasonalNaive } from './naive.ts'

const ramp = Array.from({ length: 30 }, (_, t) => 100 + 10 * t)

test('origins are the last twelve, each path ends with the data', () => {
  const paths = rollingPaths(ramp, fitNaive, { period: 12 })
  expect(paths.map(p => p.origin)).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
  expect(paths.map(p => p.actual.length)).toEqual([6, 6, 6, 6, 6, 6, 6, 5, 4, 3, 2, 1])
  expect(paths[0]).toMatchObject({
    actual: [280, 290, 300, 310, 320, 330],
    predicted: [270, 270, 270, 270, 270, 270],
    naive: [160, 170, 180, 190, 200, 210],
  })
})

test('scores of the naive forecast of a ramp, worked by hand', () => {
  // 57 comparisons: horizon k has 13 − k of them (k = 1…6), each 10 k too low. Seasonal naive is always 120 too low.
  const result = backtest(ramp, fitNaive, { period: 12 })
  const error = (12 * 10 + 11 * 20 + 10 * 30 + 9 * 40 + 8 * 50 + 7 * 60) / 57
  expect(result).toMatchObject({ n: 57, origins: 12, skilled: true })
  expect(result.skill).toBeCloseTo(1 - error / 120, 12)
  expect(result.mase).toBeCloseTo(error / 120, 12)
  expect(result.bias).toBeCloseTo(-result.wape!, 12)
  expect(result.accuracy).toBeCloseTo(1 - result.wape!, 12)
  const byHorizon = result.byHorizon.map(({ horizon, n, rmse }) => [horizon, n, Math.round(rmse!)])
  expect(byHorizon).toEqual([
    [1, 12, 10],
    [2, 11, 20],
    [3, 10, 30],
    [4, 9, 40],
    [5, 8, 50],
    [6, 7, 60],
  ])
})

test('nothing after an origin reaches its forecast: a changed future changes no earlier path', () => {
  const changed = ramp.map((v, t) => (t >= 24 ? 5 * v : v))
  const before = rollingPaths(ramp, fitSeasonalNaive, { period: 12 })
  const after = rollingPaths(changed, fitSeasonalNaive, { period: 12 })
  const view = (paths: typeof before) =>
    paths
      .filter(p => p.origin <= 24)
      .map(({ predicted, lower80, upper80, lower95, upper95 }) => ({ predicted, lower80, upper80, lower95, upper95 }))
  expect(view(after)).toEqual(view(before))
})

test('each origin starts where the one before it ended, the first from nothing', () => {
  const handed: (number | undefined)[] = []
  const counting: Refit<number> = (y, options) => {
    handed.push(options.warm)
    return { ...fitNaive(y, options), warm: y.length }
  }
  backtest(ramp, counting, { period: 12, origins: 5 })
  expect(handed).toEqual([undefined, 25, 26, 27, 28])
})

describe('history', () => {
  test('fewer than four origins is not enough', () => {
    expect(() => backtest(ramp.slice(0, 6), fitNaive, { period: 12 })).toThrow(
      new NotEnoughData(4, 3, 'forecast origins'),
    )
    expect(backtest(ramp.slice(0, 7), fitNaive, { period: 12 }).origins).toBe(4)
  })

  test('no better than seasonal naive is not skilled; a faultless forecast of a constant is', () => {
    expect(backtest(ramp, fitSeasonalNaive, { period: 12 })).toMatchObject({ skill: 0, skilled: false })
    const constant = Array.from({ length: 30 }, () => 7)
    expect(backtest(constant, fitNaive, { period: 12 })).toMatchObject({
      skill: null,
      wape: 0,
      skilled: true,
      coverage80: 1,
      coverage95: 1,
    })
  })
})
