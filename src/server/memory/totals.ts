import { type SumsPage, width } from './sums.ts'

/** A filter on a grain's pages: which of its keys, and for each code whether it is wanted. */
export type Check = { key: number; wanted: Uint8Array }

/** Whether a row passes all checks. */
export const passes = ({ codes }: SumsPage, row: number, checks: Check[]): boolean => {
  for (let i = 0; i < checks.length; i += 1) if (checks[i]!.wanted[codes[checks[i]!.key]![row]!] !== 1) return false
  return true
}

/** Sums by the codes of a key (by 0 where there is no key), `width` numbers each in the order of sumNames. */
export class Totals {
  readonly codes: number[] = []
  #slots: Int32Array
  #values: Float64Array

  /** `expected`: about how many codes there will be. */
  constructor(expected: number) {
    this.#slots = new Int32Array(expected).fill(-1)
    this.#values = new Float64Array(expected * width)
  }

  #slotOf(code: number): number {
    if (code >= this.#slots.length) {
      const slots = new Int32Array(2 * code + 1).fill(-1)
      slots.set(this.#slots)
      this.#slots = slots
    }
    const known = this.#slots[code]!
    if (known >= 0) return known
    const slot = this.codes.push(code) - 1
    this.#slots[code] = slot
    if (this.codes.length * width > this.#values.length) {
      const values = new Float64Array(2 * this.#values.length)
      values.set(this.#values)
      this.#values = values
    }
    return slot
  }

  #add(code: number, from: Float64Array, at: number) {
    const to = this.#slotOf(code) * width
    const values = this.#values
    for (let name = 0; name < width; name += 1) values[to + name]! += from[at + name]!
  }

  /** Adds the rows of a page that pass, by the codes of one of its keys (none: -1). */
  addPage(page: SumsPage, checks: Check[], key: number) {
    const { rows, sums } = page
    const codes = page.codes[key]
    const [first] = checks
    const column = first && page.codes[first.key]
    for (let row = 0; row < rows; row += 1) {
      if (first && first.wanted[column![row]!] !== 1) continue
      if (checks.length > 1 && !passes(page, row, checks)) continue
      this.#add(codes ? codes[row]! : 0, sums, row * width)
    }
  }

  addAll(other: Totals) {
    for (let slot = 0; slot < other.codes.length; slot += 1) this.#add(other.codes[slot]!, other.#values, slot * width)
  }

  /** The sums of a code that is there. */
  at(code: number): Float64Array {
    const from = this.#slots[code]! * width
    return this.#values.subarray(from, from + width)
  }
}
