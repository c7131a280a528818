/**
 * Seeded pseudo-random numbers for Monte Carlo and for simulated customers. A generator is a value that the caller
 * makes and passes on:
 * the same seed gives the same numbers on every machine, and nothing in this library draws from a hidden source.
 */
import { InvalidData } from '../errors.ts'

/** Draws uniformly from [0, 1), 32 bits a draw. */
export type Random = () => number

/** xoshiro128** (Blackman & Vigna 2018), its state filled from the seed by SplitMix32. `seed`: any integer. */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed)) throw new InvalidData(`a seed is an integer, got ${seed}`)
  let mix = seed | 0
  const next = (): number => {
    mix = (mix + 0x9e3779b9) | 0
    let z = mix
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, d] = [next(), next(), next(), next()]
  const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k))
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return (result >>> 0) / 4294967296
  }
}

/** Exponential with mean 1. */
export const exponential = (random: Random): number => -Math.log(1 - random())

/** Standard normal (Box & Muller 1958, one of the pair). */
export const normal = (random: Random): number => Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random())

/** Gamma with the given shape and scale 1 (Marsaglia & Tsang 2000; shapes below 1 by the power of a uniform). */
export function gamma(random: Random, shape: number): number {
  if (!(shape > 0)) throw new InvalidData(`a gamma shape is positive, got ${shape}`)
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Beta(a, b), as the share of one gamma draw in the sum of two. a = 0 or b = 0 is the limit, all mass on 0 or on 1. */
export function beta(random: Random, a: number, b: number): number {
  if (a === 0 || b === 0) return a === 0 ? 0 : 1
  const x = gamma(random, a)
  const y = gamma(random, b)
  // With a and b both near 0 the two draws can underflow together; Beta(0, 0) is a coin between the ends.
  return x + y > 0 ? x / (x + y) : random() < a / (a + b) ? 1 : 0
}
