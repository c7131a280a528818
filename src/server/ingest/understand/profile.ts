import type { ImportReport } from '#contract'
import { type DateStyle } from './dates.ts'
import { fieldsOf } from './fields.ts'
import type { Table } from '../open/table.ts'
import type { Mapped } from './mapping.ts'
import { type NumberStyle } from './numbers.ts'
import { dateColumn, numberColumn, type NumberColumn, styleWords } from './styles.ts'

export type Profile = {
  rows: number
  numbers: Map<string, NumberStyle>
  dates: Map<string, DateStyle>
  /** Columns whose shares are written 0.2 rather than 20. */
  rates: Set<string>
  discountIsRate: boolean
  questions: ImportReport['questions']
  problems: string[]
  /** Column → style, for the report in words and for the next file as answered. */
  words: Record<string, string>
  answers: Record<string, string>
  unclosed: number[]
  /** Written beside the amounts, with the number of cells. */
  currencies: Map<string, number>
}

/** Fields of money that every row has. */
const amounts = ['amount', 'unit_price', 'quota']

const columnTypes = ({ kind, mapping }: Mapped) => {
  const types = new Map<string, 'number' | 'date'>()
  for (const [field, column] of Object.entries(mapping)) {
    const type = field.startsWith('entered:')
      ? 'date'
      : field.startsWith('rate:')
        ? 'number'
        : fieldsOf[kind].find(known => known.field === field)?.type
    if (type === 'number' || type === 'date') types.set(column, type)
  }
  return types
}

/** Whether a discount is a share or money: by the source, by %, by its name or by its size; else asked where it changes the amounts. */
const discountKind = (
  column: string,
  cells: NumberColumn,
  mapped: Mapped,
  answer: string | undefined,
): boolean | ImportReport['questions'][number] => {
  if (answer === 'rate' || answer === 'money') return answer === 'rate'
  if (mapped.preset?.discount) return mapped.preset.discount === 'rate'
  if (mapped.discount) return mapped.discount === 'rate'
  if (cells.percent() || /%|pct|percent|rate\b|率|율|satz/i.test(column)) return true
  if (/amount|betrag|montant|importe|value|额|額|금액|액$|сумма|kwota|tutar|belopp/i.test(column)) return false
  if (mapped.mapping.amount !== undefined || !(cells.fraction() || cells.wholeHundred())) return cells.fraction()
  const [shown, sentence] = cells.fraction()
    ? ['0.2', 'no discount is above 1']
    : ['10', 'the discounts are whole numbers up to 100']
  const options = [
    { value: 'rate', example: `${shown} is ${cells.fraction() ? '20' : '10'} % of the price` },
    { value: 'money', example: `${shown} is ${cells.fraction() ? '0.20' : '10.00'} off the price` },
  ]
  return {
    column,
    about: 'meaning',
    sentence: `${column}: ${sentence}, so it may be a share of the price or an amount of money.`,
    options,
  }
}

/** Years that days above the column names are of: 2026-08-01, 20260831, 31.08.2026. */
const yearsIn = (above: string[][]): number[] => {
  const text = above.flat().join(' ')
  const days = text.matchAll(
    /(?<!\d)(20\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|(?<!\d)(20\d\d)[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.](20\d\d)(?!\d)/g,
  )
  return [...new Set([...days].map(([, compact, first, last]) => Number(compact ?? first ?? last)))]
}

/** Looks at every cell of the columns that hold numbers and dates, and decides each column's style, or asks. */
export const profile = async (
  table: Table,
  mapped: Mapped,
  answers: Record<string, string>,
  progress: (bytes: number, rows: number) => void,
  watch: (row: string[]) => void,
  thisYear: number,
): Promise<Profile> => {
  const types = columnTypes(mapped)
  const years = yearsIn(table.above)
  const numbers = new Map<string, NumberColumn>()
  const dates = new Map<string, ReturnType<typeof dateColumn>>()
  // columns of rates are written in one way
  const { kind, mapping } = mapped
  const [firstRate] =
    [...types].find(([column, type]) => type === 'number' && kind === 'rates' && column !== mapping.rate) ?? []
  const ofRates = numberColumn(firstRate ?? '')
  const isRate = (column: string) => firstRate !== undefined && column !== mapping.rate
  for (const [column, type] of types) {
    if (type === 'number') numbers.set(column, isRate(column) ? ofRates : numberColumn(column))
    else dates.set(column, dateColumn(column, years, thisYear))
  }
  const watched = [...numbers, ...dates].map(([column, { add }]) => ({ index: table.columns.indexOf(column), add }))
  const result: Profile = {
    rows: 0,
    numbers: new Map(),
    dates: new Map(),
    rates: new Set(),
    discountIsRate: false,
    questions: [],
    problems: [],
    words: {},
    answers: {},
    unclosed: [],
    currencies: new Map(),
  }
  for await (const { cells, bytes, unclosed } of table.rows()) {
    for (const row of cells) {
      for (const { index, add } of watched) add(row[index] ?? '')
      watch(row)
    }
    result.rows += cells.length
    result.unclosed = unclosed
    progress(bytes, result.rows)
  }
  const decide = (
    column: string,
    decision: { style: string | null } | { question: ImportReport['questions'][number] },
  ): string | null => {
    if ('question' in decision) {
      result.questions.push(decision.question)
      return null
    }
    if (decision.style)
      result.words[column] = styleWords[decision.style] ?? decision.style.replace(/^dm-/, 'day and month of ')
    return decision.style
  }
  // an answer counts only where the rows leave a question: they are surer
  const settled = <D extends object>(decideBy: (answer: string | undefined) => D, column: string, all: string): D => {
    const decision = decideBy(undefined)
    const answer = answers[column] ?? answers[all]
    if (!('question' in decision) || answer === undefined) return decision
    const options = (decision as { question: ImportReport['questions'][number] }).question.options.map(
      ({ value }) => value,
    )
    if (!options.includes(answer)) {
      result.problems.push(`The style of ${column}: expected ${options.join(' or ')}, got "${answer}".`)
      return decision
    }
    result.answers[column] = answer
    return decideBy(answer)
  }
  for (const field of amounts) {
    for (const [currency, cells] of numbers.get(mapped.mapping[field] ?? '')?.currencies ?? [])
      result.currencies.set(currency, (result.currencies.get(currency) ?? 0) + cells)
  }
  for (const [column, cells] of numbers) {
    const known = cells === ofRates && column !== firstRate ? result.numbers.get(firstRate!) : undefined
    if (known) result.numbers.set(column, known)
    if (cells === ofRates && column !== firstRate) continue
    const style = decide(column, settled(cells.decide, column, 'number_style')) as NumberStyle | null
    if (style) result.numbers.set(column, style)
    if (cells.fraction() || cells.most() <= 1) result.rates.add(column)
  }
  for (const [column, cells] of dates) {
    const style = decide(column, settled(cells.decide, column, 'date_style')) as DateStyle | null
    if (style) result.dates.set(column, style)
    else if (
      !result.questions.some(question => question.column === column) &&
      result.rows > 0 &&
      column === mapped.mapping.date
    ) {
      result.problems.push(
        `The column ${column} is mapped to the order date, but ${result.rows === 1 ? 'its one row' : `none of its ${result.rows.toLocaleString('en')} rows`} is ${result.rows === 1 ? 'no' : 'a'} date that we can read.`,
      )
    }
  }
  const discount = mapped.kind === 'orders' ? mapped.mapping.discount : undefined
  const cells = discount === undefined ? undefined : numbers.get(discount)
  if (discount !== undefined && cells) {
    const kind = discountKind(discount, cells, mapped, answers[discount])
    if (typeof kind === 'boolean') {
      result.discountIsRate = kind
      if (kind) result.words[discount] = 'a share of the price'
      if (answers[discount]) result.answers[discount] = answers[discount]
    } else result.questions.push(kind)
  }
  if (result.rows === 0) result.problems.push('The file has column names but no rows.')
  return result
}
