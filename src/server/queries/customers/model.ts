import type { Api, Result } from '#contract'
import type { CustomerScores } from '../../models/customer-scores.ts'
import { toDay } from '../../time/calendar.ts'
import { counted } from '../../counted.ts'

type Model = NonNullable<Result<Api['customers']['atRisk']>['meta']['model']>

const methods: Record<Model['method'], string> = {
  combined:
    'Mean of a model of buying and leaving (BG/NBD) and a logistic regression on recency, frequency, value, tenure and overdue time',
  bgnbd: 'A model of buying and leaving (BG/NBD) alone',
  rule: 'A rule, not a model: ½ at a silence of twice the usual gap',
}

/** What the library says of a fit, as the rest of a sentence. */
const because = (note: string | null): string => {
  if (note === null) return ''
  return `: ${note.replace(/^BG\/NBD alone: /, '')}`
}

/** How scores were made, in words, with their record; null without customers. */
export const modelOf = (scores: CustomerScores): Model | null => {
  const { method, note, horizon, asOf, customers, record, noRecord } = scores
  if (customers === 0) return null
  return {
    method,
    words: `${methods[method]}${because(note)}. Risk is of no order within ${counted(horizon, 'day', 'days')}.`,
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
