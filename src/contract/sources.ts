import { z } from 'zod'
import { importKind } from './data.ts'
import { del, get, patch, personal, post } from './endpoint.ts'
import { whole } from './params.ts'
import { instant } from './shapes.ts'

const meta = z.object({})
const params = z.strictObject({ id: whole(1) })

const source = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Whose account on which host and database; the password is never told. */
  place: z.string(),
  table: z.string().nullable(),
  query: z.string().nullable(),
  /** The column by which later reads take only what is new; null: each reads everything. */
  grows: z.string().nullable(),
  /** Minutes of a time, or whole numbers, that are read once more before the newest value. */
  overlap: z.number().int(),
  /** What moments without a zone are in. */
  zone: z.enum(['workspace', 'utc']).nullable(),
  everyMinutes: z.number().int(),
  paused: z.boolean(),
  /** null: a person has not looked at it yet. */
  kind: importKind.nullable(),
  /** The newest value of the column that grows that was read. */
  readTo: z.string().nullable(),
  lastAt: instant.nullable(),
  nextAt: instant.nullable(),
  /** Of the last read. `waiting`: for a person's answer. */
  outcome: z.enum(['read', 'nothing_new', 'waiting', 'failed']).nullable(),
  words: z.string().nullable(),
  importId: z.number().int().nullable(),
})
export type Source = z.output<typeof source>

// a password may stand in it: the sentence does not repeat what came
const url = z
  .string({ error: 'expected an address such as postgres://reader:password@host:5432/shop, got none' })
  .min(1, 'expected an address such as postgres://reader:password@host:5432/shop, got ""')
  .max(2000, 'expected at most 2000 characters, got more')
const text = (most: number) =>
  z.string().trim().min(1, 'expected text').max(most, `expected at most ${most} characters`)

const asked = {
  name: text(100),
  url,
  /** One of both. */
  table: text(200).optional(),
  query: text(20_000).optional(),
  /** A column of whole numbers, days or moments that later rows have larger. null: none. */
  grows: text(100).nullish(),
  overlap: whole(0, 1_000_000).optional(),
  /** null: it has no moments without a zone. */
  zone: z.enum(['workspace', 'utc']).nullish(),
  every_minutes: whole(1, 10_080).optional(),
}

export const sources = {
  list: personal(
    get('/api/sources', {
      right: 'import',
      meta,
      summary: 'The PostgreSQL databases that are read on a schedule, and what came of the last read.',
      data: z.array(source),
    }),
  ),
  add: personal(
    post('/api/sources', {
      right: 'settings',
      meta,
      summary:
        'Adds a PostgreSQL database: an address (kept encrypted, never told again) and a table or one SELECT. It is tried first. It is read by itself once its first rows were imported with `POST /api/import?source=ID`.',
      query: z.strictObject(asked),
      data: source,
    }),
  ),
  change: personal(
    patch('/api/sources/:id', {
      right: 'settings',
      meta,
      summary:
        'Changes what is named. After another place (user, host, port or database), table, query, growing column or zone it is read from the beginning, once a person has looked at it.',
      params,
      query: z.strictObject({
        ...asked,
        name: asked.name.optional(),
        url: url.optional(),
        paused: z.boolean().optional(),
      }),
      data: source,
    }),
  ),
  read: personal(
    post('/api/sources/:id/read', {
      right: 'import',
      meta,
      summary: 'Reads it now, as the schedule does: what is new, or with `whole` everything.',
      params,
      query: z.strictObject({ whole: z.boolean().default(false) }),
      data: source,
    }),
  ),
  remove: personal(
    del('/api/sources/:id', {
      right: 'settings',
      meta,
      summary: 'Removes a database from the list, with its address. What was imported from it stays.',
      params,
      data: z.object({}),
    }),
  ),
}
