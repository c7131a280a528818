import type { Api, Result } from '#contract'
import type { CustomerScores } from '../../models/customer-scores.ts'
import { toDay } from '../../time/calendar.ts'
import { counted } from '../../counted.ts'

type Model = NonNullable<Result<Api['customers']['atRisk']>['meta']['model']>

const methods: Record<Model['method'], string> = {
  combined:
    'Mean of a model of buying and leaving (BG/NBD) and a logistic regression on recency, frequency, value, tenure and overdue time',
  bgnbd: 'A model of buying and leaving (BG/NBD) alone',
  rule: 'A rule, not a model (½ at a silence of twice the usual gap)',
}

/** What the library says of a fit, as the rest of a sentence. */
const because = (note: string | null): string => {
  if (note === null) return ''
  return `: ${note.replace(/^BG\/NBD alone: /, '')}`
}

const wordsOf = ({ method, note, horizon }: CustomerScores): string => {
  const meaning = method === 'rule' ? '' : ` Risk is of no order within ${counted(horizon, 'day', 'days')}.`
  return `${methods[method]}${because(note)}.${meaning}`
}

/** What an answer with risks in it says of them, beside the figures. */
export const riskNotes = (scores: CustomerScores | null): string[] => {
  if (!scores) return ['Churn risk is being computed: ask again in a moment.']
  return scores.method === 'rule' && scores.customers > 0 ? [`Churn risk: ${wordsOf(scores)}`] : []
}

/** Null while nobody is scored. */
export const riskMethodOf = (scores: CustomerScores | null) => (scores && scores.customers > 0 ? scores.method : null)

/** How scores were made, in words, with their record; null without customers. */
export const modelOf = (scores: CustomerScores): Model | null => {
  const { method, horizon, asOf, customers, record, noRecord } = scores
  if (customers === 0) return null
  return {
    method,
    words: wordsOf(scores),
    horizonDays: horizon,
    asOf: toDay(asOf),
    customers,
    record: record && {
      ...record,
      method: record.method,
      scoredOn: toDay(record.scoredOn),
      until: toDay(asOf),
    },
    noRecord,
  }
}
