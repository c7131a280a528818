/**
 * Every customer's account under some filters, by their places (places.ts): entries from starts[place] up to
 * starts[place + 1], one for each day on which something counted, in order: the day (since 1970), and orders and
 * revenue (in pips) up to and with it.
 */
export type Ledger = {
  ids: Float64Array
  /** Codes of their segments (codesOf.segment). */
  segments: Uint32Array
  starts: Uint32Array
  days: Int32Array
  orders: Uint32Array
  pips: Float64Array
}

/** The place after the last of an account's entries, from `low` up to `high`, that are up to and with a day. */
export const entriesUntil = (
  { starts, days }: Ledger,
  place: number,
  day: number,
  low = starts[place]!,
  high = starts[place + 1]!,
): number => {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}
