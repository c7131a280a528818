/** What a cell's number is: an amount, a day, a time, a share. Excel tells them apart by their format alone. */
export type Meaning =
  | { is: 'number'; sign: string }
  | { is: 'date' | 'moment' | 'clock' | 'duration' | 'percent' }
  /** A code of so many digits, with zeros before it. */
  | { is: 'code'; digits: number }

const number: Meaning = { is: 'number', sign: '' }

/** Formats that are known by number and not written in the file (ECMA-376, 18.8.30; 27–36 and 50–58 are East Asian dates). */
const builtIn = (id: number): Meaning => {
  if (id === 9 || id === 10) return { is: 'percent' }
  if (id === 22) return { is: 'moment' }
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return { is: 'clock' }
  if (id === 46) return { is: 'duration' }
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return { is: 'date' }
  return number
}

/** Signs and codes of money, as amounts in text files have them. */
const money = /\[\$([^\]-]+)(?:-[^\]]*)?\]|"([^"]+)"|([$€£¥₹₽₺₩฿₫₪₱₦₴])/g
const signOf = (section: string): string => {
  for (const [, bracketed, quoted, plain] of section.matchAll(money)) {
    const sign = (bracketed ?? quoted ?? plain ?? '').trim()
    if (/^(?:(?:US|CA|AU|NZ|HK|NT|[ACRS])?\$|[€£¥₹₽₺₩฿₫₪₱₦₴]|zł|Kč|[A-Z]{3})$/.test(sign)) return `${sign} `
  }
  return ''
}

/** By the first part of the format, which is of numbers above zero; letters in quotes say nothing. */
const written = (code: string): Meaning => {
  const [section = ''] = code.split(';')
  const bare = section
    .replace(/"[^"]*"|\\.|[_*]./g, '')
    .replace(/\[(h+|m+|s+)\]/gi, '<$1>')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general|standard/gi, '')
    .replace(/AM\/PM|A\/P/gi, 'h')
    .replace(/E[+-]/gi, '')
    .toLowerCase()
  if (bare.includes('<')) return { is: 'duration' }
  const hasClock = /[hs]/.test(bare)
  const hasDay = /[yd]/.test(bare) || (bare.includes('m') && !hasClock)
  if (hasDay) return { is: hasClock ? 'moment' : 'date' }
  if (hasClock) return { is: 'clock' }
  if (bare.includes('%')) return { is: 'percent' }
  if (/^0{2,}$/.test(bare)) return { is: 'code', digits: bare.length }
  return { is: 'number', sign: signOf(section) }
}

export const meaningOf = (id: number, code: string | undefined): Meaning =>
  code === undefined ? builtIn(id) : written(code)
