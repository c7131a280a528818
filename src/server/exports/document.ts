/** What an export holds, whatever its format: facts about the question, then tables of raw values. */
import type { Kpi } from '#contract'

/**
 * `label`: a word of ours, which a document begins with a capital. `change`: in percent of the comparison, which is the
 * column before it.
 */
export type Kind =
  | 'text'
  | 'label'
  | 'date'
  | 'instant'
  | 'money'
  | 'count'
  | 'number'
  | 'percent'
  | 'points'
  | 'change'
export type Value = string | number | null
export type Column = { name: string; kind: Kind }
/**
 * How a table is drawn in a PDF: columns by index. `won`: of each row, whether it is the end of the funnel. A bridge leads from its first row to its last, and stands
 * for the table.
 */
export type Drawing =
  | { as: 'trend'; from: number; to: number; value: number; previous: number; partial: number }
  | {
      as: 'forecast'
      from: number
      to: number
      actual: number
      predicted: number
      lower80: number
      upper80: number
      lower95: number
      upper95: number
    }
  | { as: 'bars'; label: number; value: number; previous: number }
  | { as: 'funnel'; label: number; value: number; won: boolean[] }
  | { as: 'bridge'; label: number; value: number }
  | { as: 'movers'; label: number; value: number; change: number }
/** `sheet`: the title where there is room for 31 letters only. `total`: how many rows there are, if these are the first. */
export type Table = {
  title: string
  sheet?: string
  columns: Column[]
  rows: Value[][]
  total?: number
  drawing?: Drawing
}
export type Figure = {
  name: string
  kind: Kind
  value: number | null
  previous: number | null
  change: number | null
  changeKind: 'percent' | 'points'
  polarity: Kpi['polarity']
  /** What a card says under it, where there is nothing to compare it with. */
  detail?: string
  /** A change that a card shows in the stead of its own: in percent, and against what. */
  beside?: { change: number | null; words: string }
}
export type Document = {
  title: string
  fileName: string
  currency: string
  timezone: string
  /** What every page must say: whose data it is not. */
  warning: string | null
  /** Whether a comparison was asked for. */
  compared: boolean
  /** To be one page, if it is printed. */
  onePage?: true
  facts: [name: string, value: string][]
  notes: string[]
  figures: Figure[]
  tables: Table[]
}

/** A column's name with its unit, for formats that carry raw numbers. */
export const headerOf = ({ name, kind }: Column, currency: string) => {
  if (kind === 'money') return `${name} (${currency})`
  if (kind === 'percent' || kind === 'change') return `${name} (%)`
  return kind === 'points' ? `${name} (pp)` : name
}

/** The key figures as a table, for formats without cards. */
export const figuresTable = (figures: Figure[]): Table => ({
  title: 'Key figures',
  columns: [
    { name: 'Figure', kind: 'text' },
    { name: 'Value', kind: 'number' },
    { name: 'Comparison', kind: 'number' },
    { name: 'Change', kind: 'number' },
    { name: 'Unit of change', kind: 'text' },
  ],
  rows: figures.map(({ name, value, previous, change, changeKind }) => [
    name,
    value,
    previous,
    change,
    changeKind === 'percent' ? '%' : 'pp',
  ]),
})

export const tablesOf = ({ figures, tables }: Document) =>
  figures.length ? [figuresTable(figures), ...tables] : tables
