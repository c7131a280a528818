import type { FastifyInstance } from 'fastify'
import { api } from '#contract'

/** All questions about deals read the same; the last of them reads what a search looks in. */
export const dealQuestions = [
  ...Object.values(api.operations)
    .map(({ path }) => path as string)
    .filter(path => !path.includes(':')),
  `${api.operations.opportunities.path}?search=a&sort=name`,
]

/** What the first pages ask for as they open. */
export const firstQuestions = [
  ...[api.dashboard.summary, ...Object.values(api.revenue)].map(({ path }) => path as string),
  ...dealQuestions,
]

/** Asks them once, one after the other, so that their rows are in memory when somebody comes. */
export const warm = async (app: FastifyInstance) => {
  for (const url of firstQuestions) {
    if (!app.server.listening) return
    await app.inject({ url, headers: { host: 'localhost' } })
  }
}
