/**
 * Which of two places comes first: by value (unknown, NaN, last in either direction), equal ones by place. Below 0: the
 * first.
 */
const comparing =
  (value: (place: number) => number, direction: 'asc' | 'desc') =>
  (one: number, other: number): number => {
    const [x, y] = [value(one), value(other)]
    const unknown = Number(Number.isNaN(x)) - Number(Number.isNaN(y))
    if (unknown !== 0) return unknown
    if (x === y || Number.isNaN(x)) return one - other
    return direction === 'asc' ? x - y : y - x
  }

/**
 * The first `count` of some places in order, or the first after a place of them: without putting all the others in
 * order, too.
 */
export const firstPlaces = (
  places: Uint32Array,
  value: (place: number) => number,
  direction: 'asc' | 'desc',
  count: number,
  after?: number,
): number[] => {
  const compare = comparing(value, direction)
  const first: number[] = []
  for (const place of places) {
    if (after !== undefined && compare(place, after) <= 0) continue
    if (first.length === count && compare(place, first[count - 1]!) >= 0) continue
    let [low, high] = [0, first.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(first[middle]!, place) < 0) low = middle + 1
      else high = middle
    }
    first.splice(low, 0, place)
    if (first.length > count) first.pop()
  }
  return first
}
