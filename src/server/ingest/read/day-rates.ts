import { inverse, type Rate, rateOf, times } from './exchange.ts'

/** One unit of `base` is so much of `quote`, on these days in their order. As arrays of the database, read once they are wanted. */
export type Pair = { base: string; quote: string; days: string; rates: string }

/** Days that a rate counts on: weekends and holidays have none of their own. */
export const oldestRate = 7

const dayMs = 86_400_000
const listed = (literal: string) => literal.slice(1, -1).split(',')
const earlier = (day: string, days: number) => new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10)

/** The last of the sorted days up to `day`. */
const lastUpTo = (days: string[], day: string): number => {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low - 1
}

type Found = { day: string; rate: Rate }

/** Rates into the workspace's currency: of the pair itself, of the pair turned round, or by a third currency in which both are quoted. */
export const dayRates = (pairs: readonly Pair[], into: string) => {
  const read = new Map<Pair, { days: string[]; rates: string[] }>()
  const seriesOf = (pair: Pair) => {
    let found = read.get(pair)
    if (!found) read.set(pair, (found = { days: listed(pair.days), rates: listed(pair.rates) }))
    return found
  }
  const newest = (pair: Pair, day: string): Found | null => {
    const { days, rates } = seriesOf(pair)
    const at = lastUpTo(days, day)
    const found = days[at]
    return found !== undefined && found >= earlier(day, oldestRate) ? { day: found, rate: rateOf(rates[at]!) } : null
  }
  /** What one unit of `from` is of `to`, by one pair. */
  const direct = (from: string, to: string) =>
    pairs.flatMap(pair => {
      const isSo = pair.base === from && pair.quote === to
      if (!isSo && !(pair.base === to && pair.quote === from)) return []
      return [
        (day: string): Found | null => {
          const found = newest(pair, day)
          return found && { day: found.day, rate: isSo ? found.rate : inverse(found.rate) }
        },
      ]
    })
  const ways = new Map<string, ((day: string) => Found | null)[]>()
  const waysOf = (from: string) => {
    let found = ways.get(from)
    if (found) return found
    const between = [...new Set(pairs.flatMap(({ base, quote }) => [base, quote]))].filter(
      one => one !== from && one !== into,
    )
    const crossed = between.flatMap(middle =>
      direct(from, middle).flatMap(first =>
        direct(middle, into).map(second => (day: string): Found | null => {
          const one = first(day)
          // both of one day
          const other = one && second(one.day)
          return one && other && other.day === one.day ? { day: one.day, rate: times(one.rate, other.rate) } : null
        }),
      ),
    )
    ways.set(from, (found = [...direct(from, into), ...crossed]))
    return found
  }
  return {
    has: (currency: string) => waysOf(currency).length > 0,
    /** The newest of the days that count. */
    at: (currency: string, day: string): Found | null => {
      let best: Found | null = null
      for (const way of waysOf(currency)) {
        const found = way(day)
        if (found && (!best || found.day > best.day)) best = found
      }
      return best
    },
  }
}
