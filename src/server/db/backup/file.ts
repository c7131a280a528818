import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'

/**
 * A backup is gzipped text, a JSON value a line: what it is; for each table its name and columns, then its rows, every value as PostgreSQL
 * writes it as text or null; at the end how many rows and which sums there were, and the SHA-256 of all lines before. `zcat` shows it.
 */
export const format = 'analytics-dashboard backup'

export const head = z.object({
  format: z.literal(format),
  layout: z.literal(1),
  /** The last migration of the tables it was taken from. */
  step: z.string(),
  madeAt: z.string(),
  engine: z.string(),
})
export type Head = z.output<typeof head>

const column = z.object({ name: z.string(), type: z.string() })
export const table = z.object({ table: z.string(), columns: z.array(column).min(1) })
export type Table = z.output<typeof table>

export const row = z.array(z.string().nullable())
export type Row = z.output<typeof row>

/** Of a table: its rows, and what each column of amounts adds up to. */
export const counted = z.object({ table: z.string(), rows: z.number(), sums: z.record(z.string(), z.string()) })
export type Counted = z.output<typeof counted>
export const foot = z.object({ counted: z.array(counted), sha256: z.string() })

const unreadable = (path: string, words: string, cause?: unknown) =>
  new Error(`${path} is no whole backup: ${words}.`, { cause })

async function* hashed(lines: AsyncIterable<string>, counts: () => Counted[]) {
  const hash = createHash('sha256')
  let chunk = ''
  for await (const line of lines) {
    hash.update(`${line}\n`)
    chunk += `${line}\n`
    if (chunk.length < 64 * 1024) continue
    yield chunk
    chunk = ''
  }
  yield `${chunk}${JSON.stringify({ counted: counts(), sha256: hash.digest('hex') })}\n`
}

/** The file stands there whole, on the disk, or not at all. */
export const writeWhole = async (path: string, content: Readable, ...through: Transform[]) => {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.part`
  try {
    await pipeline([content, ...through, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 })])
    const file = await open(unfinished, 'r+')
    await file.sync()
    await file.close()
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

export const writeBackup = (path: string, lines: AsyncIterable<string>, counts: () => Counted[]) =>
  writeWhole(path, Readable.from(hashed(lines, counts)), createGzip())

async function* linesOf(path: string): AsyncGenerator<string, void> {
  const unzipped = createGunzip().setEncoding('utf8')
  const unzipping = pipeline(createReadStream(path), unzipped)
  unzipping.catch(() => {}) // heard by who reads
  let rest = ''
  try {
    for await (const chunk of unzipped as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw unreadable(path, 'it ends in the middle, or is no gzip file', cause)
  }
}

/**
 * The lines of a backup one by one, the last one checked against all before. Throws where the file is not whole: what was given out until
 * then is not to be kept.
 */
export async function* readBackup(path: string): AsyncGenerator<unknown, void> {
  const hash = createHash('sha256')
  let last: string | undefined
  for await (const line of linesOf(path)) {
    if (last !== undefined) {
      hash.update(`${last}\n`)
      yield parsed(path, last)
    }
    last = line
  }
  const end = foot.safeParse(parsed(path, last ?? ''))
  if (!end.success) throw unreadable(path, 'its last line is missing')
  if (end.data.sha256 !== hash.digest('hex')) throw unreadable(path, 'it was changed after it was written')
  yield end.data
}

const parsed = (path: string, line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw unreadable(path, 'a line of it cannot be read', cause)
  }
}
