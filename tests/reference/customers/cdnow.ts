/**
 * The CDNOW sample as histories (days since 1997-01-01) and the reference numbers that make-reference.R made from it.
 */
import { readFileSync } from 'node:fs'
import type { History } from '#stats/customers/history.ts'

type Row = number[]
type Reference = {
  special: { logGamma: Row[]; digamma: Row[]; incompleteBeta: Row[]; betaQuantile: Row[] }
  logistic: { outcome: number[]; plain: number[]; penalised: number[] }
  bgnbd: { parameters: [number, number, number, number]; logLikelihood: number; predictions: Row[] }
  gammaGamma: { parameters: [number, number, number]; logLikelihood: number; customers: number }
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

export const reference = JSON.parse(read('./reference.json')) as Reference

/** The last day of the sample, and of the 39 weeks of the papers. */
export const cdnowEnd = 545
export const cdnowCalibration = 272

export function cdnow(): History[] {
  const start = Date.parse('1997-01-01')
  const customers = new Map<string, { days: number[]; amounts: number[] }>()
  for (const line of read('./cdnow-sample.csv').trim().split('\n').slice(1)) {
    const [customer = '', date = '', amount = ''] = line.split(',')
    const history = customers.get(customer) ?? { days: [], amounts: [] }
    customers.set(customer, history)
    history.days.push((Date.parse(date) - start) / 86_400_000)
    history.amounts.push(Number(amount))
  }
  return [...customers.values()]
}
