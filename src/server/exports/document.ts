/** What an export holds, whatever its format: facts about the question, then tables of raw values. */
export type Kind = 'text' | 'date' | 'instant' | 'money' | 'count' | 'number' | 'percent' | 'points'
export type Value = string | number | null
export type Column = { name: string; kind: Kind }
/** How a table is drawn in a PDF beside being printed: columns by index. */
export type Drawing = { as: 'trend'; at: number; value: number; previous: number; partial: number } | { as: 'bars'; label: number; value: number }
export type Table = { title: string; columns: Column[]; rows: Value[][]; drawing?: Drawing }
export type Figure = { name: string; kind: Kind; value: number | null; previous: number | null; change: number | null; changeKind: 'percent' | 'points' }
export type Document = {
  title: string
  fileName: string
  currency: string
  timezone: string
  /** What every page must say: whose data it is not. */
  warning: string | null
  facts: [name: string, value: string][]
  notes: string[]
  figures: Figure[]
  tables: Table[]
}

const names: Record<Kind, (name: string, currency: string) => string> = {
  text: name => name,
  date: name => name,
  instant: name => name,
  money: (name, currency) => `${name} (${currency})`,
  count: name => name,
  number: name => name,
  percent: name => `${name} (%)`,
  points: name => `${name} (pp)`,
}

/** A column's name with its unit, for formats that carry raw numbers. */
export const headerOf = ({ name, kind }: Column, currency: string) => names[kind](name, currency)

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
  rows: figures.map(({ name, value, previous, change, changeKind }) => [name, value, previous, change, changeKind === 'percent' ? '%' : 'pp']),
})

export const tablesOf = ({ figures, tables }: Document) => (figures.length ? [figuresTable(figures), ...tables] : tables)
