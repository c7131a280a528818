/** Fewer observations than a model needs. `needed` and `got` are counts of observations; the message names both. */
export class NotEnoughData extends Error {
  readonly needed: number
  readonly got: number
  constructor(needed: number, got: number, what = 'observations') {
    super(`needs at least ${needed} ${what}, got ${got}`)
    this.name = 'NotEnoughData'
    this.needed = needed
    this.got = got
  }
}

/** Input no model can take: NaN, infinity, a negative count. The message says what was expected and what came. */
export class InvalidData extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidData'
  }
}
