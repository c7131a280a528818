/** Puts the k-th smallest of some numbers at place k, smaller ones before it (Hoare's quickselect, in place). */
const select = (values: Float64Array, k: number, low = 0, high = values.length - 1) => {
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let [i, j] = [low, high]
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      ;[values[i], values[j]] = [values[j]!, values[i]!]
      i++
      j--
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else return
  }
}

/** Quantiles by linear interpolation between the two next (R's type 7); the order of the numbers is lost. Null of none. */
export const quantiles = (values: Float64Array, shares: number[]): (number | null)[] =>
  shares.map(share => {
    if (!values.length) return null
    const place = share * (values.length - 1)
    const below = Math.floor(place)
    select(values, below)
    if (below === place) return values[below]!
    let above = Infinity
    for (let i = below + 1; i < values.length; i++) above = Math.min(above, values[i]!)
    return values[below]! + (place - below) * (above - values[below]!)
  })
