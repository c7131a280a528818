import { z } from 'zod'
import { del, get, post } from './endpoint.ts'
import { cursor, limit, whole } from './params.ts'
import { date, instant, money } from './shapes.ts'

export const importKind = z.enum(['orders', 'customers', 'products', 'sales_reps', 'deals', 'rates'])
export type ImportKind = z.output<typeof importKind>

const count = z.number().int()

/** A row that was left out, with its line in the file (the header is line 1) and the reason in words. */
const skipped = z.object({ line: count, reason: z.string(), text: z.string() })

/** A question only the person can answer, such as whether 03/04/2026 is in March or April. */
const question = z.object({
  /** What `styles` answers it under: a column, or a column and one of its words (`Status: en route`). */
  column: z.string(),
  about: z.enum(['date_style', 'number_style', 'meaning']),
  sentence: z.string(),
  options: z.array(z.object({ value: z.string(), example: z.string() })),
})

/** What a file holds, before anything is written and after. */
export const importReport = z.object({
  kind: importKind,
  preset: z.string().nullable(),
  fileName: z.string(),
  encoding: z.string(),
  /** What it may be said to be instead; none of a workbook. */
  encodings: z.array(z.object({ value: z.string(), name: z.string() })),
  /** null of a workbook and of JSON lines. */
  delimiter: z.string().nullable(),
  /** The sheets of a workbook, and the one that was read. */
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
  sheet: z.string().nullable(),
  /** The tables in an archive, and the one that was read. */
  parts: z.array(z.string()),
  part: z.string().nullable(),
  /** Order lines or deals that are gone, as the file has them no more; 0 of a dry run. */
  removed: count,
  /** The shop whose numbers are kept apart; null where there is one. */
  source: z.string().nullable(),
  /** The file's columns with the first values, and which field each feeds (null: unused). */
  columns: z.array(z.object({ name: z.string(), field: z.string().nullable(), samples: z.array(z.string()) })),
  /** The first rows, a cell a column, as they stand in the file; long cells are cut. */
  firstRows: z.array(z.array(z.string())),
  /** Every field this kind has, for the mapper. */
  fields: z.array(z.object({ field: z.string(), label: z.string(), required: z.boolean(), hint: z.string() })),
  /** Decided per column over all rows. */
  styles: z.record(z.string(), z.string()),
  questions: z.array(question),
  /** How it was read, as `mapping` and `styles` of a further request say it. */
  mapping: z.record(z.string(), z.string()),
  answers: z.record(z.string(), z.string()),
  /** Why it cannot be imported as mapped; empty when it can. */
  problems: z.array(z.string()),
  rows: z.object({ read: count, accepted: count, skipped: count, inserted: count, updated: count, unchanged: count }),
  /**
   * Of a dry run: rows that are here already (the import would change them or leave them as they are), and new ones.
   * null of what cannot be imported, and after an import, as `rows` then says what was written.
   */
  dryRun: z
    .object({
      existing: count,
      new: count,
      /**
       * Of order lines that are here already: those with another amount, status or day now, and what they would change
       * revenue by. null of other kinds.
       */
      changed: count.nullable(),
      revenueChange: money.nullable(),
    })
    .nullable(),
  orders: count.nullable(),
  customers: count.nullable(),
  span: z.object({ start: date, end: date }).nullable(),
  /** What the amounts are in: the file's own currency, else the workspace's. null of what cannot be read. */
  currency: z.string().nullable(),
  /** Where amounts were exchanged into `currency`: by one rate for the file, a rate in each row, or the rates of their days. */
  exchange: z
    .object({
      by: z.enum(['rate', 'column', 'days']),
      currencies: z.array(
        z.object({
          /** null: the file does not name it. */
          from: z.string().nullable(),
          rows: count,
          /** One unit of it is so much of `currency`. */
          lowest: z.number(),
          highest: z.number(),
          /** Of the rates by day, the days they were published on; else those of the rows. */
          first: date.nullable(),
          last: date.nullable(),
        }),
      ),
    })
    .nullable(),
  /** To check against the source. An amount is null where no row has one, or where the file mixes currencies. */
  byStatus: z.array(z.object({ status: z.string(), rows: count, amount: money.nullable() })),
  revenue: money.nullable(),
  notes: z.array(z.string()),
  /** The first 1,000; `moreSkipped` counts those that are not listed. */
  skippedRows: z.array(skipped),
  moreSkipped: count,
})
export type ImportReport = z.output<typeof importReport>

export const importRecord = z.object({
  id: count,
  /** `api`: what other programs wrote on a day. */
  kind: z.enum([...importKind.options, 'api']),
  fileName: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  status: z.enum(['running', 'done', 'failed', 'undone']),
  /** Why it failed. */
  problem: z.string().nullable(),
  rows: importReport.shape.rows,
  /** false when a later import changed or confirmed the same rows: undo that one first. */
  undoable: z.boolean(),
})

export const data = {
  loaded: get('/api/data', {
    right: 'read',
    summary: 'What is loaded: tables, rows, span, freshness, and whether it is the demo data.',
    data: z.object({
      demo: z.boolean(),
      empty: z.boolean(),
      version: count,
      workspace: z.object({
        currency: z.string(),
        timezone: z.string(),
        /** 1 Monday … 7 Sunday. */
        weekStart: count,
        /** 1–12. */
        fiscalMonth: count,
        /** How comparisons are found where a question does not say it. */
        compareMatch: z.enum(['weekday', 'date']),
      }),
      /** "Today" for every default and preset. */
      asOfDay: date,
      /** The as-of day is the newest day of the data, as it ends more than 35 days ago. */
      dataEnded: z.boolean(),
      /** The newest row, and the last finished import. */
      newestAt: instant.nullable(),
      lastImportAt: instant.nullable(),
      /**
       * Older than the source's usual rhythm (three times its usual gap between days with orders, at least two days).
       */
      stale: z.boolean(),
      tables: z.array(z.object({ table: z.string(), rows: count, first: date.nullable(), last: date.nullable() })),
      engine: z.enum(['embedded', 'postgres', 'citus']),
      notes: z.array(z.string()),
    }),
  }),
  dimensions: get('/api/data/dimensions', {
    right: 'read',
    summary: 'The values the filters can take, by name, and the sales representatives.',
    data: z.object({
      category: z.array(z.string()),
      region: z.array(z.string()),
      channel: z.array(z.string()),
      segment: z.array(z.string()),
      rep: z.array(z.string()),
    }),
  }),
  import: post('/api/import', {
    right: 'import',
    summary:
      'A file (multipart field `file`) in: a dry run that reports, or the import itself, in one transaction. The other parameters may stand in the form, too.',
    query: z.strictObject({
      /** Without it: guessed from the header. */
      kind: importKind.optional(),
      preset: z.string().min(1, 'expected the name of a preset').max(100).optional(),
      /** JSON object, field → column name. Without it: the saved mapping of this header, else a guess. */
      mapping: z.string().min(1, 'expected a JSON object').max(20_000).optional(),
      /**
       * JSON object, column → style, answering the dry run's questions; `date_style` and `number_style` answer for all
       * columns.
       */
      styles: z.string().min(1, 'expected a JSON object').max(20_000).optional(),
      /** The file's character set, such as windows-1252 or shift_jis. Without it: detected, or asked where two fit. */
      encoding: z.string().min(1, 'expected a name such as windows-1252').max(30).optional(),
      /** Of a workbook: the sheet to read. Without it: the one that looks most like a table. */
      sheet: z.string().min(1, 'expected the name of a sheet').max(100).optional(),
      /** Of an archive: the file in it to read. Without it: the only one, or in a dry run the first. */
      part: z.string().min(1, 'expected the name of a file in the archive').max(1_000).optional(),
      /** Instead of `file`: the name of a file that waits in the inbox. */
      inbox: z.string().min(1, 'expected the name of a file in the inbox').max(255).optional(),
      /** Instead of `file`: the number of a database (GET /api/sources), whose new rows are read. */
      source: whole(1).optional(),
      dry_run: z.stringbool().default(false),
      /** Keep the demo data beside the file's rows. */
      keep_demo: z.stringbool().default(false),
      /** The workspace's, stated with the first real file. */
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'expected a currency code such as EUR')
        .optional(),
      timezone: z.string().min(1, 'expected a name such as Europe/London').max(60).optional(),
      /** Of a file in another currency: what one unit of it is in the workspace's. Without it such a file is refused. */
      rate: z
        .string()
        .regex(/^\d{1,9}(\.\d{1,12})?$/, 'expected a number above 0 such as 0.9215')
        .transform(Number)
        .refine(rate => rate > 0, 'expected a number above 0 such as 0.9215')
        .optional(),
      /** The file's currency, where it does not say it itself. */
      rate_of: z
        .string()
        .regex(/^[A-Z]{3}$/, 'expected a currency code such as USD')
        .optional(),
    }),
    file: 'A table of order lines, customers, products, sales representatives, deals or exchange rates by day: text with delimiters, an Excel workbook (.xlsx, .xlsm) or JSON lines, plain, as gzip or in a zip archive, with column names.',
    data: z.object({ importId: count.nullable(), report: importReport }),
  }),
  inbox: get('/api/inbox', {
    right: 'import',
    summary: 'Files that were put into the folder INBOX and wait for an answer. Others are imported by themselves.',
    data: z.object({
      /** null: no such folder was named. */
      folder: z.string().nullable(),
      waiting: z.array(z.object({ name: z.string(), bytes: count, foundAt: instant, reason: z.string() })),
    }),
  }),
  refuse: del('/api/inbox/:name', {
    right: 'import',
    summary: 'Refuse a file that waits in the inbox: it is moved to the folder `refused` there.',
    params: z.strictObject({ name: z.string().min(1).max(255) }),
    data: z.object({ refused: z.string() }),
  }),
  imports: get('/api/imports', {
    right: 'imports',
    summary: 'The imports, newest first, page by page.',
    query: z.strictObject({ limit: limit(50), cursor }),
    data: z.object({
      rows: z.array(importRecord),
      nextCursor: z.string().nullable(),
      /** Of all pages. */
      total: count,
    }),
  }),
  undo: del('/api/imports/:id', {
    right: 'import',
    summary: 'Undo an import: its new rows go, the rows it changed get their former values.',
    params: z.strictObject({ id: whole(1) }),
    data: z.object({ removed: count, restored: count }),
  }),
  bringDemo: post('/api/demo', {
    right: 'import',
    summary:
      'Bring the demo data back: as it was when it was removed, and on to now. Refused (409) where there is data of your own.',
    /** Order lines. */
    data: z.object({ loaded: count }),
  }),
  removeDemo: del('/api/demo', {
    right: 'import',
    summary: 'Remove the demo data.',
    data: z.object({ removed: count }),
  }),
}
