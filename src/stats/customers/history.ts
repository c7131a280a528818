/**
 * What a customer's purchases come down to. Time is a plain number in days on any common zero; a purchase is a day with
 * at least one order (orders of one day are one purchase: Fader & Hardie's convention, and the one that makes a re-sent
 * order harmless).
 */
import { InvalidData } from '../errors.ts'

/** `days` ascending, `amounts` (net revenue) beside them; both as long. Days may repeat. */
export type History = { days: readonly number[]; amounts: readonly number[] }

/**
 * The sufficient statistics of BG/NBD. `x`: repeat purchases (purchases − 1); `tx`: time from the first to the last
 * purchase (0 when x = 0); `T`: time from the first purchase to the end of observation; x ≥ 0, 0 ≤ tx ≤ T, times in one
 * unit of the caller's choice.
 * `count`: how many customers share this triple (1 when left out).
 */
export type PurchaseSummary = { x: number; tx: number; T: number; count?: number }

/**
 * The history's purchases on days ≤ `until`, orders of one day merged. Throws InvalidData for a NaN, unequal lengths or
 * unsorted days.
 */
export function purchasesUntil({ days, amounts }: History, until: number): { days: number[]; amounts: number[] } {
  if (days.length !== amounts.length) throw new InvalidData(`${days.length} days but ${amounts.length} amounts`)
  const merged = { days: [] as number[], amounts: [] as number[] }
  for (let i = 0; i < days.length; i++) {
    const day = days[i]!
    const amount = amounts[i]!
    if (!Number.isFinite(day) || !Number.isFinite(amount))
      throw new InvalidData(`purchase ${i} is on day ${day} with amount ${amount}`)
    if (i > 0 && day < days[i - 1]!) throw new InvalidData(`days must ascend: day ${day} follows ${days[i - 1]}`)
    if (day > until) continue
    const last = merged.days.length - 1
    if (last >= 0 && merged.days[last] === day) merged.amounts[last] = merged.amounts[last]! + amount
    else {
      merged.days.push(day)
      merged.amounts.push(amount)
    }
  }
  return merged
}

/** (x, t_x, T) of the purchases on days ≤ `until`, in days; null when there is none yet. */
export function purchaseSummary(history: History, until: number): PurchaseSummary | null {
  const { days } = purchasesUntil(history, until)
  if (days.length === 0) return null
  return { x: days.length - 1, tx: days[days.length - 1]! - days[0]!, T: until - days[0]! }
}
