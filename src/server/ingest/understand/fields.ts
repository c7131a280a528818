import type { ImportKind } from '#contract'
import { namesAbroad } from './fields/abroad.ts'
import { dealFields } from './fields/deals.ts'
import type { Field } from './fields/field.ts'
import { customerFields, productFields, repFields } from './fields/lists.ts'
import { orderFacts } from './fields/order-facts.ts'
import { rateFields } from './fields/rates.ts'
import { orderMoney } from './fields/order-money.ts'

const withNamesAbroad = (kind: ImportKind, fields: Field[]): Field[] =>
  fields.map(field => ({ ...field, names: [...new Set([...field.names, ...(namesAbroad[kind][field.field] ?? [])])] }))

export const fieldsOf: Record<ImportKind, Field[]> = {
  orders: withNamesAbroad('orders', [...orderFacts, ...orderMoney]),
  customers: withNamesAbroad('customers', customerFields),
  products: withNamesAbroad('products', productFields),
  sales_reps: withNamesAbroad('sales_reps', repFields),
  deals: withNamesAbroad('deals', dealFields),
  rates: withNamesAbroad('rates', rateFields),
}

/** What a kind cannot do without, in words; each inner list needs one of its fields. */
export const needs: Record<ImportKind, { oneOf: string[]; words: string }[]> = {
  orders: [
    { oneOf: ['date'], words: 'the order date' },
    { oneOf: ['amount', 'unit_price'], words: 'the amount or the unit price' },
  ],
  customers: [{ oneOf: ['id', 'name'], words: 'the customer’s number or name' }],
  products: [{ oneOf: ['id', 'name'], words: 'the product’s number or name' }],
  sales_reps: [{ oneOf: ['id', 'name'], words: 'the representative’s number or name' }],
  deals: [
    { oneOf: ['stage', 'is_won'], words: 'the stage' },
    { oneOf: ['id', 'name'], words: 'the deal’s number or name' },
  ],
  rates: [
    { oneOf: ['date'], words: 'the day' },
    { oneOf: ['rate'], words: 'the rate (or a column for each currency, with its code as the name)' },
    { oneOf: ['currency'], words: 'the currency' },
  ],
}
