// For the tests of this folder: files on disk, and reports without a database.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Outcome, type Parcel, readFile, type Reading } from './read/read.ts'

let made = 0
const dir = mkdtempSync(join(tmpdir(), 'analytics-files-'))

/** A file with this text (or these bytes). */
export const fileOf = (content: string | Buffer): string => {
  made += 1
  const path = join(dir, `${made}.csv`)
  writeFileSync(path, content)
  return path
}

/** Rows as CSV text: each inner list a line. */
export const csv = (...rows: (string | number)[][]): string => `${rows.map(row => row.join(',')).join('\n')}\n`

export const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

/** A dry run of a file. */
export const readPath = (
  path: string,
  reading: Partial<Reading> = {},
  hand: (parcel: Parcel) => void = () => {},
): Promise<Outcome> =>
  readFile(
    {
      path,
      fileName: 'test.csv',
      saved: [],
      into: 'EUR',
      isFixed: false,
      timezone: 'UTC',
      keyZone: null,
      today: '2026-11-22',
      dryRun: true,
      ...reading,
    },
    { hand, ready: () => Promise.resolve(), progress: () => {} },
  )

export const readText = (
  text: string | Buffer,
  reading: Partial<Reading> = {},
  hand?: (parcel: Parcel) => void,
): Promise<Outcome> => readPath(fileOf(text), reading, hand)

/** A column of rows as they go to the database; from the end where `at` is negative. */
export const columnOf = ({ batch }: Parcel, at: number): string[] => {
  if (!('bytes' in batch)) throw new Error('of a dry run')
  const rows = Buffer.from(batch.bytes).toString().trimEnd().split('\n')
  return rows.map(row => row.split('\t').at(at)!)
}

/** What a file was read as, without its words. */
export const facts = ({ report }: Awaited<ReturnType<typeof readText>>) => ({
  preset: report.preset,
  kind: report.kind,
  orders: report.orders,
  customers: report.customers,
  revenue: report.revenue,
  byStatus: report.byStatus,
  skipped: report.skippedRows.map(({ line, reason }) => [line, reason]),
  problems: report.problems,
  questions: report.questions.length,
})
