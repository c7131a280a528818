/** What columns of deals mean by what stands in them: stages by words for won and lost, days by which comes first, amounts by being numbers. */
import type { Mapping } from './column-names.ts'
import { dateEvidence } from './dates.ts'
import { wordsOf } from './header-words.ts'
import { type ColumnSurvey, shareOf, type Survey } from './survey.ts'
import { flagOf } from './words/answers.ts'
import { stageKind } from './words/stages.ts'

const mostStages = 30

const endings = ({ words }: ColumnSurvey) => new Set([...words.keys()].map(stageKind).filter(kind => kind !== 'open'))

/** Won and lost both, or one of them among words that are neither. */
export const looksLikeStages = (found: ColumnSurvey): boolean =>
  found.numbers === null &&
  found.words.size > 1 &&
  found.words.size <= mostStages &&
  endings(found).size > 0 &&
  // words of days and sentences hold anything
  [...found.words.keys()].every(word => word.length <= 60 && dateEvidence(word) === 'none')

/** Words that orders use for what became of them, too. */
const both = /cancel|refus|declin|reject|annul|stornier|отмен|iptal|キャンセル|取消|취소|거절|decl/i
/** A column that tells won from lost, in words that orders do not use. */
export const tellsWonFromLost = (survey: Survey, column: string): boolean => {
  const found = survey.of(column)
  if (!looksLikeStages(found)) return false
  const sure = [...found.words.keys()].filter(word => stageKind(word) !== 'open' && !both.test(word))
  return new Set(sure.map(stageKind)).size === 2 || /\b(stage|phase|etape|fase|pipeline|step)\b/.test(wordsOf(column))
}

const isDay = (survey: Survey, column: string) =>
  survey.of(column).filled > 0 &&
  shareOf(survey.of(column), word => !['none', 'excel', 'unix', 'dm', 'month'].includes(dateEvidence(word))) >= 0.9

const days = (survey: Survey, mapping: Mapping): void => {
  const free = survey.columns.filter(column => !Object.values(mapping).includes(column) && isDay(survey, column))
  const [first, second] = free
  if (!mapping.created && !mapping.closed && first && second) {
    // of open deals the day they closed is blank, or still to come
    const [few, many] = survey.of(first).filled < survey.of(second).filled ? [first, second] : [second, first]
    mapping.created = many
    mapping.closed = few
  } else if (!mapping.closed && first) {
    if (mapping.created || survey.of(first).filled < survey.rows) mapping.closed = first
    else mapping.created = first
  } else if (!mapping.created && first) mapping.created = first
}

export const dealsByValues = (survey: Survey, mapping: Mapping): void => {
  if (survey.rows === 0) return
  for (const field of ['is_won', 'is_closed', 'active']) {
    const column = mapping[field]
    if (column && (isDay(survey, column) || shareOf(survey.of(column), word => flagOf(word) !== null) < 0.9))
      delete mapping[field]
  }
  const free = () => survey.columns.filter(column => !Object.values(mapping).includes(column))
  if (!mapping.stage) {
    const stage = [...free(), ...(mapping.outcome ? [mapping.outcome] : [])].find(column =>
      tellsWonFromLost(survey, column),
    )
    if (!stage && !mapping.is_won) return
    if (stage) mapping.stage = stage
    if (stage && mapping.outcome === stage) delete mapping.outcome
  }
  if (!mapping.amount) {
    const money = free().find(
      column =>
        survey.of(column).numbers !== null &&
        !isDay(survey, column) &&
        !/\b(id|no|nr|number|probability|%|days|age)\b/.test(wordsOf(column)),
    )
    if (money) mapping.amount = money
  }
  days(survey, mapping)
  if (!mapping.id && !mapping.name) {
    const isName = (column: string) =>
      survey.of(column).numbers === null && !isDay(survey, column) && survey.of(column).words.size > 0.8 * survey.rows
    const name =
      free().find(isName) ??
      (mapping.customer_name && isName(mapping.customer_name) ? mapping.customer_name : undefined)
    if (name) mapping.name = name
  }
}
