import type { Kind, Value } from '../document.ts'

export const dash = '—'
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)
const minus = (text: string) => text.replace('-', '−')

/** Values as people read them, in English; a PDF is a document, not data. */
export const wordsOf = (currency: string, timezone: string) => {
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const compact = new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact', minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
  const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
  const one = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: timezone })
  // British English has four letters for this month alone
  const dated = (text: string) => text.replace('Sept', 'Sep')
  const words: Record<Kind, (value: string | number) => string> = {
    text: String,
    date: value => dated(day.format(new Date(`${value}T00:00:00Z`))),
    instant: value => dated(moment.format(new Date(value))),
    money: value => minus(money.format(Number(value))),
    count: value => minus(count.format(Number(value))),
    number: value => minus(count.format(Number(value))),
    percent: value => `${minus(one.format(Number(value)))}%`,
    points: value => `${minus(one.format(Number(value)))} pp`,
  }
  return {
    full: (value: Value, kind: Kind) => (value === null ? dash : words[kind](value)),
    short: (value: number | null, kind: Kind) => (value === null ? dash : kind === 'money' && Math.abs(value) >= 1000 ? minus(compact.format(value)) : words[kind](value)),
    /** A sentence with its days and moments as people read them; what stands in quotes is data and stays. */
    sentence: (text: string) =>
      text.replace(/"[^"]*"|\b\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?/g, (found, time: string | undefined) => (found.startsWith('"') ? found : words[time ? 'instant' : 'date'](found))),
    change: (value: number | null, kind: 'percent' | 'points') => (value === null ? 'nothing to compare with' : value === 0 ? 'no change' : `${value > 0 ? '▲' : '▼'} ${words[kind](Math.abs(value))}`),
  }
}
export type Words = ReturnType<typeof wordsOf>
