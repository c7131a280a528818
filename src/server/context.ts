import type { RawBuilder } from 'kysely'
import type { Api, Asked, ImportKind, ImportReport } from '#contract'
import type { Source } from '#contract/sources.ts'
import type { Access } from './accounts/access.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Detail } from './accounts/audit.ts'
import type { Database, Db } from './db/database.ts'
import type { Pages } from './memory/pages.ts'
import type { Found, Inputs, ModelName } from './models/computations.ts'
import type { Workspace } from './workspace.ts'

/**
 * What a model finds under some settings (anything that JSON holds), on this state of the data. Computed off the
 * request path, from `inputs` that are read in the question's snapshot: a question that needs it is asked again once it
 * is there; one that takes it `if ready` gets null after a short wait, says so, and is told over /api/live when it has
 * come.
 */
export type ModelOf = <Name extends ModelName, Need extends 'needed' | 'if ready'>(
  model: Name,
  settings: unknown,
  inputs: () => Promise<Inputs<Name>>,
  need: Need,
) => Promise<Found<Name> | (Need extends 'needed' ? never : null)>

/**
 * What every question gets: one state of the data, named by `version`. `now` is the only clock it may know. `newestAt`: the newest
 * counted order line; `newestOn`: the newest business day of orders and deals. `read` runs a statement in the question's
 * snapshot, `begin` gives the snapshot itself;
 * `once` keeps what is found under a name for as long as the data stays the same, `onceOfDeals` for as long as the deals do and what
 * they name (stages, representatives, customers, products, settings): orders may come meanwhile; `pages` are the caches' rows in memory;
 * `model` gives what models found.
 */
export type Context = {
  engine: Database['engine']
  now: Date
  workspace: Workspace
  version: number
  newestAt: string | null
  newestOn: string | null
  begin: () => Promise<Db>
  read: <T>(statement: RawBuilder<T>) => Promise<T[]>
  once: <T>(name: string, find: () => Promise<T>) => Promise<T>
  onceOfDeals: <T>(name: string, find: () => Promise<T>) => Promise<T>
  pages: Pages
  model: ModelOf
  /** The folder whose files are imported by themselves; null without one. */
  inbox: string | null
}

/**
 * How far a long task, maybe with a file, is: `total` is null while unknown. Shown on screen (live.ts) and on the
 * terminal.
 */
export type Progress = (step: {
  task: string
  file?: string
  done: number
  total: number | null
  words: string
}) => void

/** A file that came with a request, on disk until the answer is sent. */
export type Upload = { path: string; fileName: string; bytes: number }

/** The folder of files that are imported by themselves, or wait for an answer. */
export type Inbox = {
  folder: string
  /** A file that waits; null: none of that name does. */
  waiting: (name: string) => Promise<Upload | null>
  /** One that was answered is moved to where it belongs, with its report; of an archive whose parts are imported one by one it is looked again. */
  imported: (name: string, report: ImportReport) => Promise<void>
  refuse: (name: string, words: string) => Promise<void>
}

/** How a person had the rows of a database read. */
export type SaidOfRows = { kind: ImportKind; mapping: Record<string, string>; styles: Record<string, string> }

/** Rows of a database on disk, as a file, until they are removed. `of`: the database as it was then; `isPart`: only what is new; `readTo`: how far they go. */
export type TakenRows = Upload & {
  of: Source
  rows: number
  isPart: boolean
  readTo: string | null
  said: SaidOfRows | null
  remove: () => Promise<void>
}

type AskedOfSource = Asked<Api['sources']['add']> & Omit<Asked<Api['sources']['change']>, 'id'>

/** The databases that are read by themselves. */
export type Sources = {
  list: () => Promise<Source[]>
  add: (asked: AskedOfSource) => Promise<Source>
  change: (id: number, asked: Partial<AskedOfSource>) => Promise<Source>
  remove: (id: number) => Promise<Source>
  read: (id: number, whole: boolean) => Promise<Source>
  /** What a person looks at. */
  take: (id: number) => Promise<TakenRows>
  /** Of rows that were taken, how a person had them read: so it is read from now on. */
  imported: (
    rows: Pick<TakenRows, 'of' | 'readTo'>,
    said: SaidOfRows,
    importId: number | null,
    report: ImportReport,
  ) => Promise<void>
}

/**
 * What every command gets: it writes through `database`, says how far it is, may have come with a file, and notes what the audit log is to
 * say of it.
 */
export type Command = {
  database: Database
  now: Date
  workspace: Workspace
  progress: Progress
  upload: Upload | null
  inbox?: Inbox | null
  sources?: Sources
  note: (detail: Detail) => void
}

/**
 * What an endpoint about accounts or with secrets gets: who asks, from which address, with which cookies, and `answer` for those it
 * sets. `now` is the true time, as sessions and links know it. `origin`: where people reach this server.
 */
export type Call = {
  accounts: Accounts
  sources: Sources
  access: Access
  now: Date
  address: string
  headers: Headers
  origin: string
  answer: (headers: Headers) => void
  /** What nobody waits for went wrong. */
  failed: (error: unknown) => void
  note: (detail: Detail) => void
}
