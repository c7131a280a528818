/** Rows of several columns, by the place of what they belong to: those of `i` are `rows[from[i]]` up to before `rows[from[i + 1]]`. */
export type Grouped = { from: Uint32Array; rows: Uint32Array }

/** `owners`: the id of the owner of each row; rows of nobody are left out. `before` puts the rows of one owner in order. */
export const grouped = (
  owners: readonly number[],
  places: ReadonlyMap<number, number>,
  before: (a: number, b: number) => number,
): Grouped => {
  const from = new Uint32Array(places.size + 1)
  const of = Int32Array.from(owners, owner => places.get(owner) ?? -1)
  for (const place of of) if (place >= 0) from[place + 1]!++
  for (let i = 0; i < places.size; i++) from[i + 1]! += from[i]!
  const rows = new Uint32Array(from[places.size]!)
  const next = from.slice()
  for (let row = 0; row < of.length; row++) {
    const place = of[row]!
    if (place >= 0) rows[next[place]!++] = row
  }
  // few rows each: by insertion
  for (let i = 0; i < places.size; i++) {
    for (let k = from[i]! + 1; k < from[i + 1]!; k++) {
      const row = rows[k]!
      let to = k
      while (to > from[i]! && before(rows[to - 1]!, row) > 0) {
        rows[to] = rows[to - 1]!
        to--
      }
      rows[to] = row
    }
  }
  return { from, rows }
}
