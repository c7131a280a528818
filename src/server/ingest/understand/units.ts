/** Currencies written beside amounts: signs and codes. */

const signs: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₺': 'TRY',
  '₩': 'KRW',
  '₽': 'RUB',
  '฿': 'THB',
  '₪': 'ILS',
  '₫': 'VND',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  R$: 'BRL',
  US$: 'USD',
  CA$: 'CAD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  NT$: 'TWD',
  A$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
  '₱': 'PHP',
  '₦': 'NGN',
  '₴': 'UAH',
  円: 'JPY',
  руб: 'RUB',
  грн: 'UAH',
}
const codes = new Set(Intl.supportedValuesOf('currency'))
const written =
  /(?:US|CA|AU|NZ|HK|NT|[ACRS])?\$|[€£¥￥円₹₺₩₽฿₪₫₱₦₴]|руб|грн|zł|Kč|(?<=\d\s?)Ft\b|(?<!\p{L})[A-Z]{3}(?!\p{L})/u

// of the files of the European Central Bank, from before these countries had the euro, and of others before a new name
const former = new Set('CYP EEK HRK BGN LTL LVL MTL ROL SIT SKK TRL'.split(' '))
/** Whether it is the code of a currency, of today or of former times. */
export const isCurrency = (text: string): boolean => codes.has(text) || former.has(text)

/** A code, or a sign that several currencies share ($, ¥); null where a cell has neither. */
export const currencyOf = (cell: string): string | null => {
  const found = written.exec(cell)?.[0]?.replace('￥', '¥')
  if (found === undefined) return null
  return signs[found] ?? (found.length < 3 || codes.has(found) ? found : null)
}

const sharers: Record<string, RegExp> = { $: /^(USD|CAD|AUD|NZD|HKD|SGD|MXN|BRL|ARS|CLP|COP|TWD)$/, '¥': /^(JPY|CNY)$/ }

/** What a file's signs and codes say: a sign that is shared goes with one of its currencies, and alone says nothing. */
export const agreed = (counts: ReadonlyMap<string, number>): Map<string, number> => {
  const found = new Map(counts)
  for (const [sign, fits] of Object.entries(sharers)) {
    const cells = counts.get(sign)
    const owner = [...found.keys()].find(code => fits.test(code))
    if (cells === undefined || (!owner && found.size > 1)) continue
    found.delete(sign)
    if (owner) found.set(owner, (found.get(owner) ?? 0) + cells)
  }
  return found
}
