/**
 * Money inside is whole pips, as traders call the ten-thousandth of a currency's unit: sources give up to four decimals. They are summed
 * as whole numbers, exact up to nine hundred thousand million units, and rounded once, to the currency's own digits, when an answer gives them.
 */
export const pipsPerUnit = 10_000

/**
 * Half away from zero as the database rounds. The nudge undoes the binary error of a product of two decimals (1.00005 × 10,000 is
 * 10000.499999999998); of large amounts it would be more than that error.
 */
export const toPips = (amount: number): number => {
  const exact = Math.abs(amount) * pipsPerUnit
  const pips = Math.floor(exact + Math.min(exact * 1e-15, 0.01) + 0.5)
  return amount < 0 && pips > 0 ? -pips : pips
}

/** In sentences of the importer, where the currency may not be known. */
export const pipsInWords = (pips: number): string =>
  (pips / pipsPerUnit).toLocaleString('en', { minimumFractionDigits: 2 }).replace('-', '\u2212')

const known = new Map<string, number>()

/** Decimals of a currency: 2 of most, 0 of the yen, 3 of the Kuwaiti dinar. */
export const digitsOf = (currency: string): number => {
  const found = known.get(currency)
  if (found !== undefined) return found
  // a file may call its currency something that is no code
  const digits = /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    : undefined
  known.set(currency, digits ?? 2)
  return digits ?? 2
}

/** Half away from zero; no negative zero. */
export const moneyIn = (pips: number, digits: number): number => {
  const least = 10 ** (4 - digits)
  return (Math.sign(pips) * Math.round(Math.abs(pips) / least)) / 10 ** digits || 0
}

/** Parts that were rounded by themselves, made to sum to their whole: the largest of them give or take a last digit. */
export const agreeing = (parts: readonly number[], whole: number, digits: number): number[] => {
  const unit = 10 ** digits
  const units = parts.map(part => Math.round(part * unit))
  const missing = Math.round(whole * unit) - units.reduce((sum, part) => sum + part, 0)
  const order = units.map((_, i) => i).sort((a, b) => Math.abs(units[b]!) - Math.abs(units[a]!) || a - b)
  for (const i of order.slice(0, Math.abs(missing))) units[i]! += Math.sign(missing)
  return units.map(part => part / unit || 0)
}

/**
 * Parts of a whole, each cut to the currency's digits so that they sum to the whole as that is given: the largest remainders get the missing last
 * digits, the first of equals first. Without `whole` it is the parts' own sum, rounded.
 */
export const partsIn = (pips: readonly number[], digits: number, whole?: number): number[] => {
  const least = 10 ** (4 - digits)
  const sum =
    whole ??
    moneyIn(
      pips.reduce((all, part) => all + part, 0),
      digits,
    )
  const parts = pips.map(part => Math.floor(part / least))
  const missing = Math.round(sum * 10 ** digits) - parts.reduce((all, part) => all + part, 0)
  const order = pips
    .map((part, i) => ({ i, rest: part - parts[i]! * least }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of order.slice(0, missing)) parts[i]! += 1
  return parts.map(part => part / 10 ** digits || 0)
}
