/** Where the people behind a count are: the list of customers, narrowed to exactly these, and each one's own page. */
import { addressOf } from './address.ts'
import type { Window } from './filters.ts'

type Narrowed = Record<string, string>

export const peopleAddress = (carried: string, narrowed: Narrowed = {}) =>
  addressOf('/customers/all', carried, narrowed)

/** The same of other days than the page's. */
export const peopleOfDays = (carried: string, { start, end }: Window, narrowed: Narrowed) => {
  const params = new URLSearchParams(carried)
  params.delete('range')
  return peopleAddress(params.toString(), { from: start, to: end, ...narrowed })
}

export const customerAddress = (carried: string, id: number) => addressOf(`/customers/${id}`, carried)

/** All order lines of one customer, or of one order of theirs, whatever the page's days. */
export const linesAddress = (customer: number, narrowed: Narrowed = {}) =>
  addressOf('/transactions', '', { range: 'all', customer: String(customer), ...narrowed })
