import { sql } from 'kysely'

/** Order lines `t` that are revenue: what was sold, and what was given back on a day of its own. */
export const isCounted = sql`(t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))`
