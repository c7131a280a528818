/**
 * The first `count` of some places in order of their values (unknown ones, NaN, last in either direction, equal ones by place), or the first
 * after a place of them: without putting all the others in order, too.
 */
export const firstPlaces = (
  places: Uint32Array,
  value: (place: number) => number,
  direction: 'asc' | 'desc',
  count: number,
  after?: number,
): number[] => {
  const sign = direction === 'asc' ? 1 : -1
  const keyOf = (place: number): number => {
    const known = value(place)
    return Number.isNaN(known) ? Infinity : sign * known
  }
  const isBefore = (key: number, place: number, otherKey: number, other: number): boolean =>
    key < otherKey || (key === otherKey && place < other)
  const keys: number[] = []
  const first: number[] = []
  const afterKey = after === undefined ? -Infinity : keyOf(after)
  for (const place of places) {
    const key = keyOf(place)
    if (after !== undefined && (place === after || isBefore(key, place, afterKey, after))) continue
    if (first.length === count && !isBefore(key, place, keys[count - 1]!, first[count - 1]!)) continue
    let [low, high] = [0, first.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(keys[middle]!, first[middle]!, key, place)) low = middle + 1
      else high = middle
    }
    keys.splice(low, 0, key)
    first.splice(low, 0, place)
    if (first.length > count) {
      keys.pop()
      first.pop()
    }
  }
  return first
}
