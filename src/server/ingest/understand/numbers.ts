import { plainDigits } from './digits.ts'

/** dot: 1,234.56; comma: 1.234,56. Spaces and apostrophes group digits in both. */
export type NumberStyle = 'dot' | 'comma'

const plainNumber = /^-?\d+$/
const manyDecimals = /^-?\d+\.(?:\d{1,2}|\d{4,})$/
const noise =
  /[\s\u00a0\u202f\u2009'’]|(?:US|CA|AU|NZ|HK|NT|[ACRS])?\$|[€£¥￥円₹₽₺₩฿₫₪₱₦₴]|zł|Kč|Ft|руб\.?|грн\.?|Rs\.?|(?:^|(?<=[\d\s.,()-]))(?:kr\.?|[A-Z]{3})(?=$|[\d\s.,(-])|(?:^[A-Z]{3}(?=[\d\s(.,-]))/gu

/**
 * Digits, one kind of sign, separators: what is left of a number once currency, spaces, percent, parentheses and the
 * dash for no cents (12,-) are off.
 */
const strip = (cell: string): { body: string; negative: boolean; percent: boolean } | null => {
  // a credit note's CR, and what pieces are counted in
  const credit = /\d\s*CR$/i.test(cell)
  let body = plainDigits(cell)
    .replace(
      /(?<=\d)\s*(?:CR|DR)$|(?<=^\d+(?:[.,]\d+)?)\s*(?:x|ea|pcs?|pieces?|units?|st|stk|stck|stück|szt|шт)\.?$/i,
      '',
    )
    .replace(noise, '')
    .replace(/[\u2212\u2013\u2014]/g, '-')
    .replace(/(?<=\d)[.,]-{1,2}$/, '')
  let negative = credit
  if (body.startsWith('(') && body.endsWith(')')) {
    negative = true
    body = body.slice(1, -1)
  }
  if (body === '-') body = '0' // a spreadsheet's "$ -"
  const percent = body.endsWith('%')
  if (percent) body = body.slice(0, -1)
  if (body.endsWith('-')) {
    negative = !negative
    body = body.slice(0, -1)
  } else if (body.startsWith('-')) {
    negative = !negative
    body = body.slice(1)
  } else if (body.startsWith('+')) body = body.slice(1)
  return /^(?:\d+(?:[.,]\d*)*|[.,]\d+)(?:e[+-]?\d{1,3})?$/i.test(body) ? { body, negative, percent } : null
}

/**
 * What one cell says about its column: its style, `either` when both read it (1.234), `plain` without separators,
 * `none` when it is no number.
 */
export const numberEvidence = (cell: string): NumberStyle | 'either' | 'plain' | 'none' => {
  if (plainNumber.test(cell)) return 'plain'
  if (manyDecimals.test(cell)) return 'dot'
  const stripped = strip(cell)
  if (!stripped) return 'none'
  const { body } = stripped
  const dot = body.lastIndexOf('.')
  const comma = body.lastIndexOf(',')
  if (dot < 0 && comma < 0) return 'plain'
  const asDot = read(body, 'dot') !== null
  const asComma = read(body, 'comma') !== null
  return asDot && asComma ? 'either' : asDot ? 'dot' : asComma ? 'comma' : 'none'
}

/** Indian digits are grouped by hundreds above the thousand: 1,23,456. */
const shapes = {
  dot: /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d*)?(?:e[+-]?\d+)?$|^\.\d+$/i,
  comma: /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?$|^,\d+$/,
}

const read = (body: string, style: NumberStyle): number | null => {
  if (!shapes[style].test(body)) return null
  // 0.125 and 0,125 group nothing
  const grouped = style === 'dot' ? body.indexOf(',') : body.indexOf('.')
  if (grouped > 0 && body[0] === '0') return null
  return Number(style === 'dot' ? body.replaceAll(',', '') : body.replaceAll('.', '').replace(',', '.'))
}

const fast = { dot: /^-?\d+(?:\.\d+)?$/, comma: /^-?\d+$/ }

/**
 * The cell's number in the column's style, or null when it does not fit it. Percentages come as written: 12 % is 12.
 */
export const parseNumber = (cell: string, style: NumberStyle): number | null => {
  if (fast[style].test(cell)) return Number(cell)
  const stripped = strip(cell)
  if (!stripped) return null
  const value = read(stripped.body, style)
  return value === null ? null : stripped.negative && value !== 0 ? -value : value
}

export const isPercent = (cell: string): boolean => cell.trimEnd().endsWith('%')
