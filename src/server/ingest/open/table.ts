import { stat } from 'node:fs/promises'
import { ApiError } from '../../errors.ts'
import type { Rows } from './csv.ts'
import { sniffEncoding } from './encoding.ts'
import { type Layout, rowsBelow, sniffLayout, type Weigh } from './layout.ts'

/*
 * In: a file of unknown bytes, and how many cells of a row are known column names.
 * Out: a table: its encoding, delimiter, column names and first values, and its rows one after the other.
 * What the columns mean is not asked here.
 */

export type Table = Layout & {
  bytes: number
  /** The rows below the column names, in batches, with the bytes read so far. Each call reads the file anew. */
  rows: () => AsyncGenerator<Rows & { bytes: number; unclosed: number[] }>
}

/** Throws a sentence when it is no table. */
export const openTable = async (path: string, weigh: Weigh, charset?: string): Promise<Table> => {
  const encoding = await sniffEncoding(path, weigh, charset)
  const layout = await sniffLayout(path, encoding, weigh)
  if (!layout)
    throw new ApiError(
      400,
      'no_header',
      'No row of column names was found in the first lines: the first row of the table must name its columns.',
    )
  return { ...layout, bytes: (await stat(path)).size, rows: () => rowsBelow(path, layout) }
}
