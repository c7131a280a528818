import { describe, expect, it } from 'vitest'
import { InvalidData } from '../errors.ts'
import { beta, exponential, gamma, normal, seededRandom, type Random } from './random.ts'

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw)
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: number[]): number => {
  const centre = mean(values)
  return mean(values.map(value => (value - centre) ** 2))
}

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, others for another', () => {
    const first = draws(100, seededRandom(7))
    expect(draws(100, seededRandom(7))).toEqual(first)
    expect(draws(100, seededRandom(8))).not.toEqual(first)
    expect(new Set(first).size).toBe(100)
  })
  it('stays in [0, 1) and fills ten cells evenly (χ², 9 degrees of freedom, 0.1 %)', () => {
    const values = draws(20_000, seededRandom(1))
    expect(values.every(value => value >= 0 && value < 1)).toBe(true)
    const cells = Array.from(
      { length: 10 },
      (_, cell) => values.filter(value => Math.floor(value * 10) === cell).length,
    )
    expect(cells.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9)
  })
  it('refuses a seed that is no integer', () => expect(() => seededRandom(0.5)).toThrow(InvalidData))
})

describe('distributions have their mean and variance (20,000 draws, 5 standard errors)', () => {
  const cases: [string, (random: Random) => number, number, number][] = [
    ['exponential', exponential, 1, 1],
    ['normal', normal, 0, 1],
    ['gamma 0.243', random => gamma(random, 0.243), 0.243, 0.243],
    ['gamma 7', random => gamma(random, 7), 7, 7],
    ['beta 0.793, 2.426', random => beta(random, 0.793, 2.426), 0.793 / 3.219, (0.793 * 2.426) / (3.219 ** 2 * 4.219)],
  ]
  it.each(cases)('%s', (_, draw, expectedMean, expectedVariance) => {
    const random = seededRandom(11)
    const values = draws(20_000, () => draw(random))
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / 20_000))
    expect(variance(values) / expectedVariance).toBeGreaterThan(0.88)
    expect(variance(values) / expectedVariance).toBeLessThan(1.12)
  })
  it('beta with a = 0 or b = 0 is certain; a gamma needs a positive shape', () => {
    expect([beta(seededRandom(1), 0, 3), beta(seededRandom(1), 3, 0)]).toEqual([0, 1])
    expect(() => gamma(seededRandom(1), 0)).toThrow(InvalidData)
  })
})
