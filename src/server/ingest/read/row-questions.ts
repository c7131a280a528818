import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import type { Status } from '../understand/status.ts'

type Question = ImportReport['questions'][number]

const statuses: { value: Status; example: string }[] = [
  { value: 'completed', example: 'completed: a sale' },
  { value: 'pending', example: 'pending: not yet a sale' },
  { value: 'refunded', example: 'refunded: given back' },
  { value: 'cancelled', example: 'cancelled: it came to nothing' },
]
/** Whose an amount is that all lines of an order have. */
export const amountOwners = ['line', 'order'] as const
/** Whether numbers such as those of receipts begin anew each day. */
export const numberLives = ['daily', 'lasting'] as const
/** What each is answered under: a column may be asked how it writes its numbers, too. */
export const ownerKey = (column: string) => `${column}: on each line`
export const lifeKey = (column: string) => `${column}: on each day`

const ofAll: Record<string, readonly string[]> = { date_style: ['dmy', 'mdy', 'ymd'], number_style: ['dot', 'comma'] }
const ofColumn = [...Object.values(ofAll).flat(), 'rate', 'money']
const ofRows: readonly string[] = [...statuses.map(({ value }) => value), ...amountOwners, ...numberLives]

/** Sentences about answers to no question at all; whether one was offered is seen when its question comes up. */
export const strayAnswers = (answers: Record<string, string>, columns: string[]): string[] =>
  Object.entries(answers).flatMap(([key, value]) => {
    const expected =
      ofAll[key] ??
      (columns.includes(key) ? ofColumn : columns.some(column => key.startsWith(`${column}: `)) ? ofRows : null)
    if (!expected) return [`There is no column "${key}" to be read as "${value}"; the file has ${columns.join(', ')}.`]
    return expected.includes(value)
      ? []
      : [`The style of ${key}: expected one of ${expected.join(', ')}, got "${value}".`]
  })

const mostWords = 20

/** Questions that rows raise, and the answers given to them; `used` collects them for the next file. */
export const rowQuestions = (answers: Record<string, string>, used: Record<string, string>, columns: string[]) => {
  // what was said of words stays said, though a file between has none of them
  for (const [key, value] of Object.entries(answers))
    if (!columns.includes(key) && columns.some(column => key.startsWith(`${column}: `))) used[key] = value
  const unknown = new Map<string, { word: string; rows: number }>()
  const answer = <Value extends string>(key: string, offered: readonly Value[]): Value | null =>
    offered.find(value => value === answers[key]) ?? null
  return {
    answer,
    /** What a word for a state was said to mean; null, and a question, when nobody said. */
    status: (column: string, word: string): Status | null => {
      const key = `${column}: ${word.trim().toLowerCase()}`
      const said = answer(
        key,
        statuses.map(({ value }) => value),
      )
      if (said) return said
      const met = unknown.get(key)
      if (met) met.rows++
      else if (unknown.size <= mostWords) unknown.set(key, { word: word.trim(), rows: 1 })
      return null
    },
    statuses: (column: string): { questions: Question[]; problems: string[] } => {
      const words = [...unknown].map(([, { word }]) => `"${word}"`)
      if (words.length > mostWords)
        return {
          questions: [],
          problems: [
            `${column} has more than ${mostWords} words that we do not know as states (${words.slice(0, 3).join(', ')} …). Map the status to another column, or to none.`,
          ],
        }
      return {
        questions: [...unknown].map(([key, { word, rows }]) => ({
          column: key,
          about: 'meaning',
          sentence: `${column}: "${word}" stands in ${counted(rows, 'row', 'rows')}. What does it mean?`,
          options: statuses,
        })),
        problems: [],
      }
    },
  }
}
export type RowQuestions = ReturnType<typeof rowQuestions>
