import type { FastifyInstance } from 'fastify'
import { api } from '#contract'
import { measureNames } from '#contract/measures.ts'

// those of one customer, and those that wait for a model, are asked by who wants them
const { one: _, atRisk: __, ...ofCustomers } = api.customers

/** All questions about deals read the same; the last of them reads what a search looks in. */
export const dealQuestions = [
  ...Object.values(api.operations)
    .map(({ path }) => path as string)
    .filter(path => !path.includes(':')),
  `${api.operations.opportunities.path}?search=a&sort=name`,
]

/** What the first pages ask for as they open. */
export const firstQuestions = [
  ...[api.dashboard.summary, ...Object.values(api.revenue), ...Object.values(ofCustomers)].map(
    ({ path }) => path as string,
  ),
  ...measureNames.map(measure => `${api.revenue.trends.path}?measure=${measure}`),
  ...dealQuestions,
]

/** Asks them once, one after the other, so that their rows are in memory when somebody comes; with the server's own key. */
export const warm = async (app: FastifyInstance, key = '') => {
  for (const url of firstQuestions) {
    if (!app.server.listening) return
    await app.inject({ url, headers: { host: 'localhost', authorization: `Bearer ${key}` } })
  }
}
