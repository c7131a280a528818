import type { Mapping } from '../column-names.ts'
import { saysAmount, saysGross, saysNet, wordsOf } from '../header-words.ts'
import { type ColumnSurvey, type Survey } from '../survey.ts'
import { moneyRole } from '../words/money-roles.ts'
import { rankOf } from './amounts.ts'
import { type Amount, type Relation, relations, type Term, type TermKind } from './relations.ts'

/**
 * Which amount is net revenue, proven from the rows: a column that is quantity × price, or another column with tax, shipping, fees or a discount,
 * says by that what it holds. What cannot be proven is left to the names.
 */

const tellsNothing = ({ words }: ColumnSurvey): boolean => {
  const values = [...words.keys()].map(Number)
  return values.every(value => value === 0 || value === 1) && (words.size > 1 || values.every(value => value === 0))
}

const isMoney = (survey: Survey, column: string) => {
  const found = survey.of(column)
  return found.numbers !== null && !tellsNothing(found)
}

/** Without columns of zeros and ones, and of sums beside the amount, where others are left. */
export const likelyAmounts = (survey: Survey, columns: string[]): string[] => {
  const telling = columns.filter(column => !survey.of(column).filled || !tellsNothing(survey.of(column)))
  const left = telling.length ? telling : columns
  const ofSale = left.filter(column => moneyRole(column) === null)
  return ofSale.length ? ofSale : left
}

/** Columns that may be the amount: of money by their names, and not of something beside it. */
export const amountColumns = (survey: Survey, mapping: Mapping): string[] => {
  const others = Object.entries(mapping).flatMap(([field, column]) => (field === 'amount' ? [] : [column]))
  return survey.columns.filter(
    column =>
      !others.includes(column) &&
      (column === mapping.amount ||
        ((saysAmount(column) || saysGross(column) || saysNet(column)) && moneyRole(column) === null)) &&
      isMoney(survey, column),
  )
}

const isShare = ({ numbers, words }: ColumnSurvey): 1 | 100 | null => {
  const most = Math.max(0, ...(numbers ?? []).map(number => Math.abs(number ?? 0)))
  if ([...words.keys()].some(word => word.endsWith('%'))) return 100
  return most > 0 && most < 1 ? 1 : most <= 100 ? 100 : null
}

const sumOf = (survey: Survey, columns: string[]) =>
  Array.from({ length: survey.rows }, (_, row) =>
    columns.reduce((sum, column) => sum + Math.abs(survey.of(column).numbers?.[row] ?? 0), 0),
  )

/** Sums beside the amounts, by their names: of several of one kind all together, or each. */
const termsOf = (survey: Survey, mapping: Mapping): Term[] => {
  const ofKind = (kind: TermKind) =>
    survey.columns.filter(
      column =>
        (moneyRole(column) === kind || (kind === 'discount' && mapping.discount === column)) &&
        survey.of(column).numbers !== null &&
        survey.of(column).numbers?.some(number => number),
    )
  return (['discount', 'tax', 'shipping', 'tip', 'fee', 'refund'] as const).flatMap(kind => {
    const columns = ofKind(kind).slice(0, 4)
    const sets = columns.length > 1 ? [...columns.map(column => [column]), columns] : columns.map(column => [column])
    const money: Term[] = sets.map(set => ({ kind, columns: set, values: sumOf(survey, set), share: false }))
    if (kind !== 'discount') return money
    const shares = columns.flatMap((column): Term[] => {
      const part = isShare(survey.of(column))
      return part
        ? [{ kind, columns: [column], values: sumOf(survey, [column]).map(value => value / part), share: true }]
        : []
    })
    return [...money, ...shares]
  })
}

/** Quantity × price as a column. */
const goodsIn = (survey: Survey, { unit_price: price, quantity }: Mapping): Amount | null => {
  const prices = price ? survey.of(price).numbers : null
  if (!price || !prices) return null
  const pieces = quantity ? survey.of(quantity).numbers : null
  return {
    column: quantity ? `${quantity} × ${price}` : price,
    values: prices.map((each, row) => (each === null ? null : each * (pieces?.[row] ?? 1))),
  }
}

type Proof = { notes: string[]; discount?: 'rate' | 'money' | undefined }
const discountOf = ({ terms }: Relation): Proof['discount'] => {
  const term = terms.find(({ kind }) => kind === 'discount')
  return term && (term.share ? 'rate' : 'money')
}
const has = ({ terms }: Relation, kind: TermKind) => terms.some(term => term.kind === kind)
const only = ({ terms }: Relation, kind: TermKind) => terms.length === 1 && terms[0]?.kind === kind
const isSame = ({ terms }: Relation) => terms.length === 0

/** Less discounts, and less what was given back. */
const isNet = ({ terms }: Relation) =>
  terms.length > 0 && terms.every(({ kind }) => kind === 'discount' || kind === 'refund')

/** What an amount is net of is not taken off once more. */
const takeNet = (mapping: Mapping, net: Relation): void => {
  mapping.amount = net.whole.column
  if (has(net, 'refund')) delete mapping.refund_amount
}

const said: Record<TermKind, string> = {
  discount: 'the discount',
  tax: 'the tax',
  shipping: 'shipping',
  tip: 'the tip',
  fee: 'the fees',
  refund: 'what was given back',
}
const named = (relation: Relation) => new Intl.ListFormat('en').format(relation.terms.map(({ kind }) => said[kind]))

/** Each order's total on all of its lines, or on its first alone, beside prices of the lines. */
const isOfOrder = (survey: Survey, mapping: Mapping, goods: Amount, amount: Amount): boolean => {
  const at = mapping.order_id
  if (!at) return false
  const orders = new Map<string, number[]>()
  for (const [row, id] of survey.cellsOf(at).entries()) if (id) orders.set(id, [...(orders.get(id) ?? []), row])
  const several = [...orders.values()].filter(rows => rows.length > 1)
  const repeats = several.filter(rows => {
    const first = amount.values[rows[0] ?? 0]
    const goodsOf = rows.map(row => goods.values[row] ?? 0)
    const sum = goodsOf.reduce((total, each) => total + each, 0)
    const isRepeated =
      rows.every(row => amount.values[row] === first) || rows.slice(1).every(row => amount.values[row] === null)
    return (
      isRepeated &&
      first !== null &&
      first !== undefined &&
      first > 0.5 * sum &&
      first < 2 * sum &&
      (Math.min(...goodsOf) < 0.98 * Math.max(...goodsOf) || first > 1.5 * Math.min(...goodsOf)) &&
      rows.some(row => Math.abs((goods.values[row] ?? 0) - first) > 0.02)
    )
  })
  return repeats.length > several.length / 2
}

/** Rates of value added and sales taxes, in use or lately. */
const rates = [
  0.025, 0.03, 0.04, 0.05, 0.055, 0.06, 0.07, 0.077, 0.08, 0.081, 0.085, 0.09, 0.095, 0.1, 0.12, 0.13, 0.135, 0.14,
  0.15, 0.16, 0.17, 0.18, 0.19, 0.2, 0.21, 0.22, 0.23, 0.24, 0.25, 0.255, 0.27,
]
/** The rate of tax that an amount holds over quantity × price, the same on every row; a few rows may agree by chance. */
const taxRate = (amount: Amount, goods: Amount): number | null => {
  const rows = amount.values.flatMap((is, row) => {
    const from = goods.values[row]
    return is && from ? [{ is, from }] : []
  })
  const rate = rates.find(one =>
    rows.every(({ is, from }) => Math.abs(is - from * (1 + one)) <= 0.011 + Math.abs(from) * 0.0001),
  )
  return rows.length > 1 && rate ? Math.round(rate * 1000) / 10 : null
}

/** By quantity × price. */
const byGoods = (survey: Survey, mapping: Mapping, goods: Amount, amounts: Amount[], terms: Term[]): Proof | null => {
  const found = relations([goods], amounts, terms)
  const best = (fitting: Relation[]) =>
    fitting.toSorted((a, b) => rankOf(a.whole.column, survey.columns) - rankOf(b.whole.column, survey.columns))[0]
  const discounts = terms.filter(({ kind }) => kind === 'discount')
  const net = best(found.filter(isNet))
  const same = best(found.filter(isSame))
  const more = best(found.filter(relation => relation.terms.length > 0))
  if (net) {
    takeNet(mapping, net)
    return { notes: [], discount: discountOf(net) }
  }
  if (same && discounts.length === 0) {
    mapping.amount = same.whole.column
    return { notes: [] }
  }
  if (same) {
    const discount = discounts[0]?.columns[0] as string
    delete mapping.amount
    mapping.discount = discount
    return {
      notes: [
        `${same.whole.column} is ${goods.column} before ${discount}: revenue is ${goods.column} less ${discount}.`,
      ],
    }
  }
  if (more) {
    const column = mapping.amount ?? more.whole.column
    delete mapping.amount
    // what the total does not take off is in the price already
    if (!has(more, 'discount')) delete mapping.discount
    return {
      discount: discountOf(more),
      notes: [
        `${column} is ${goods.column} with ${named(more)}: revenue is ${goods.column}${mapping.discount ? ` less ${mapping.discount}` : ''}.`,
      ],
    }
  }
  const amount = amounts.find(({ column }) => column === mapping.amount)
  const rate = amount ? taxRate(amount, goods) : null
  if (amount && rate) {
    delete mapping.amount
    return {
      notes: [
        `${amount.column} is ${goods.column} with ${rate} % more on every row, a tax rate: revenue is ${goods.column}.`,
      ],
    }
  }
  if (!amount || !isOfOrder(survey, mapping, goods, amount)) return null
  delete mapping.amount
  return { notes: [`${amount.column} is of the whole order: revenue is ${goods.column} of its lines.`] }
}

/** Among the amounts alone: the one that others are made of. */
const byAmounts = (survey: Survey, mapping: Mapping, amounts: Amount[], terms: Term[]): Proof | null => {
  const found = relations(amounts, amounts, terms)
  const made = (base: Amount) => found.filter(relation => relation.base === base && relation.terms.length > 0)
  const isMade = (amount: Amount) => found.some(({ whole, terms: of }) => whole === amount && of.length > 0)
  const rank = ({ column }: Amount) => rankOf(column, survey.columns)
  const [base] = amounts
    .filter(amount => made(amount).length > 0 && !isMade(amount))
    .toSorted((a, b) => made(b).length - made(a).length || rank(a) - rank(b))
  if (!base) return null
  const relationsOf = made(base)
  const net = relationsOf.filter(isNet).toSorted((a, b) => b.terms.length - a.terms.length)[0]
  const before = relationsOf.find(relation => has(relation, 'discount'))
  if (net) takeNet(mapping, net)
  else mapping.amount = base.column
  const notes: string[] = []
  if (!net && before) {
    const discount = before.terms.find(({ kind }) => kind === 'discount')?.columns[0] as string
    mapping.less_discount = discount
    if (mapping.discount === discount) delete mapping.discount
    notes.push(
      `${before.whole.column} is ${base.column} with ${named(before)}: revenue is ${base.column} less ${discount}.`,
    )
  } else {
    const [one] = relationsOf
    if (one && one.whole.column !== mapping.amount)
      notes.push(`${one.whole.column} is ${base.column} with ${named(one)}: revenue is ${mapping.amount}.`)
  }
  const tax = terms.find(({ kind }) => kind === 'tax')
  const total = relationsOf.find(relation => only(relation, 'shipping'))
  if (tax && total && !found.some(relation => has(relation, 'tax'))) {
    mapping.tax_inside = tax.columns[0] as string
    mapping.taxed_total = total.whole.column
    notes.push(
      `${total.whole.column} is ${base.column} with shipping and without ${tax.columns[0]}: the taxes are inside, and revenue is without them.`,
    )
  }
  return { notes }
}

const isRate = (tax: number, net: number) => rates.some(rate => Math.abs(net * rate - tax) <= 0.011)

/** Whether a tax is part of an amount or beside it, as of only one of them it is a rate in use. null: both may be. */
export const isTaxInside = (amounts: Amount['values'], taxes: Amount['values']): boolean | null => {
  let [inside, beside, rows] = [0, 0, 0]
  for (let row = 0; row < taxes.length; row++) {
    const [tax, amount] = [Math.abs(taxes[row] ?? 0), Math.abs(amounts[row] ?? 0)]
    if (tax === 0 || amount === 0) continue
    rows++
    if (isRate(tax, amount - tax)) inside++
    if (isRate(tax, amount)) beside++
  }
  if (rows === 0) return null
  if (inside === rows && beside < rows) return true
  return beside === rows && inside < rows ? false : null
}

/** A subtotal that is the total, with taxes beside: they are inside. */
const byTaxes = (survey: Survey, mapping: Mapping, amounts: Amount[], terms: Term[]): Proof | null => {
  const tax = terms.find(({ kind }) => kind === 'tax')
  const amount = amounts.find(({ column }) => column === mapping.amount)
  if (!tax || !amount) return null
  const twin = relations([amount], amounts, []).find(isSame)
  const names = [amount.column, twin?.whole.column ?? ''].map(wordsOf)
  const isWhole = twin && names.some(name => /\bsub ?total\b|goods|zwischensumme|warenwert/.test(name))
  const inside = isWhole ? true : isTaxInside(amount.values, tax.values)
  if (inside === null) return null
  if (!inside || saysNet(amount.column)) return { notes: [] }
  mapping.tax_inside = tax.columns[0] as string
  return { notes: [`${amount.column} holds ${tax.columns[0]}, by its rates: revenue is without it.`] }
}

/** Changes the mapping to what the rows prove, and says so. null: they prove nothing. */
export const proveAmount = (survey: Survey, mapping: Mapping): Proof | null => {
  if (survey.rows === 0) return null
  const amounts = amountColumns(survey, mapping).map(column => ({ column, values: survey.of(column).numbers ?? [] }))
  const terms = termsOf(survey, mapping)
  const goods = goodsIn(survey, mapping)
  return (
    (goods && byGoods(survey, mapping, goods, amounts, terms)) ??
    byAmounts(survey, mapping, amounts, terms) ??
    byTaxes(survey, mapping, amounts, terms)
  )
}
