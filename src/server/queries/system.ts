import { sql } from 'kysely'
import type { Handlers } from '../handlers.ts'

const startedAt = new Date(performance.timeOrigin).toISOString()

export const system: Handlers<'system'> = {
  health: async ctx => {
    const { rows } = await sql<{ newestAt: string | null }>`select newest_at as "newestAt" from data_version`.execute(ctx.db)
    return {
      data: { status: 'ok', database: ctx.engine, startedAt, version: '0.1.0' },
      meta: {
        range: null,
        comparison: null,
        asOf: rows[0]?.newestAt ?? null,
        timezone: ctx.workspace.timezone,
        currency: ctx.workspace.currency,
        filters: {},
        rows: { counted: 0, excluded: [] },
        notes: [],
      },
    }
  },
}
