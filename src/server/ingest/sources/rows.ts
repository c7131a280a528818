import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { ApiError } from '../../errors.ts'
import { largestFile } from '../open/upload.ts'
import { unmistaken } from '../open/workbook/values.ts'
import { clockOf } from '../../time/zone.ts'
import type { Ask, Fields } from './connection.ts'

/*
 * In: a table or query of a database, and how far it was read.
 * Out: its rows as JSON lines, which go the way of every file.
 */

export type Wanted = {
  table: string | null
  query: string | null
  grows: string | null
  overlap: number
  zone: 'workspace' | 'utc' | null
  /** The company's zone. */
  timezone: string
  now: Date
  /** From where on; null: everything. */
  readTo: string | null
  /** The column of order numbers: an order that has a new row is read whole. */
  orders: string | null
}

type Described = Pick<Wanted, 'table' | 'query' | 'grows' | 'zone'>

/** How PostgreSQL numbers its types: pg_type.dat in its sources. */
const type = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  float4: 700,
  float8: 701,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
}
const wholes: number[] = [type.int2, type.int4, type.int8]
const moments: number[] = [type.timestamp, type.timestamptz]
const fractions: number[] = [type.float4, type.float8, type.numeric]
const rowsAtOnce = 5000

const refuse = (words: string): never => {
  throw new ApiError(400, 'source_refused', words)
}

/** A statement that can stand in brackets, whatever a person wrote: one that could not is an error there. */
const baseOf = async (ask: Ask, { table, query }: Pick<Wanted, 'table' | 'query'>): Promise<string> => {
  if (query !== null) return query.trim().replace(/;\s*$/, '')
  const { rows } = await ask(`select to_regclass(${pg.escapeLiteral(table ?? '')})::text`)
  const name = rows[0]?.[0]
  return name ? `select * from ${name}` : refuse(`table: there is no ${table}, or this user may not see it.`)
}

const typeOfGrowing = (fields: Fields, grows: string): number => {
  const field = fields.find(({ name }) => name === grows)
  if (!field) return refuse(`grows: expected one of ${fields.map(({ name }) => name).join(', ')}, got ${grows}`)
  if (![...wholes, ...moments, type.date].includes(field.type))
    refuse(`grows: expected a column of whole numbers, days or moments; ${grows} is none.`)
  return field.type
}

/** What is looked at, and refused, before any row is read. */
const described = async (ask: Ask, wanted: Described) => {
  const base = await baseOf(ask, wanted)
  const { fields } = await ask(`select * from (\n${base}\n) as wanted limit 0`)
  const names = fields.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) refuse(`query: two columns are called ${twice}: give one another name with AS.`)
  const unzoned = fields.filter(field => field.type === type.timestamp).map(({ name }) => name)
  if (unzoned.length && wanted.zone === null)
    refuse(
      `zone: ${unzoned.join(', ')} ${unzoned.length === 1 ? 'holds' : 'hold'} moments without a time zone. Say whether they are of UTC ("utc") or of the company's zone ("workspace").`,
    )
  const growing = wanted.grows === null ? null : { name: wanted.grows, type: typeOfGrowing(fields, wanted.grows) }
  return { base, fields, growing }
}

/** Whether it can be read, without reading it. */
export const tryOut = async (ask: Ask, wanted: Described): Promise<void> => void (await described(ask, wanted))

/** Equal values come again, and so does what is a little older, as what began earlier may be stored later. */
const since = (growing: { name: string; type: number }, { readTo, overlap }: Wanted): string => {
  const column = pg.escapeIdentifier(growing.name)
  const value = pg.escapeLiteral(readTo!)
  if (wholes.includes(growing.type)) return `${column} >= ${value}::numeric - ${overlap}`
  const moment = growing.type === type.timestamptz ? 'timestamptz' : 'timestamp'
  return `${column} >= ${value}::${moment} - interval '${overlap} minutes'`
}

const statementOf = (base: string, growing: { name: string; type: number } | null, wanted: Wanted): string => {
  const all = `select * from (\n${base}\n) as wanted`
  if (!growing || wanted.readTo === null) return all
  const isNew = since(growing, wanted)
  if (wanted.orders === null) return `${all} where ${isNew}`
  const order = pg.escapeIdentifier(wanted.orders)
  return `${all} where ${order} in (select ${order} from (\n${base}\n) as newer where ${isNew}) union all ${all} where ${order} is null and ${isNew}`
}

/** As it stands in a file, so that it can be read in one way only. */
const writer = ({ type: is }: Fields[number], zone: Wanted['zone']) => {
  if (is === type.bool) return (text: string) => (text === 't' ? 'true' : 'false')
  if (fractions.includes(is)) return unmistaken
  if (is === type.timestamp && zone === 'utc') return (text: string) => `${text}+00`
  return (text: string) => text
}

/** A moment or day to come, a slip of the hand perhaps, would hide all that is stored until then. */
const untilNow = (growing: { name: string; type: number }, { zone, timezone, now }: Wanted) => {
  if (wholes.includes(growing.type)) return ''
  const isOwn = growing.type === type.date || (growing.type === type.timestamp && zone !== 'utc')
  const latest = isOwn ? new Date(clockOf(timezone).wall(now.getTime())) : now
  const moment = growing.type === type.timestamptz ? 'timestamptz' : 'timestamp'
  return ` filter (where ${pg.escapeIdentifier(growing.name)} <= ${pg.escapeLiteral(latest.toISOString())}::${moment})`
}

/** How far the column goes now; a row without a value in it would never be read again. */
const newestOf = async (ask: Ask, base: string, growing: { name: string; type: number }, wanted: Wanted) => {
  const column = pg.escapeIdentifier(growing.name)
  const from = wanted.readTo === null ? '' : ` where ${since(growing, wanted)} or ${column} is null`
  const { rows } = await ask(
    `select (max(${column})${untilNow(growing, wanted)})::text, count(*) filter (where ${column} is null) from (\n${base}\n) as wanted${from}`,
  )
  const [newest, gaps] = rows[0] ?? []
  if (gaps !== '0')
    refuse(`grows: ${gaps} of the rows have no value in ${growing.name}, so that later reads would miss them.`)
  return newest ?? wanted.readTo
}

export type Taken = { rows: number; readTo: string | null }

/** Everything, or what is new since `readTo`, into a new file at `path`. */
export const takeRows = async (
  ask: Ask,
  wanted: Wanted,
  path: string,
  progress: (rows: number) => void,
): Promise<Taken> => {
  const { base, fields, growing } = await described(ask, wanted)
  const readTo = growing ? await newestOf(ask, base, growing, wanted) : null
  if (wanted.orders !== null && !fields.some(({ name }) => name === wanted.orders))
    refuse(`The column ${wanted.orders} of order numbers is gone. Review how its columns are read.`)
  await ask(`declare source_rows no scroll cursor for ${statementOf(base, growing, wanted)}`)
  const written = fields.map(field => writer(field, wanted.zone))
  const names = fields.map(({ name }) => JSON.stringify(name))
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  const failed = once(file, 'error').then(([error]) => Promise.reject(error as Error))
  failed.catch(() => {})
  const line = (row: (string | null)[]) =>
    `{${row.map((cell, i) => `${names[i]}:${cell === null ? 'null' : JSON.stringify(written[i]!(cell))}`).join(',')}}\n`
  let rows = 0
  try {
    for (;;) {
      const batch = await ask(`fetch ${rowsAtOnce} from source_rows`)
      if (batch.rows.length === 0) break
      rows += batch.rows.length
      if (!file.write(batch.rows.map(line).join(''))) await Promise.race([once(file, 'drain'), failed])
      if (file.bytesWritten > largestFile)
        refuse(
          `The rows are more than ${largestFile / 1024 / 1024} MB: take fewer columns, or a query that begins later.`,
        )
      progress(rows)
    }
  } finally {
    file.end()
    await finished(file)
  }
  return { rows, readTo }
}
