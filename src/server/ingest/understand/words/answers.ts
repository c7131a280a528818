import { meaningBy, type WordTable } from './table.ts'

/** Yes and no, as flags write them. */
export const answerTable: WordTable<'yes' | 'no'> = [
  [
    'no',
    `=0, =00, =n, =f, =no, =none, =false, =falsch, =faux, =falso, =onwaar, =falsz, =falskt, =nein, =non, =nao, =nee, =nie, =nej, =hayir, =нет, =ложь, =いいえ, =否, =否定,
    =无, =無, =아니오, =아니요, =거짓, =off, =never, =not cancelled, =not canceled, =inactive, =draft, =archived, =disabled, =live, =discontinued, =0000 00 00, =0000 00 00 00 00 00,
    =0 0, =0 00`,
  ],
  [
    'yes',
    `=1, =y, =t, =x, =yes, =true, =wahr, =vrai, =verdadero, =vero, =verdadeiro, =waar, =prawda, =sant, =dogru, =ja, =oui, =si, =sim, =tak, =evet, =да, =истина, =はい, =是, =有, =예,
    =네, =참, =on, =void, =voided, =cancelled, =canceled, =refunded, =returned, =deleted, =test, =storno, =storniert`,
  ],
]
const answer = meaningBy(answerTable)
const isDay = /(?!0000)\d{4}\D\d|\d\D\d{4}|^\d{1,2}\D\d{1,2}\D\d{2}\b/

/** null: neither a yes or no, nor a day (on which it happened). */
export const flagOf = (cell: string): boolean | null => {
  const text = cell.trim()
  if (text === '') return false
  if (text === '✓' || text === '✔' || text === '☑') return true
  if (text === '✗' || text === '✘' || text === '-' || text === '☐') return false
  const said = answer(text)
  return said === null ? (isDay.test(text) ? true : null) : said === 'yes'
}

/** Columns of reasons (why it was cancelled): any words there say yes. */
export const isReason = (column: string): boolean => /reason|grund\b|motif|motivo|причин|理由|原因|사유/i.test(column)
