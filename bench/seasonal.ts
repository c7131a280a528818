/**
 * Strongly seasonal monthly series, like nights in hotels: chosen from a collection by the strength of their season, or
 * simulated.
 */
import { normal, seededRandom } from '../src/stats/math/random.ts'
import { movingAverage } from '../src/stats/series/seasonal.ts'
import type { Series } from './m-competition.ts'

const PERIOD = 12

/**
 * Strength of the season, 0–1: 1 − variance of the remainder ÷ variance of season and remainder, of logarithms where
 * the series is positive, around a centred moving average. 0 under three years. Wang, Smith & Hyndman, Data Mining and
 * Knowledge Discovery 13 (2006).
 */
export const strengthOfSeason = (y: readonly number[]): number => {
  if (y.length <= 3 * PERIOD) return 0
  const z = y.every(v => v > 0) ? y.map(Math.log) : [...y]
  const trend = movingAverage(z, PERIOD)
  const rest = z.flatMap((v, t) => (Number.isNaN(trend[t]!) ? [] : [{ k: t % PERIOD, v: v - trend[t]! }]))
  const average = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
  const figure = Array.from({ length: PERIOD }, (_, k) => average(rest.filter(r => r.k === k).map(r => r.v)))
  const centre = average(rest.map(r => r.v))
  const noise = average(rest.map(r => (r.v - figure[r.k]!) ** 2))
  return Math.max(0, 1 - noise / average(rest.map(r => (r.v - centre) ** 2)))
}

const whole = (series: Series) => [...series.train, ...series.test]

/** Series whose season, over all their months, has a strength of 0.8 or more. */
export const stronglySeasonal = (collection: Series[]): Series[] =>
  collection.filter(series => strengthOfSeason(whole(series)) >= 0.8)

/** The last `h` months held out, of series with six years or more. */
export const holdOut = (collection: Series[], h: number): Series[] =>
  collection.flatMap(series => {
    const all = whole(series)
    return all.length < 72 ? [] : [{ ...series, h, train: all.slice(0, -h), test: all.slice(-h) }]
  })

/** Only the last `months(i)` months of history, six months ahead; `before`: all of it, to scale errors by. */
export const cutTo = (collection: Series[], months: (i: number) => number): (Series & { before: number[] })[] =>
  collection.map((series, i) => ({
    ...series,
    h: 6,
    train: series.train.slice(-months(i)),
    test: series.test.slice(0, 6),
    before: series.train,
  }))

/**
 * Two waves and a figure of its own for each month, ± 25–75 %, that change slowly; growth of −2 to 8 % a year, a
 * wandering level, noise of 3–10 %.
 */
export const simulatedSeasonal = (count: number, months: number, h: number): Series[] =>
  Array.from({ length: count }, (_, i) => {
    const random = seededRandom(1000 + i)
    const size = 0.25 + 0.5 * random()
    const growth = (0.1 * random() - 0.02) / 12
    const wander = 0.005 + 0.02 * random()
    const noise = 0.03 + 0.07 * random()
    const change = 0.017 + 0.07 * random()
    const [peak, second, part] = [12 * random(), 12 * random(), 0.6 * random()]
    const figure = Array.from(
      { length: PERIOD },
      (_, k) =>
        size * Math.cos((Math.PI * (k - peak)) / 6) +
        part * size * Math.cos((Math.PI * (k - second)) / 3) +
        0.25 * size * normal(random),
    )
    let level = 8
    const y = Array.from({ length: months + h }, (_, t) => {
      level += growth + wander * normal(random)
      figure[t % PERIOD]! += change * normal(random)
      return Math.exp(level + figure[t % PERIOD]! + noise * normal(random))
    })
    return { id: `S${i + 1}`, type: 'SIMULATED', h, train: y.slice(0, months), test: y.slice(months) }
  })
