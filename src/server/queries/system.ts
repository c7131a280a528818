import type { Handlers } from '../handler.ts'

const startedAt = new Date(performance.timeOrigin).toISOString()

export const system: Handlers<'system'> = {
  health: async ctx => ({
    data: { status: 'ok', database: ctx.engine, startedAt, version: '0.1.0' },
    meta: {
      range: null,
      comparison: null,
      asOf: ctx.newestAt,
      timezone: ctx.workspace.timezone,
      currency: ctx.workspace.currency,
      filters: {},
      rows: { counted: 0, excluded: [] },
      notes: [],
    },
  }),
}
