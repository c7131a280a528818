/** Which kind of file a table is, by what its columns say. */
import type { ImportKind } from '#contract'
import { wordsOf } from './header-words.ts'

type Mapping = Record<string, string>
type Candidate = { kind: ImportKind; mapping: Mapping; complete: boolean }

/** Words of columns that only one kind of list has. */
const distinctive: Record<ImportKind, RegExp> = {
  orders: /\b(order|invoice|receipt|quantity|qty|transaction)\b/,
  deals: /\b(deals?|opportunity|stage|pipeline|probability|close|closing|closed)\b|dealphase/,
  customers: /\b(customers?|clients?|compan(y|ies)|account|industry|e ?mail|phone|lifecycle|billing|kunden?\w*)\b/,
  products: /\b(products?|sku|price|stock|inventory|handle|variant|categor(y|ies)|cost|barcode)\b/,
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
    !/^(status|state)$/.test(stage) ||
    [mapping.expected_close, mapping.closed, mapping.probability, mapping.lost].some(Boolean)
  )
}

export const bestKind = (columns: string[], candidates: Candidate[]): ImportKind => {
  const fitting = candidates
    .filter(candidate => candidate.complete)
    .filter(one =>
      one.kind === 'orders'
        ? isSale(columns, one) && Object.keys(one.mapping).length > 1
        : one.kind !== 'deals' || isDeal(one),
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
