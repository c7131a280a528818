/**
 * Forecasts of the finest cells (a category in a region through a channel …) from forecasts of the totals by each
 * dimension: the pattern of the past, scaled in turn to the totals of each dimension until it agrees with all of them
 * (iterative proportional fitting),
 *
 *     x ← x · target_g ÷ Σ_{cells of g} x      for every group g of every dimension, again and again.
 *
 * The result keeps the interactions (odds ratios) of the pattern and is the closest to it in relative entropy. Cells
 * whose past is negative (discounts booked as a category) cannot be scaled: they keep their usual month and the others
 * share what remains.
 *
 * References: Deming & Stephan (1940), Annals of Mathematical Statistics 11; Csiszár (1975), Annals of Probability 3.
 */
import { InvalidData } from '../errors.ts'

/**
 * `groupOf[i]`: the group of cell i in this dimension; `targets[g]`: what its cells should sum to. Negative targets
 * count as 0.
 */
export type Margin = { groupOf: readonly number[]; targets: readonly number[] }

const ROUNDS = 50
const TOLERANCE = 1e-9

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** Every cell by the size of its past: for totals that no scaling of positive cells reaches. */
const bySize = (usual: Float64Array, total: number): Float64Array => {
  const size = usual.map(Math.abs)
  const whole = sum(size)
  const rest = total - sum(usual)
  return usual.map((value, i) => value + rest * (whole > 0 ? size[i]! / whole : 1 / usual.length))
}

/**
 * Cells that sum to `total` and, as nearly as the pattern allows, to the margins' targets. `pattern`: what cells were
 * in the past; `usual`: their part that stands for one step (pattern ÷ number of steps). Targets need not agree with
 * `total`: each margin is scaled to it. Throws InvalidData when lengths disagree.
 */
export const rake = (
  pattern: Float64Array,
  usual: Float64Array,
  margins: readonly Margin[],
  total: number,
): Float64Array => {
  const n = pattern.length
  if (usual.length !== n || margins.some(({ groupOf }) => groupOf.length !== n))
    throw new InvalidData(
      `expected ${n} cells everywhere, got ${[usual.length, ...margins.map(({ groupOf }) => groupOf.length)].join(', ')}`,
    )
  const fixed = usual.map((value, i) => (pattern[i]! < 0 ? value : 0))
  const open = total - sum(fixed)
  const cells = pattern.map(value => Math.max(0, value))
  if (!(sum(cells) > 0) || open <= 0) return bySize(usual, total)
  const aims = margins.map(({ groupOf, targets }) => {
    const aim = Float64Array.from(targets)
    const held = new Float64Array(aim.length)
    for (let i = 0; i < n; i += 1) {
      aim[groupOf[i]!]! -= fixed[i]!
      held[groupOf[i]!]! += cells[i]!
    }
    // a group without a cell to hold its target leaves it to the others
    for (let g = 0; g < aim.length; g += 1) aim[g] = held[g]! > 0 ? Math.max(0, aim[g]!) : 0
    const whole = sum(aim)
    return whole > 0 ? aim.map(value => (value * open) / whole) : undefined
  })
  for (let round = 0, off = Infinity; round < ROUNDS && off > TOLERANCE; round += 1) {
    off = 0
    for (const [at, { groupOf }] of margins.entries()) {
      const aim = aims[at]
      if (!aim) continue
      const sums = new Float64Array(aim.length)
      for (let i = 0; i < n; i += 1) sums[groupOf[i]!]! += cells[i]!
      for (let g = 0; g < aim.length; g += 1) {
        if (sums[g] === 0) continue
        off = Math.max(off, Math.abs(aim[g]! - sums[g]!) / open)
        sums[g] = aim[g]! / sums[g]!
      }
      for (let i = 0; i < n; i += 1) cells[i]! *= sums[groupOf[i]!]!
    }
  }
  const whole = sum(cells)
  if (!(whole > 0)) return bySize(usual, total)
  return cells.map((value, i) => fixed[i]! + (value * open) / whole)
}
