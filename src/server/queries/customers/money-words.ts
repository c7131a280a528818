/** Amounts within sentences, in the currency of the workspace. */
const written = (amount: number, currency: string, digits: Intl.NumberFormatOptions = {}) =>
  amount
    .toLocaleString('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits })
    .replace('-', '\u2212')

/** $1,234.50, as figures have it. */
export const exactMoney = (amount: number, currency: string): string => written(amount, currency)

/** $1,235; of the smallest amounts also what stands behind the point. */
export const roughMoney = (amount: number, currency: string): string =>
  written(amount, currency, Math.abs(amount) < 10 ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 })
