/**
 * Seeded random numbers, the only ones in the product. A stream is named by its keys, so that what happens to one
 * customer never shifts another's fate: the same keys always give the same numbers.
 * Generator: SplitMix32 (Steele, Lea & Flood 2014, 32-bit variant); key hash: FNV-1a.
 */
export type Random = {
  /** Uniform in [0, 1). */
  next: () => number
  between: (low: number, high: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** An index, drawn with these weights. */
  weighted: (weights: readonly number[]) => number
  normal: () => number
  exponential: (mean: number) => number
  poisson: (mean: number) => number
  /** Gamma with this shape and mean. */
  gamma: (shape: number, mean: number) => number
}

const hashed = (keys: readonly (string | number)[]) => {
  let hash = 0x811c9dc5
  for (const character of keys.join('\u0000')) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  return hash | 0
}

export const random = (...keys: (string | number)[]): Random => {
  let state = hashed(keys)
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const exponential = (mean: number) => -mean * Math.log(1 - next())
  const poisson = (mean: number) => {
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = next(); product > limit; product *= next()) count++
    return count
  }
  // Marsaglia & Tsang (2000), for shapes of at least 1
  const gamma = (shape: number, mean: number) => {
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v * mean) / shape
    }
  }
  const weighted = (weights: readonly number[]) => {
    let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
    for (const [index, weight] of weights.entries()) if ((left -= weight) < 0) return index
    return weights.length - 1
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    chance: probability => next() < probability,
    pick: <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T,
    weighted,
    normal,
    exponential,
    poisson,
    gamma,
  }
}
