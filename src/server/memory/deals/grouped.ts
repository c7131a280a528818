/** Rows of several columns, by the place of what they belong to: those of `i` are `rows[from[i]]` up to before `rows[from[i + 1]]`. */
export type Grouped = { from: Uint32Array; rows: Uint32Array }

/** `owners`: the id of the owner of each row; rows of nobody are left out. `before` puts the rows of one owner in order. */
export const grouped = async (
  owners: Float64Array,
  places: ReadonlyMap<number, number>,
  before: (a: number, b: number) => number,
  rest: () => Promise<void>,
): Promise<Grouped> => {
  const from = new Uint32Array(places.size + 1)
  const of = new Int32Array(owners.length)
  for (let row = 0; row < of.length; row++) {
    const place = (of[row] = places.get(owners[row]!) ?? -1)
    if (place >= 0) from[place + 1]!++
    if (row % 4096 === 0) await rest()
  }
  for (let i = 0; i < places.size; i++) from[i + 1]! += from[i]!
  const rows = new Uint32Array(from[places.size]!)
  const next = from.slice()
  for (let row = 0; row < of.length; row++) {
    const place = of[row]!
    if (place >= 0) rows[next[place]!++] = row
  }
  await rest()
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
    if (i % 4096 === 0) await rest()
  }
  return { from, rows }
}

/** The places of some days in their order; those of one day stay as they were. */
export const byDay = (days: Int32Array): Uint32Array => {
  if (!days.length) return new Uint32Array()
  let [first, last] = [days[0]!, days[0]!]
  for (const day of days) {
    if (day < first) first = day
    if (day > last) last = day
  }
  const next = new Uint32Array(last - first + 2)
  for (const day of days) next[day - first + 1]!++
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!
  const order = new Uint32Array(days.length)
  for (let k = 0; k < days.length; k++) order[next[days[k]! - first]!++] = k
  return order
}
