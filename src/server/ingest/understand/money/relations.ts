/** Which sums of columns another column is: found by trying them on every row. */
export type Numbers = readonly (number | null)[]
export type TermKind = 'discount' | 'tax' | 'shipping' | 'tip' | 'fee' | 'refund'
/** A sum that stands beside an amount; `share`: a discount as a part of 1. */
export type Term = { kind: TermKind; columns: string[]; values: Numbers; share: boolean }
export type Amount = { column: string; values: Numbers }
/** `whole` is `base` with the terms added or taken off. */
export type Relation = { whole: Amount; base: Amount; terms: Term[] }

const adds: Record<TermKind, 1 | -1> = { discount: -1, tax: 1, shipping: 1, tip: 1, fee: -1, refund: -1 }
/** A cent for rounding, and what a binary sum is off by. */
const near = 0.0151
/** Of many rows a few may be slips. */
const tolerated = 0.01

const withTerm = (sum: number, base: number, { kind, values, share }: Term, row: number): number => {
  const value = Math.abs(values[row] ?? 0)
  return sum + adds[kind] * (share ? base * value : Math.sign(base) * value)
}

const fits = (whole: Amount, base: Amount, terms: Term[]): boolean => {
  let rows = 0
  let misses = 0
  for (let row = 0; row < whole.values.length; row++) {
    const [is, from] = [whole.values[row], base.values[row]]
    if (is === null || is === undefined || from === null || from === undefined || is === 0) continue
    rows++
    const sum = terms.reduce((total, term) => withTerm(total, from, term, row), from)
    if (Math.abs(is - sum) > near && ++misses > tolerated * whole.values.length) return false
  }
  return rows > 0 && misses <= tolerated * rows
}

const subsets = (terms: Term[]): Term[][] =>
  terms
    .reduce<Term[][]>(
      (sets, term) => [
        ...sets,
        ...sets.filter(set => set.every(({ kind }) => kind !== term.kind)).map(set => [...set, term]),
      ],
      [[]],
    )
    .toSorted((a, b) => a.length - b.length)

/** Of more sets the longest are not tried. */
const mostSets = 2_000

/** Every amount that is another one with some of the terms; the fewest terms that do. */
export const relations = (bases: Amount[], wholes: Amount[], terms: Term[]): Relation[] => {
  const tried = subsets(terms.filter(({ values }) => values.some(value => value))).slice(0, mostSets)
  return wholes.flatMap(whole =>
    bases.flatMap(base => {
      if (base === whole || base.column === whole.column) return []
      const set = tried.find(set => fits(whole, base, set))
      return set ? [{ whole, base, terms: set }] : []
    }),
  )
}
