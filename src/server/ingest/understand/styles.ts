import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { dateEvidence, type DateStyle, type NumberOrder, numberOrders, parseDate } from './dates.ts'
import { isPercent, numberEvidence, type NumberStyle } from './numbers.ts'
import { currencyOf } from './units.ts'

type Question = ImportReport['questions'][number]
export type Decision<Style> = { style: Style } | { question: Question }

/** A column counts as decided when at most this share of its deciding cells says otherwise; those rows are then skipped, not misread. */
const tolerated = 0.01

const blankWords = new Set([
  '',
  'na',
  'n/a',
  '#n/a',
  'null',
  'none',
  'nan',
  'nil',
  '-',
  '--',
  '—',
  '(blank)',
  '(null)',
  '\\n',
])
/** Empty, or one of the words that exports write for nothing. */
export const isBlank = (cell: string): boolean =>
  cell === '' || (cell.length <= 7 && blankWords.has(cell.trim().toLowerCase()))

/** Counts what the cells of one column say. Repeated cells are looked at once. */
const tally = <Kind extends string>(evidence: (cell: string) => Kind) => {
  const counts = new Map<Kind, { cells: number; example: string }>()
  const seen = new Map<string, Kind>()
  return {
    counts,
    add: (cell: string) => {
      let kind = seen.get(cell)
      if (kind === undefined) {
        kind = evidence(cell)
        if (seen.size > 4000) seen.clear()
        seen.set(cell, kind)
      }
      const count = counts.get(kind)
      if (count) count.cells++
      else counts.set(kind, { cells: 1, example: cell })
    },
    cells: (kind: Kind) => counts.get(kind)?.cells ?? 0,
    example: (kind: Kind) => counts.get(kind)?.example ?? '',
  }
}

const numberWords = { dot: 'a point before the decimals (1,234.56)', comma: 'a comma before the decimals (1.234,56)' }

const isDigit = (code: number) => code >= 48 && code <= 57

export const numberColumn = (column: string) => {
  const found = tally(numberEvidence)
  let percents = 0
  let most = 0
  let fractions = 0
  let uneven = 0
  const currencies = new Map<string, number>()
  return {
    add: (cell: string) => {
      if (isBlank(cell)) return
      found.add(cell)
      if (isPercent(cell)) percents++
      if (!isDigit(cell.charCodeAt(0)) || !isDigit(cell.charCodeAt(cell.length - 1))) {
        const currency = currencyOf(cell)
        if (currency) currencies.set(currency, (currencies.get(currency) ?? 0) + 1)
      }
      const size = Math.abs(Number(cell.replace(',', '.').replace('%', '')))
      if (size > most) most = size
      if (size > 0 && size < 1) fractions++
      if (!Number.isInteger(size)) uneven++
    },
    decide: (answer: string | undefined): Decision<NumberStyle> => {
      if (answer === 'dot' || answer === 'comma') return { style: answer }
      const [dot, comma] = [found.cells('dot'), found.cells('comma')]
      const either = found.example('either')
      if (Math.min(dot, comma) > tolerated * (dot + comma) || (dot + comma === 0 && either)) {
        const sentence = dot
          ? `${column}: ${counted(dot, `cell such as "${found.example('dot')}" is`, `cells such as "${found.example('dot')}" are`)} written with ${numberWords.dot}, ${comma} such as "${found.example('comma')}" with ${numberWords.comma}. Which one counts? The other rows are left out.`
          : `${column}: "${either}" can be read in two ways, and no row decides which one is meant.`
        const shown = either || found.example('dot')
        const [whole = '', digits = ''] = shown.split(/[.,](?=[^.,]*$)/)
        const joined = either ? `${whole.replace(/[.,]/g, '')}${digits}` : ''
        const asDot = either ? (either.includes(',') ? joined : `${whole}.${digits}`) : found.example('dot')
        const asComma = either ? (either.includes(',') ? `${whole}.${digits}` : joined) : found.example('comma')
        const options = [
          { value: 'dot', example: either ? `${either} is ${asDot}: ${numberWords.dot}` : numberWords.dot },
          { value: 'comma', example: either ? `${either} is ${asComma}: ${numberWords.comma}` : numberWords.comma },
        ]
        return { question: { column, about: 'number_style', sentence, options } }
      }
      return { style: comma > dot ? 'comma' : 'dot' }
    },
    currencies,
    /** Cells end in %. */
    percent: () => percents > 0,
    /** No cell is above 1 and some lie between 0 and 1. */
    fraction: () => most <= 1 && fractions > 0,
    /** All cells are whole numbers without a sign of money, and none is above 100. */
    wholeHundred: () => uneven === 0 && most >= 1 && most <= 100,
    most: () => most,
    decisive: () => found.cells('dot') + found.cells('comma') > 0,
  }
}
export type NumberColumn = ReturnType<typeof numberColumn>

const dateWords = { dmy: 'day/month/year', mdy: 'month/day/year', ymd: 'year/month/day' }
const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const spoken = (cell: string, order: NumberOrder) => `${cell} is ${longDate.format(parseDate(cell, order)?.at)}`

/** `years`: those that the head of the file names, for days without one. */
export const dateColumn = (column: string, years: readonly number[] = [], thisYear = 2000) => {
  // of years of two digits: what stands first and last, as years are few and days many
  const [firsts, lasts] = [new Set<string>(), new Set<string>()]
  const found = tally(cell => {
    const evidence = dateEvidence(cell)
    const [, first, last] = evidence.includes('/ymd') ? (/^(\d+)\D+\d+\D+(\d+)/.exec(cell) ?? []) : []
    if (first !== undefined && last !== undefined) {
      firsts.add(first)
      lasts.add(last)
    }
    return evidence
  })
  const fits = (kind: string, order: NumberOrder) => kind === 'same' || kind.split('/').includes(order)
  const kinds = () => [...found.counts].filter(([kind]) => numberOrders.some(order => fits(kind, order)))
  const cells = (of: (kind: string) => boolean) =>
    kinds().reduce((sum, [kind, count]) => (of(kind) ? sum + count.cells : sum), 0)
  /** Cells that only one of the two reads decide between them. */
  const beats = (one: NumberOrder, other: NumberOrder): boolean => {
    const [mine, others] = [
      cells(kind => fits(kind, one) && !fits(kind, other)),
      cells(kind => fits(kind, other) && !fits(kind, one)),
    ]
    return others <= tolerated * (mine + others) && mine !== others
  }
  const possible = (): NumberOrder[] => {
    const left = numberOrders.filter(order => !numberOrders.some(other => other !== order && beats(other, order)))
    if (!left.includes('ymd') || left.length === 1) return left
    if (lasts.size >= 2 * firsts.size) return ['ymd']
    return firsts.size >= 2 * lasts.size ? left.filter(order => order !== 'ymd') : left
  }
  const yearOf = (answer: string | undefined): Decision<DateStyle | null> => {
    const example = found.example('dm')
    const styleOf = (year: number): DateStyle => `dm-${year}`
    if (years.length === 1) return { style: styleOf(years[0] as number) }
    const offered = years.length ? years : [thisYear, thisYear - 1, thisYear - 2]
    const said = offered.map(styleOf).find(style => style === answer)
    if (said) return { style: said }
    return {
      question: {
        column,
        about: 'date_style',
        sentence: `${column}: days such as "${example}" have no year. Which one is meant?`,
        options: offered.map(year => ({
          value: styleOf(year),
          example: `${example} is ${longDate.format(parseDate(example, styleOf(year))?.at)}`,
        })),
      },
    }
  }
  return {
    add: (cell: string) => {
      if (!isBlank(cell)) found.add(cell.trim())
    },
    /** `null`: nothing in the column looks like a date. */
    decide: (answer: string | undefined): Decision<DateStyle | null> => {
      const others = (['ymd', 'compact', 'text', 'month', 'excel', 'unix'] as const).toSorted(
        (a, b) => found.cells(b) - found.cells(a),
      )
      const [best] = others
      const yearless = found.cells('dm')
      if (yearless > others.reduce((sum, kind) => sum + found.cells(kind), 0) + cells(kind => kind !== 'ymd'))
        return yearOf(answer)
      if (best && found.cells(best) > cells(kind => kind !== 'ymd')) return { style: best }
      const given = numberOrders.find(order => order === answer)
      if (given) return { style: given }
      if (kinds().length === 0) return { style: null }
      if (kinds().every(([kind]) => kind === 'same')) return { style: 'dmy' } // only dates such as 05/05/2026: both readings agree
      const orders = possible()
      if (orders.length === 1 && orders[0]) return { style: orders[0] }
      const sure = orders.filter(order => found.cells(order) > 0)
      const either = kinds().find(
        ([kind]) => orders.filter(order => fits(kind, order)).length > 1 && kind !== 'same',
      )?.[1].example
      const sentence = sure.length
        ? `${column}: ${sure.map((order, i) => `${found.cells(order)} ${i ? '' : 'cells '}such as "${found.example(order)}" are ${dateWords[order]}`).join(', ')}. Which one counts? The other rows are left out.`
        : `${column}: "${either}" can be read in ${orders.length === 2 ? 'two' : 'three'} ways, and no row decides which one is meant.`
      const options = orders.map(value => ({
        value,
        example: either ? spoken(either, value) : `${dateWords[value]}, as in ${found.example(value)}`,
      }))
      return { question: { column, about: 'date_style', sentence, options } }
    },
  }
}

/** The style in words, for the report. */
export const styleWords: Record<string, string> = {
  dot: '1,234.56',
  comma: '1.234,56',
  ymd: 'year-month-day',
  dmy: 'day/month/year',
  mdy: 'month/day/year',
  compact: 'YYYYMMDD',
  text: 'month by name',
  month: 'months without a day',
  excel: 'Excel day numbers',
  unix: 'seconds since 1970',
}
