/** Which kind of file a table is, by what its columns say. */
import type { ImportKind } from '#contract'
import { looksLikeStages, tellsWonFromLost } from './deals-by-values.ts'
import { wordsOf } from './header-words.ts'
import { shareOf, type Survey } from './survey.ts'
import { isCurrency } from './units.ts'
import { flagOf } from './words/answers.ts'

type Mapping = Record<string, string>
type Candidate = { kind: ImportKind; mapping: Mapping; complete: boolean }

/** Words of columns that only one kind of list has. */
const distinctive: Record<ImportKind, RegExp> = {
  orders: /\b(order|invoice|receipt|quantity|qty|transaction)\b/,
  deals: /\b(deals?|opportunity|stage|pipeline|probability|close|closing|closed)\b|dealphase/,
  customers: /\b(customers?|clients?|compan(y|ies)|account|industry|e ?mail|phone|lifecycle|billing|kunden?\w*)\b/,
  products: /\b(products?|sku|price|stock|inventory|handle|variant|categor(y|ies)|cost|barcode)\b/,
  rates: /^$/,
  sales_reps: /\b(rep|reps|quota|hired?|team|sales (agent|person|rep)|employee|target)\b/,
}

const isNumbered = (mapping: Mapping): boolean => mapping.order_id !== undefined && wordsOf(mapping.order_id) !== 'id'

/**
 * Products and customers have a day they were created on, too, a price or what they bought so far; representatives what
 * they should sell.
 */
const isSale = (columns: string[], { mapping }: Candidate): boolean => {
  if (isNumbered(mapping)) return true
  if (columns.some(column => /\b(quota|target)\b/.test(wordsOf(column)))) return false
  if (!/^(date )?(created|added|joined|registered|create)\b/.test(wordsOf(mapping.date ?? ''))) return true
  const { amount, quantity, customer_id: id, customer_name: name, product_name: product, currency } = mapping
  return Boolean((quantity && (id ?? name ?? amount)) || (amount && (product ?? currency)))
}

/** A status alone is no stage: customers, products and orders have one. */
const isDeal = ({ mapping }: Candidate): boolean => {
  const stage = wordsOf(mapping.stage ?? '')
  return (
    (stage !== '' && !/^(status|state)$/.test(stage)) ||
    [mapping.expected_close, mapping.closed, mapping.probability, mapping.lost].some(Boolean)
  )
}

/** Lists of things have more than a number or a name of each, unless the file has one column. */
const isList = (columns: string[], { mapping }: Candidate): boolean =>
  Object.keys(mapping).length > 1 || columns.length === 1

/** Deals by what their stages or boxes for won say, where nothing numbers orders or counts pieces. */
const isSurelyDeals = (survey: Survey, candidates: Candidate[]): boolean => {
  const [orders, deals] = (['orders', 'deals'] as const).map(kind => candidates.find(one => one.kind === kind))
  const { stage, is_won: won, closed, amount } = deals?.mapping ?? {}
  if (!deals?.complete) return false
  const byStage = stage && looksLikeStages(survey.of(stage)) && tellsWonFromLost(survey, stage)
  const byBox = won && closed && amount && shareOf(survey.of(won), word => flagOf(word) !== null) >= 0.9
  if (!byStage && !byBox) return false
  const { order_id: number, quantity, unit_price: price } = orders?.mapping ?? {}
  return !(number && isNumbered(orders?.mapping ?? {})) && !quantity && !price
}

/** A day and the codes of currencies, or a currency and a rate, and nothing else. */
export const isRates = (survey: Survey, { mapping, complete }: Candidate): boolean => {
  const named = survey.columns.filter(column => column.trim() !== '' && survey.of(column).filled > 0)
  const { currency, rate } = mapping
  const areCodes = () => currency && rate && shareOf(survey.of(currency), word => isCurrency(word.toUpperCase())) > 0.5
  return complete && named.every(column => Object.values(mapping).includes(column)) && (areCodes() || !rate)
}

export const bestKind = (survey: Survey, candidates: Candidate[]): ImportKind => {
  const { columns } = survey
  if (isSurelyDeals(survey, candidates)) return 'deals'
  const fitting = candidates
    .filter(candidate => candidate.complete)
    .filter(one =>
      one.kind === 'orders'
        ? isSale(columns, one) && Object.keys(one.mapping).length > 1
        : one.kind === 'deals'
          ? isDeal(one)
          : isList(columns, one),
    )
    .map(one => ({
      ...one,
      score:
        Object.keys(one.mapping).length + columns.filter(column => distinctive[one.kind].test(wordsOf(column))).length,
    }))
  const facts = fitting.filter(({ kind }) => kind === 'orders' || kind === 'deals')
  // numbered and dated, but without amounts: that is said, rather than taking their customers for a list of customers
  const orders = candidates.find(({ kind }) => kind === 'orders')
  if (facts.length === 0 && orders?.mapping.date && isNumbered(orders.mapping)) return 'orders'
  return (facts.length ? facts : fitting).sort((a, b) => b.score - a.score)[0]?.kind ?? 'orders'
}
