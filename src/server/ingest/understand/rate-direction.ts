/** Which way a column of exchange rates leads, where a column of the same amounts in the workspace's currency shows it. */
import type { Mapping } from './column-names.ts'
import { wordsOf } from './header-words.ts'
import type { Numbers } from './money/relations.ts'
import type { Survey } from './survey.ts'

/** An amount is multiplied by its rate, or divided by it; or it is in the workspace's currency already. */
export const directions = ['multiply', 'divide', 'converted'] as const
export type Direction = (typeof directions)[number]
/** Under the workspace's currency: rates into another one are another question. */
export const directionKey = (column: string, into: string) => `${column}: into ${into}`

export type Proven = { direction: 'multiply' | 'divide'; column: string }

/** A cent for rounding, and what a rate of five digits is off by. */
const near = (amount: number) => 0.0151 + Math.abs(amount) * 0.0005

/** Every row that can tell the two ways apart goes one way, and there is one. */
const wayOf = (from: Numbers, rates: Numbers, to: Numbers): Proven['direction'] | null => {
  const fits = { multiply: 0, divide: 0, neither: 0 }
  to.forEach((is, row) => {
    const [amount, rate] = [from[row] ?? null, rates[row] ?? null]
    if (is === null || amount === null || rate === null || rate <= 0 || amount === 0) return
    const [multiplied, divided] = [amount * rate, amount / rate]
    if (Math.abs(multiplied - divided) <= 2 * (near(multiplied) + near(divided))) return
    const way = [multiplied, divided].findIndex(sum => Math.abs(sum - is) <= near(sum))
    fits[(['multiply', 'divide'] as const)[way] ?? 'neither']++
  })
  if (fits.neither > 0 || (fits.multiply > 0 && fits.divide > 0)) return null
  return fits.multiply > 0 ? 'multiply' : fits.divide > 0 ? 'divide' : null
}

export const rateDirection = (survey: Survey, mapping: Mapping, into: string): Proven | null => {
  const { amount, exchange_rate: rate } = mapping
  const [from, rates] = [amount, rate].map(column => (column === undefined ? null : survey.of(column).numbers))
  if (!amount || !rate || !from || !rates) return null
  const isOwn = (column: string) => wordsOf(column).split(' ').includes(into.toLowerCase())
  if (isOwn(amount)) return null
  for (const column of survey.columns.filter(other => isOwn(other) && other !== rate)) {
    const { numbers } = survey.of(column)
    const direction = numbers && wayOf(from, rates, numbers)
    if (direction) return { direction, column }
  }
  return null
}

/** The Danish krone has been pegged to the euro since 1999: 7.46038, give or take 2.25 % (the exchange rate mechanism, ERM II). */
const krone = { least: 7.29252, most: 7.62824 }

/** Whether rates in columns by currency are what one euro is in each, as the European Central Bank publishes them. */
export const isPerEuro = (survey: Survey, mapping: Mapping): boolean => {
  const column = mapping['rate:DKK']
  const rates = column === undefined || mapping['rate:EUR'] ? [] : (survey.of(column).numbers ?? [])
  return (
    rates.some(rate => rate !== null) &&
    rates.every(rate => rate === null || (rate >= krone.least && rate <= krone.most))
  )
}
