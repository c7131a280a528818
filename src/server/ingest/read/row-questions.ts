import { pipsInWords } from '../../money.ts'
import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { charsets } from '../open/charsets.ts'
import { holdings } from '../understand/money/doubt.ts'
import { holdsAnswers } from '../understand/not-sales.ts'
import { amountAnswers } from '../understand/unnamed-amount.ts'
import { rowIdAnswers } from '../understand/row-ids.ts'
import { directions } from '../understand/rate-direction.ts'
import { sameKey } from '../understand/same-names.ts'
import { isSourceName, sourceKey, sourceNameWords } from './source.ts'
import type { Status } from '../understand/status.ts'

type Question = ImportReport['questions'][number]

/** What a word can be asked to mean. */
export type Topic = 'status' | 'kind' | 'flag'
const statuses = ['completed', 'pending', 'refunded', 'cancelled'] as const
const kinds = ['sale', 'refund', 'none'] as const
const flags = ['yes', 'no'] as const
const offered: Record<Topic, readonly string[]> = { status: statuses, kind: kinds, flag: flags }

/** What each answer would do to the rows' sum. */
const effects: Record<Topic, (pips: number, column: string) => Record<string, string>> = {
  status: () => ({
    completed: 'completed: a sale',
    pending: 'pending: not yet a sale',
    refunded: 'refunded: given back',
    cancelled: 'cancelled: it came to nothing',
  }),
  kind: pips => ({
    sale: `sales: ${pipsInWords(pips)} counts`,
    refund: `given back: ${pipsInWords(-Math.abs(pips))} counts`,
    none: 'no sales: left out',
  }),
  flag: (_, column) => ({ yes: `yes: ${column}`, no: `no: not ${column}` }),
}

/** Whose an amount is that all lines of an order have. */
export const amountOwners = ['line', 'order'] as const
/** Whether numbers such as those of receipts begin anew each day. */
export const numberLives = ['daily', 'lasting'] as const
/** Whether deals that a later file no longer has were deleted (store/missing-deals.ts). */
export const missingAnswers = ['gone', 'kept'] as const
/** Whether codes of products that differ in case only are one. */
export const codeCases = ['same', 'different'] as const
export const caseKey = (column: string) => `${column}: upper and lower case`

/** What rates by day are of, and in which currency: `per EUR` or `in EUR`. */
export const quotedKey = (column: string) => `${column}: quoted`

/** A few may be slips, and are asked; more are a way to number things, and are told. */
const mostSlips = 3

export const codeNotes = (column: string, spellings: readonly (readonly [string, string])[]): string[] =>
  spellings.length > mostSlips
    ? [
        `${spellings.length} codes in ${column} stand in upper and in lower case, such as ${spellings[0]?.join(' and ')}: they count as different products.`,
      ]
    : []

export const codeQuestions = (column: string, spellings: readonly (readonly [string, string])[]): Question[] => {
  const [example] = spellings
  if (!example || spellings.length > mostSlips) return []
  const [one, other] = example
  return [
    {
      column: caseKey(column),
      about: 'meaning',
      sentence: `${column}: ${counted(spellings.length, 'code stands', 'codes stand')} in upper and in lower case, such as ${one} and ${other}. Are they one product?`,
      options: [
        { value: 'same', example: `yes: ${one} and ${other} are one product` },
        { value: 'different', example: 'no: they are different products' },
      ],
    },
  ]
}

/** Whether deals that are not won, on a day they closed, are lost. */
export const notWonAnswers = ['lost', 'open'] as const
export const notWonKey = (column: string) => `${column}: no`
export const notWonQuestion = (column: string, deals: number): Question[] =>
  deals === 0
    ? []
    : [
        {
          column: notWonKey(column),
          about: 'meaning',
          sentence: `${column} says no of ${counted(deals, 'deal', 'deals')} whose close date has come, and nothing says whether they are lost. Are they?`,
          options: [
            { value: 'lost', example: 'yes: lost on their close date' },
            { value: 'open', example: 'no: still open' },
          ],
        },
      ]

/** What each is answered under: a column may be asked how it writes its numbers, too. */
export const ownerKey = (column: string) => `${column}: on each line`
export const lifeKey = (column: string) => `${column}: on each day`

/** Order numbers that a spreadsheet cut to a few digits. */
export const shortenedKey = (column: string) => `${column}: shortened`
export const shortenedAnswers = ['as_they_are', 'left_out'] as const
export const shortenedQuestion = (column: string, rows: number, example: string): Question => ({
  column: shortenedKey(column),
  about: 'meaning',
  sentence: `${column}: ${counted(rows, 'row has a number', 'rows have numbers')} such as ${example}, shortened by a spreadsheet, so that different orders look the same. Best export the file again and import it without opening it there. Else: what of these rows?`,
  options: [
    { value: 'left_out', example: 'they are left out' },
    { value: 'as_they_are', example: 'they count, and orders of the same shortened number are one' },
  ],
})

/** Deals that were won or lost on a day that the file does not say. */
export const undatedKey = (column: string) => `${column}: without a close date`
export const undatedAnswers = ['expected', 'modified', 'left_out'] as const
export const dayFields = { expected: 'expected_close', modified: 'modified' } as const

/** Asked where another day could stand for it. */
export const undatedQuestion = (
  cell: { column: (field: string) => string },
  found: { deals: number; expected: number; modified: number },
): Question[] => {
  const days = (['expected', 'modified'] as const).filter(day => found[day] > 0)
  if (days.length === 0) return []
  const options = days.map(day => ({
    value: day,
    example: `on ${cell.column(dayFields[day])}${found[day] < found.deals ? ` (${found[day].toLocaleString('en')} of them have one; the others are left out)` : ''}`,
  }))
  return [
    {
      column: undatedKey(cell.column('stage')),
      about: 'meaning',
      sentence: `${counted(found.deals, 'deal was', 'deals were')} won or lost without a close date. On which day were they closed?`,
      options: [...options, { value: 'left_out', example: 'not known: they are left out' }],
    },
  ]
}

const ofAll: Record<string, readonly string[]> = {
  encoding: charsets.map(({ label }) => label),
  date_style: ['dmy', 'mdy', 'ymd'],
  number_style: ['dot', 'comma'],
}
const ofColumn = [...(ofAll.date_style ?? []), ...(ofAll.number_style ?? []), 'rate', 'money']
const ofRows: readonly string[] = [
  ...holdsAnswers,
  ...holdings,
  ...statuses,
  ...kinds,
  ...flags,
  ...amountOwners,
  ...numberLives,
  ...codeCases,
  ...missingAnswers,
  ...shortenedAnswers,
  ...undatedAnswers,
  ...rowIdAnswers,
  ...amountAnswers,
  ...notWonAnswers,
  ...directions,
]

/** Sentences about answers to no question at all; whether one was offered is seen when its question comes up. */
export const strayAnswers = (answers: Record<string, string>, columns: string[]): string[] =>
  Object.entries(answers).flatMap(([key, value]) => {
    const expected =
      ofAll[key] ??
      (columns.includes(key) ? ofColumn : columns.some(column => key.startsWith(`${column}: `)) ? ofRows : null)
    if (!expected) return [`There is no column "${key}" to be read as "${value}"; the file has ${columns.join(', ')}.`]
    if (columns.some(column => key === sourceKey(column)))
      return isSourceName(value) ? [] : [`${key}: expected ${sourceNameWords}, got "${value}".`]
    if (columns.some(column => key === quotedKey(column)))
      return /^(per|in) [A-Z]{3}$/.test(value)
        ? []
        : [`${key}: expected words such as per EUR or in EUR, got "${value}".`]
    // of several columns of one name: the column that counts
    if (columns.includes(value) && columns.some(column => key === sameKey(column))) return []
    return expected.includes(value) || (expected === ofColumn && /^dm-\d{4}$/.test(value))
      ? []
      : [`The style of ${key}: expected one of ${expected.join(', ')}, got "${value}".`]
  })

const mostWords = 20

/** Questions that rows raise, and the answers given to them; `used` collects them for the next file. */
export const rowQuestions = (answers: Record<string, string>, used: Record<string, string>, columns: string[]) => {
  // what was said of words stays said, though a file between has none of them
  for (const [key, value] of Object.entries(answers))
    if (!columns.includes(key) && columns.some(column => key.startsWith(`${column}: `))) used[key] = value
  const unknown = new Map<string, { topic: Topic; column: string; word: string; rows: number; pips: number }>()
  const perColumn = new Map<string, number>()
  const answer = <Value extends string>(key: string, offered: readonly Value[]): Value | null =>
    offered.find(value => value === answers[key]) ?? null

  /** What a column's word was said to mean; null, and a question, when nobody said. */
  const meaning = (topic: Topic, column: string, word: string, pips: number | null): string | null => {
    const key = `${column}: ${word.trim().toLowerCase()}`
    const said = answer(key, offered[topic])
    if (said) return said
    const met = unknown.get(key)
    if (met) {
      met.rows++
      met.pips += pips ?? 0
    } else {
      const words = (perColumn.get(column) ?? 0) + 1
      perColumn.set(column, words)
      if (words <= mostWords + 1) unknown.set(key, { topic, column, word: word.trim(), rows: 1, pips: pips ?? 0 })
    }
    return null
  }

  const questionOf = ([key, { topic, column, word, rows, pips }]: [string, UnknownWord]): Question => ({
    column: key,
    about: 'meaning',
    sentence: `${column}: "${word}" stands in ${counted(rows, 'row', 'rows')}, ${pipsInWords(pips)} in all. What does it mean?`,
    options: Object.entries(effects[topic](pips, column)).map(([value, example]) => ({ value, example })),
  })

  return {
    answer,
    status: (column: string, word: string, pips: number | null) =>
      meaning('status', column, word, pips) as Status | null,
    kind: (column: string, word: string, pips: number | null) =>
      meaning('kind', column, word, pips) as (typeof kinds)[number] | null,
    flag: (column: string, word: string) => {
      const said = meaning('flag', column, word, null)
      return said === null ? null : said === 'yes'
    },
    unknownWords: (): { questions: Question[]; problems: string[] } => {
      const crowded = [...perColumn].filter(([, words]) => words > mostWords).map(([column]) => column)
      return {
        questions: [...unknown].filter(([, { column }]) => !crowded.includes(column)).map(questionOf),
        problems: crowded.map(column => {
          const words = [...unknown.values()].filter(one => one.column === column).map(({ word }) => `"${word}"`)
          return `${column} has more than ${mostWords} words that we do not know as states or kinds of rows (${words.slice(0, 3).join(', ')} …). Map another column, or none.`
        }),
      }
    },
  }
}
type UnknownWord = { topic: Topic; column: string; word: string; rows: number; pips: number }
export type RowQuestions = ReturnType<typeof rowQuestions>
