/** Of tables whose headings say nothing (foo, when, howmuch): the amount, by the numbers that stand there. */
import type { ImportReport } from '#contract'
import type { Mapping } from './column-names.ts'
import { wordsOf } from './header-words.ts'
import type { Survey } from './survey.ts'

/** What it is answered under, and how. */
export const amountKey = (column: string) => `${column}: the amount`
export const amountAnswers = ['amount', 'no_amount'] as const

/** A heading that says something: of something else than money, or of money that is not the sale's. */
const telling =
  /\b(sales?|total|net|gross|price|revenue|amount|spen[dt]|value|worth|money|sum|salary|manager|rep|person|budget|forecast|id|no|nr|number|code|zip|postal|phone|year|month|day|age|lat|latitude|lon|lng|longitude|weight|height|rate|rating|score|rank|%|percent|qty|quantity|count|stock|tax|vat|discount|shipping|fee|cost|profit|margin|quota|target|balance|due|temperature|duration|minutes|hours)\b/

/** The one column of numbers that may be money; null where there is none, or several. */
export const unnamedAmount = (survey: Survey, mapping: Mapping): string | null => {
  if (!mapping.date || mapping.amount || mapping.unit_price) return null
  const taken = new Set(Object.values(mapping))
  const candidates = survey.columns.filter(column => {
    if (taken.has(column) || telling.test(wordsOf(column))) return false
    const { numbers, filled, words } = survey.of(column)
    if (numbers === null || filled < survey.rows / 2) return false
    // whole numbers that are all different number something
    const isWhole = numbers.every(number => number === null || Number.isInteger(number))
    return !(isWhole && words.size === filled && filled > 2)
  })
  const withCents = candidates.filter(column =>
    survey.of(column).numbers?.some(number => number !== null && !Number.isInteger(number)),
  )
  const [only, second] = withCents.length ? withCents : candidates
  return only !== undefined && second === undefined ? only : null
}

/** Nothing counts as money that nobody called so. */
export const amountQuestion = (
  column: string,
  answers: Record<string, string>,
): { questions: ImportReport['questions']; used: Record<string, string> } => {
  const key = amountKey(column)
  const answer = amountAnswers.find(one => one === answers[key])
  if (answer) return { questions: [], used: { [key]: answer } }
  return {
    questions: [
      {
        column: key,
        about: 'meaning',
        sentence: `No heading says what was paid. Are the numbers of ${column} the amounts of sales?`,
        options: [
          { value: 'amount', example: `yes: ${column} is the amount of each row` },
          { value: 'no_amount', example: 'no: they are something else' },
        ],
      },
    ],
    used: {},
  }
}
