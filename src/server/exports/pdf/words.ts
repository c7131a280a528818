import type { Kind, Value } from '../document.ts'

export const dash = '—'
const minus = (text: string) => text.replace('-', '−')

/** Values as people read them, in English; a PDF is a document, not data. */
export const wordsOf = (currency: string, timezone: string) => {
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const compact = new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 2 })
  const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
  const one = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: timezone })
  const words: Record<Kind, (value: string | number) => string> = {
    text: String,
    date: value => day.format(new Date(`${value}T00:00:00Z`)),
    instant: value => moment.format(new Date(value)),
    money: value => minus(money.format(Number(value))),
    count: value => minus(count.format(Number(value))),
    number: value => minus(count.format(Number(value))),
    percent: value => `${minus(one.format(Number(value)))} %`,
    points: value => `${minus(one.format(Number(value)))} pp`,
  }
  return {
    full: (value: Value, kind: Kind) => (value === null ? dash : words[kind](value)),
    short: (value: number | null, kind: Kind) => (value === null ? dash : kind === 'money' ? minus(compact.format(value)) : words[kind](value)),
    change: (value: number | null, kind: 'percent' | 'points') => (value === null ? 'nothing to compare with' : value === 0 ? 'no change' : `${value > 0 ? '▲ +' : '▼ '}${words[kind](value)}`),
  }
}
export type Words = ReturnType<typeof wordsOf>
