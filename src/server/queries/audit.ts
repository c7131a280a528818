import { recorded } from '../accounts/audit.ts'
import type { Handlers } from '../handler.ts'

export const audit: Handlers<'audit'> = {
  list: async ({ accounts }, { limit, before }) => {
    const rows = await recorded(accounts.db, limit + 1, before ?? null)
    const page = rows.slice(0, limit)
    return { data: { rows: page, next: rows.length > limit ? page.at(-1)!.id : null }, meta: {} }
  },
}
