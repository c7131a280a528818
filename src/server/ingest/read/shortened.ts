import type { ImportReport } from '#contract'
import { type CellReader, Skip } from './cells.ts'
import { type RowQuestions, shortenedAnswers, shortenedKey, shortenedQuestion } from './row-questions.ts'

/** Order numbers such as 1.23457E+11, of which a spreadsheet kept a few digits: what becomes of their rows is asked. */
export const shortenedNumbers = (cell: CellReader, questions: RowQuestions) => {
  const column = cell.column('order_id')
  const answer = questions.answer(shortenedKey(column), shortenedAnswers)
  let rows = 0
  let example = ''
  return {
    look: (stated: string) => {
      if (!stated.includes('E+') || !/^\d(?:[.,]\d+)?E\+\d+$/.test(stated)) return
      if (answer === 'left_out') throw new Skip('its order number was shortened by a spreadsheet')
      rows++
      example ||= stated
    },
    questions: (): ImportReport['questions'] => (rows > 0 && !answer ? [shortenedQuestion(column, rows, example)] : []),
  }
}
