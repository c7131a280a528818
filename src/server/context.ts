import type { Kysely } from 'kysely'

/** The company's choices, from the settings row. `weekStart`: 1 Monday … 7 Sunday; `fiscalMonth`: 1–12. */
export type Workspace = { currency: string; timezone: string; weekStart: number; fiscalMonth: number; churnAfterDays: number }

/** Queries run through Kysely's `sql` tag; tables are not typed here, rows are, and the contract checks the result. */
export type Db = Kysely<unknown>

/** What every query function gets. `now` is the only clock it may know; `version` names the state of the data. */
export type Context = { db: Db; now: Date; workspace: Workspace; version: number }
