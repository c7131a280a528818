/** A column of whole numbers from 0 up to before `count`. */
export type Column = { of: ArrayLike<number>; count: number }

/** Rows with equal keys have one number in `of`, from 0 on in the order met; `first`: the first row of each. */
export type Groups = { of: Uint32Array; first: Uint32Array; count: number }

const noGroup = 0xffffffff

/** A column's values as numbers from 0 on. */
export const numbered = (values: ArrayLike<number>): Column & { values: number[] } => {
  const known = new Map<number, number>()
  const found: number[] = []
  const of = new Uint32Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    let code = known.get(value)
    if (code === undefined) {
      code = found.push(value) - 1
      known.set(value, code)
    }
    of[row] = code
  }
  return { of, count: found.length, values: found }
}

/** Pairs of numbers as numbers: by a table of all pairs while it is small, else by a map. */
const paired = (left: Groups, right: Column, rows: number): Groups => {
  const of = new Uint32Array(rows)
  const first: number[] = []
  const pairs = left.count * right.count
  if (pairs <= 4 * rows + 65_536) {
    const table = new Uint32Array(pairs).fill(noGroup)
    for (let row = 0; row < rows; row++) {
      const pair = left.of[row]! * right.count + right.of[row]!
      if (table[pair] === noGroup) table[pair] = first.push(row) - 1
      of[row] = table[pair]!
    }
  } else {
    const known = new Map<number, number>()
    for (let row = 0; row < rows; row++) {
      const pair = left.of[row]! * right.count + right.of[row]!
      let code = known.get(pair)
      if (code === undefined) {
        code = first.push(row) - 1
        known.set(pair, code)
      }
      of[row] = code
    }
  }
  return { of, first: Uint32Array.from(first), count: first.length }
}

/** Rows by all of these columns. */
export const groupedBy = (columns: Column[], rows: number): Groups => {
  let groups: Groups = {
    of: new Uint32Array(rows),
    first: new Uint32Array(Math.min(rows, 1)),
    count: Math.min(rows, 1),
  }
  for (const column of columns) groups = paired(groups, column, rows)
  return groups
}

/** The rows of each group: those of `i` are `rows[from[i]]` up to before `rows[from[i + 1]]`. */
export const rowsByGroup = ({ of, count }: Column): { from: Uint32Array; rows: Uint32Array } => {
  const from = new Uint32Array(count + 1)
  for (let row = 0; row < of.length; row++) from[of[row]! + 1]!++
  for (let i = 0; i < count; i++) from[i + 1]! += from[i]!
  const next = from.slice()
  const rows = new Uint32Array(of.length)
  for (let row = 0; row < of.length; row++) rows[next[of[row]!]!++] = row
  return { from, rows }
}

export const addedUp = (values: ArrayLike<number>, { of, count }: Groups): Float64Array => {
  const sums = new Float64Array(count)
  for (let row = 0; row < of.length; row++) sums[of[row]!]! += values[row]!
  return sums
}
