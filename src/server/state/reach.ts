import { sql } from 'kysely'
import { isAway } from '../db/trouble.ts'
import type { Database } from '../db/database.ts'

type Pauses = { looking: number; waiting: number }
const pauses: Pauses = { looking: 5000, waiting: 1000 }

/**
 * Whether the PostgreSQL server answers: looked after every few seconds, and each second once it does not. `changed` hears of both. The
 * embedded engine is in this process and needs no looking after.
 */
export const openReach = (database: Database, changed: (away: boolean) => void, { looking, waiting } = pauses) => {
  let away = false
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (is: boolean) => {
    if (away === is || closed) return
    away = is
    changed(is)
  }
  const look = async () => {
    const error = await sql`select 1`.execute(database.db).then(
      () => null,
      (caught: unknown) => caught,
    )
    if (error === null) set(false)
    else saw(error)
    later()
  }
  const later = () => {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => void look(), away ? waiting : looking)
    timer.unref()
  }
  /** An error that somebody met on the way. */
  const saw = (error: unknown) => {
    if (away || database.engine === 'embedded' || !isAway(error)) return
    set(true)
    later()
  }
  const close = () => {
    closed = true
    clearTimeout(timer)
  }
  if (database.engine !== 'embedded') later()
  return { saw, close }
}
