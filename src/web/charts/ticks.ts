/**
 * Values that reach below zero by less than this share of the greatest get no tick of their own there: it would cost a
 * quarter of the picture. The scale itself reaches down to them.
 */
const negligible = 0.03

/**
 * Round ticks around the values, zero always among them: of the round steps that make three to five, the one that
 * wastes least. All zero: only zero.
 */
export const roundTicks = (least: number, most: number): number[] => {
  const low = least < -negligible * most ? Math.min(0, least) : 0
  const high = Math.max(0, most)
  if (low === high) return [0]
  const power = 10 ** Math.floor(Math.log10((high - low) / 4))
  const fits = [0.5, 1, 2, 2.5, 5, 10].flatMap(size => {
    const step = size * power
    const first = Math.floor(low / step + 1e-9)
    const last = Math.ceil(high / step - 1e-9)
    return last - first >= 3 && last - first <= 5 ? [{ step, first, last }] : []
  })
  const [best] = fits.sort((a, b) => (a.last - a.first) * a.step - (b.last - b.first) * b.step || b.step - a.step)
  if (!best) return [low, 0, high]
  // toPrecision: 3 × 0.1 is 0.30000000000000004
  return Array.from({ length: best.last - best.first + 1 }, (_, i) =>
    Number(((best.first + i) * best.step).toPrecision(12)),
  )
}

/** Every n-th index from 0, n the least of `steps` that leaves at most `most` of them. */
export const spacedIndexes = (count: number, most: number, steps: readonly number[]): number[] => {
  const room = Math.max(1, most)
  const step = steps.find(size => Math.ceil(count / size) <= room) ?? Math.ceil(count / room)
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)
}

/** The same for counts, of which there are no halves: from zero to the most, in steps of one, two or five times a power of ten. */
export const wholeTicks = (most: number): number[] => {
  for (let power = 1; ; power *= 10)
    for (const size of [1, 2, 5]) {
      const last = Math.ceil(most / (size * power))
      if (last <= 5) return Array.from({ length: Math.max(1, last) + 1 }, (_, i) => i * size * power)
    }
}
