/** Which of several columns of money is the amount: `amount` is net by definition, and of the line. */
import { isTax, saysGross, saysNet, wordsOf } from '../header-words.ts'

const includesMore = /\b(tax\w*|vat|mwst|ust|shipping|freight|postage|charges)\b/

/** The lower the surer; from `gross` on the column includes more than the goods. */
const gross = 45
const paidOut = 70

export const rankOf = (column: string, columns: string[]): number => {
  const words = wordsOf(column)
  const tax = columns.findIndex(isTax)
  const fees = columns.some(other => /\bfees?\b/.test(wordsOf(other)))
  if (saysGross(column)) return 60
  // beside fees and without a tax, "Net" is what was paid out
  if (words === 'net' && fees && tax < 0) return paidOut
  const ofOrder = /\b(order|invoice|grand|document|cart)\b/.test(words)
  if (saysNet(column)) return ofOrder ? 25 : 0
  const afterTax = tax >= 0 && columns.indexOf(column) > tax ? 35 : 0
  if (/\bsub ?total\b/.test(words)) return columns.some(other => includesMore.test(wordsOf(other))) ? 20 : 35
  if (/\b(line|item|position|ext|extended|product)\b/.test(words)) return 10 + afterTax
  if (words === 'amount') return 15 + afterTax
  return (ofOrder ? 40 : 30) + afterTax
}

/** The best of some columns; of equal ones the first. */
export const chooseAmount = (candidates: string[], columns: string[]): string | undefined =>
  candidates
    .filter(column => !isTax(column))
    .map(column => ({ column, rank: rankOf(column, columns) }))
    .sort((a, b) => a.rank - b.rank)[0]?.column

/** Whether an amount seems to hold more than the goods. */
export const isUnsureTotal = (amount: string, columns: string[]): boolean => {
  const rank = rankOf(amount, columns)
  return rank >= gross && rank !== paidOut && columns.some(isTax)
}

/** Where the only amount includes tax, quantity × unit price is surer; without these it counts, and that is said. */
export const withoutGross = (columns: string[], mapping: Record<string, string>): string[] => {
  const { amount, quantity, unit_price: price } = mapping
  const rank = amount ? rankOf(amount, columns) : 0
  if (!amount || rank < gross || rank === paidOut) return []
  const tax = columns.find(isTax)
  if (!tax)
    return saysGross(amount) && /tax|vat|mwst|brutto|ttc/.test(wordsOf(amount))
      ? [`${amount} includes tax by its name, and no column has the net amount: revenue includes tax.`]
      : []
  if (!quantity || !price || saysGross(price)) return []
  delete mapping.amount
  return [
    `${amount} seems to include ${tax}: quantity × ${price} counts instead. Map the amount to ${amount} if it is net.`,
  ]
}
