import { riskBands } from '#contract/customer-groups.ts'
import { percent } from '../../format.ts'

/** 72%; what is nearly certain is not said to be certain. */
export const riskWords = (risk: number | null) => {
  if (risk === null) return percent(null)
  if (risk > 0 && risk < 0.005) return '<1%'
  return risk < 1 && risk > 0.995 ? '>99%' : percent(risk * 100, 0)
}

export const toneOf = (risk: number) => (risk >= riskBands.high ? 'high' : risk >= riskBands.medium ? 'middle' : 'low')

/** Something to say: neither missing nor the server's word for what is not known. */
export const isKnown = (words: string | null | false) => Boolean(words) && words !== 'Unknown'
