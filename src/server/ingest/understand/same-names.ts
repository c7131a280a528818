/** Columns of one name: which of them is meant. */
import type { ImportReport } from '#contract'
import type { Mapping } from './column-names.ts'
import type { Survey } from './survey.ts'

/** What it is answered under; the answer is the column, as the report names it. */
export const sameKey = (column: string) => `${column}: the column`

const isTwin = (column: string, name: string) =>
  column.startsWith(`${name} (`) && /^\d+\)$/.test(column.slice(name.length + 2))

/** Columns of the same name that hold something else. */
const twinsOf = (survey: Survey, name: string): string[] => {
  const text = (column: string) => survey.cellsOf(column).join('\n')
  const own = text(name)
  return survey.columns.filter(column => isTwin(column, name) && survey.of(column).filled > 0 && text(column) !== own)
}

export const sameNames = (
  survey: Survey,
  mapping: Mapping,
  answers: Record<string, string>,
  said: Mapping | undefined,
): { mapping: Mapping; questions: ImportReport['questions']; used: Record<string, string> } => {
  const found: Mapping = { ...mapping }
  const used: Record<string, string> = {}
  const questions: ImportReport['questions'] = []
  const taken = new Set(Object.values(mapping))
  for (const [field, name] of Object.entries(mapping)) {
    const twins = twinsOf(survey, name).filter(column => !taken.has(column))
    if (twins.length === 0 || said?.[field] !== undefined) continue
    const all = survey.of(name).filled > 0 ? [name, ...twins] : twins
    const key = sameKey(name)
    const answer = all.length === 1 ? all[0] : all.find(column => column === answers[key])
    if (answer !== undefined) {
      found[field] = answer
      if (all.length > 1) used[key] = answer
      continue
    }
    const shown = (column: string) => [...survey.of(column).words.keys()].slice(0, 3).join(', ')
    questions.push({
      column: key,
      about: 'meaning',
      sentence: `${all.length === 2 ? 'Two' : all.length} columns are called ${name}, and they differ. Which one counts?`,
      options: all.map((column, i) => ({
        value: column,
        example: `the ${['first', 'second', 'third'][i] ?? `${i + 1}th`}: ${shown(column)} …`,
      })),
    })
  }
  return { mapping: found, questions, used }
}
