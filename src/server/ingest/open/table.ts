import { stat } from 'node:fs/promises'
import { ApiError } from '../../errors.ts'
import type { Rows } from './csv.ts'
import { sniffEncoding, sure, utf8 } from './encoding.ts'
import { type Layout, rowsBelow, sniffLayout, type Weigh } from './layout.ts'
import { ownDialect } from './text-file.ts'
import { unpack, type Unpacked } from './unpack.ts'

/*
 * In: a file of unknown bytes, and how many cells of a row are known column names.
 * Out: a table: its encoding, delimiter, column names and first values, and its rows one after the other.
 * What the columns mean is not asked here.
 */

/** What there is to know of a file that was more than text with delimiters. */
export type Source = {
  format: string | null
  sheets: { name: string; hidden: boolean }[]
  sheet: string | null
  parts: string[]
  part: string | null
  notes: string[]
  /** Columns with formulas that no program has worked out: how many, and where the first is. */
  unknown: { column: string; cells: number; first: string }[]
}

export type Table = Layout & {
  bytes: number
  source: Source
  /** The rows below the column names, in batches, with the bytes read so far. Each call reads the file anew. */
  rows: () => AsyncGenerator<Rows & { bytes: number; unclosed: number[] }>
  /** What was unpacked on the way. */
  remove: () => Promise<void>
}

export type Choice = {
  encoding?: string | undefined
  sheet?: string | undefined
  part?: string | undefined
  progress?: (words: string) => void
}

const sourceOf = ({ converted, parts, part }: Unpacked, { columns, notes }: Layout): Source => ({
  format: converted?.format ?? null,
  sheets: converted?.sheets ?? [],
  sheet: converted?.sheet ?? null,
  parts,
  part,
  notes: [...(converted?.notes ?? []), ...notes],
  unknown: [...(converted?.unknown ?? [])].flatMap(([at, { cells, first }]) => {
    const column = columns[at]
    return column === undefined ? [] : [{ column, cells, first }]
  }),
})

async function* earlier(
  rows: ReturnType<Table['rows']>,
  linesBefore: number,
): AsyncGenerator<Rows & { bytes: number; unclosed: number[] }> {
  for await (const batch of rows) yield { ...batch, lines: batch.lines.map(line => line - linesBefore) }
}

const tableOf = async (unpacked: Unpacked, weigh: Weigh, charset: string | undefined): Promise<Table> => {
  const { path, converted, remove } = unpacked
  const encoding = converted ? sure({ ...utf8, name: converted.format }) : await sniffEncoding(path, weigh, charset)
  const own = converted ? { dialect: ownDialect, merged: converted.merged ?? [] } : undefined
  const layout = await sniffLayout(path, encoding, weigh, own)
  if (!layout)
    throw new ApiError(
      400,
      'no_header',
      'No row of column names was found in the first lines: the first row of the table must name its columns.',
    )
  const linesBefore = converted?.linesBefore ?? 0
  const rows = () => rowsBelow(path, layout)
  return {
    ...layout,
    bytes: (await stat(path)).size,
    source: sourceOf(unpacked, layout),
    rows: linesBefore ? () => earlier(rows(), linesBefore) : rows,
    remove,
  }
}

/** Throws a sentence when it is no table. Whoever opened it removes what was unpacked. */
export const openTable = async (path: string, weigh: Weigh, choice: Choice = {}): Promise<Table> => {
  const unpacked = await unpack(path, { ...choice, weigh })
  try {
    return await tableOf(unpacked, weigh, choice.encoding)
  } catch (error) {
    await unpacked.remove()
    throw error
  }
}
