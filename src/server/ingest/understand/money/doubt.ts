/** An amount that may hold taxes and shipping beside it, where no row proves it: asked with the sums of each reading. */
import type { ImportReport } from '#contract'
import type { Mapping } from '../column-names.ts'
import { saysNet, wordsOf } from '../header-words.ts'
import type { Survey } from '../survey.ts'
import { moneyRole } from '../words/money-roles.ts'
import { isUnsureTotal } from './amounts.ts'

/** What an amount holds: nothing else, its tax, or tax and shipping. */
export const holdings = ['net', 'with_tax', 'with_tax_and_shipping'] as const
type Holding = (typeof holdings)[number]
export const holdingKey = (amount: string) => `${amount}: what is in it`

export type Doubt = { amount: string; tax: string; shipping: string | null }

const sumOf = (survey: Survey, column: string | null) =>
  column === null ? 0 : (survey.of(column).numbers ?? []).reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)

/** null: no tax stands beside the amount, or the amount's name says that it is net. */
export const doubtOf = (survey: Survey, { amount, unit_price: price, tax_inside: proven }: Mapping): Doubt | null => {
  if (!amount || price || proven || saysNet(amount) || !isUnsureTotal(amount, survey.columns)) return null
  const has = (role: string) =>
    survey.columns.find(column => moneyRole(column) === role && sumOf(survey, column) > 0) ?? null
  const tax = has('tax')
  return tax ? { amount, tax, shipping: /\btotal\b|summe|betrag/.test(wordsOf(amount)) ? has('shipping') : null } : null
}

export const settleDoubt = (
  mapping: Mapping,
  { amount, tax, shipping }: Doubt,
  answers: Record<string, string>,
): boolean => {
  const said = holdings.find(one => one === answers[holdingKey(amount)])
  if (said === 'with_tax' || said === 'with_tax_and_shipping') mapping.tax_inside = tax
  if (said === 'with_tax_and_shipping' && shipping) mapping.less_shipping = shipping
  return said !== undefined
}

const money = (sum: number) => sum.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const doubtQuestion = (survey: Survey, { amount, tax, shipping }: Doubt): ImportReport['questions'][number] => {
  const [all, taxes, freight] = [sumOf(survey, amount), sumOf(survey, tax), sumOf(survey, shipping)]
  const options: { value: Holding; example: string }[] = [
    { value: 'net', example: `${shipping ? 'neither' : 'no'}: ${money(all)} is revenue` },
    { value: 'with_tax', example: `it holds ${tax}: ${money(all - taxes)} is revenue` },
    ...(shipping
      ? [
          {
            value: 'with_tax_and_shipping' as const,
            example: `it holds ${tax} and ${shipping}: ${money(all - taxes - freight)} is revenue`,
          },
        ]
      : []),
  ]
  const rows = survey.rows === 1 ? 'its row' : `the first ${survey.rows.toLocaleString('en')} rows`
  return {
    column: holdingKey(amount),
    about: 'meaning',
    sentence: `${amount} may hold ${tax}${shipping ? ` and ${shipping}` : ''}, and no column shows it. Does it? The sums are of ${rows}.`,
    options,
  }
}
