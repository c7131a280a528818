import type { Kysely } from 'kysely'
import type { Database } from './db/open.ts'

/** The company's choices, from the settings row. `weekStart`: 1 Monday … 7 Sunday; `fiscalMonth`: 1–12. */
export type Workspace = { currency: string; timezone: string; weekStart: number; fiscalMonth: number; churnAfterDays: number }

/** Queries run through Kysely's `sql` tag; tables are not typed here, rows are, and the contract checks the result. */
export type Db = Kysely<unknown>

/**
 * What every question gets. `now` is the only clock it may know; `version` names the state of the data, `db` is one snapshot of it.
 * `newestAt`: its newest counted order line; `newestOn`: its newest business day of orders and deals. `once` keeps what is found
 * under a name for as long as the data stays the same.
 */
export type Context = {
  db: Db
  engine: Database['engine']
  now: Date
  workspace: Workspace
  version: number
  newestAt: string | null
  newestOn: string | null
  once: <T>(name: string, find: () => Promise<T>) => Promise<T>
}

/** How far a long task is: `total` is null while unknown. Shown on screen (live.ts) and on the terminal. */
export type Progress = (step: { task: string; done: number; total: number | null; words: string }) => void

/** A file that came with a request, on disk until the answer is sent. */
export type Upload = { path: string; fileName: string; bytes: number }

/** What every command gets: it writes through `database`, says how far it is, and may have come with a file. */
export type Command = { database: Database; now: Date; workspace: Workspace; progress: Progress; upload: Upload | null }
