import { type Sums, width } from './sums.ts'

const empty = new Float64Array(width)

/** Sums by the codes of a view, `width` numbers each in the order of sumNames. */
export class Totals {
  readonly codes: number[] = []
  #slots = new Map<number, number>()
  #values = new Float64Array(width)

  #slotOf(code: number): number {
    const known = this.#slots.get(code)
    if (known !== undefined) return known
    const slot = this.codes.push(code) - 1
    this.#slots.set(code, slot)
    if (this.codes.length * width > this.#values.length) {
      const values = new Float64Array(4 * this.#values.length)
      values.set(this.#values)
      this.#values = values
    }
    return slot
  }

  addSums({ codes, sums }: Sums) {
    for (let row = 0; row < codes.length; row += 1) {
      const to = this.#slotOf(codes[row]!) * width
      const values = this.#values
      for (let name = 0; name < width; name += 1) values[to + name]! += sums[row * width + name]!
    }
  }

  /** Adds what running sums of these codes came to between two times: of codes without rows then, nothing. */
  addBetween(codes: number[], before: Float64Array, after: Float64Array) {
    for (let slot = 0; slot * width < after.length; slot += 1) {
      const [at, old] = slot * width < before.length ? [slot * width, before] : [0, empty]
      const from = slot * width
      if (!differs(old, at, after, from)) continue
      const to = this.#slotOf(codes[slot]!) * width
      const values = this.#values
      for (let name = 0; name < width; name += 1) values[to + name]! += after[from + name]! - old[at + name]!
    }
  }

  /** All sums as they are now, in the order of the codes. */
  copy(): Float64Array {
    return this.#values.slice(0, this.codes.length * width)
  }

  /** The sums of a code that is there. */
  at(code: number): Float64Array {
    const from = this.#slots.get(code)! * width
    return this.#values.subarray(from, from + width)
  }
}

const differs = (one: Float64Array, at: number, other: Float64Array, from: number): boolean => {
  for (let name = 0; name < width; name += 1) if (one[at + name] !== other[from + name]) return true
  return false
}
