import type { FastifyInstance } from 'fastify'
import { api } from '#contract'

/** What the first two pages ask for as they open. */
export const firstQuestions = [api.dashboard.summary, ...Object.values(api.revenue)].map(({ path }) => path)

/** Asks them once, one after the other, so that their rows are in memory when somebody comes. */
export const warm = async (app: FastifyInstance) => {
  for (const url of firstQuestions) {
    if (!app.server.listening) return
    await app.inject({ url, headers: { host: 'localhost' } })
  }
}
