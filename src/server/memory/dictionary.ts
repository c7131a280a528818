/**
 * Values as small whole numbers, in the order in which they came: pages hold these. Grows with the values there are,
 * never with rows.
 */
export const dictionary = <T>() => {
  const codes = new Map<T, number>()
  const values: T[] = []
  const codeOf = (value: T): number => {
    const known = codes.get(value)
    if (known !== undefined) return known
    codes.set(value, values.length)
    return values.push(value) - 1
  }
  return {
    codeOf,
    find: (value: T) => codes.get(value),
    valueOf: (code: number) => values[code] as T,
    values: (): readonly T[] => values,
  }
}
