/** A rate as a fraction of whole numbers, so that nothing of what was published is lost on the way: 0.9215 is 9215 / 10000. */
export type Rate = { num: bigint; den: bigint }

/** From a number as it is written: 0.9215, or 1.5e-7. */
export const rateOf = (written: string | number): Rate => {
  const [, whole = '', digits = '', exponent = '0'] = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(written)) ?? []
  const num = BigInt(`${whole}${digits}` || 0)
  const places = digits.length - Number(exponent)
  return places >= 0 ? { num, den: 10n ** BigInt(places) } : { num: num * 10n ** BigInt(-places), den: 1n }
}
export const inverse = ({ num, den }: Rate): Rate => ({ num: den, den: num })
export const times = (a: Rate, b: Rate): Rate => ({ num: a.num * b.num, den: a.den * b.den })

/** As a number to show, of six digits. */
export const shownRate = ({ num, den }: Rate): number => Number((Number(num) / Number(den)).toPrecision(6))

/** An amount of the file, in pips, in the workspace's currency: each by itself, to four decimals, so that sums are those of what is stored. */
export type Exchange = (pips: number) => number

/** Half away from zero, as the database rounds. */
export const exchangeAt =
  ({ num, den }: Rate): Exchange =>
  pips => {
    const exact = Number((BigInt(Math.abs(pips)) * num * 2n + den) / (den * 2n))
    return pips < 0 && exact > 0 ? -exact : exact
  }

/** None without a rate: amounts are the workspace's already. */
export const exchangeOf = (rate: number | undefined): Exchange | undefined =>
  rate === undefined ? undefined : exchangeAt(rateOf(rate))
