import { csvReader, type Dialect, type Rows } from './csv.ts'
import { type Sniffed, textOf } from './encoding.ts'
import { type Block, headingsOf } from './headings.ts'

/** How a file is laid out: its dialect, the line its header is on, and the names of its columns (made unique). */
export type Layout = {
  encoding: Sniffed
  dialect: Dialect
  headerLine: number
  columns: string[]
  samples: string[][]
  /** What stands above the column names. */
  above: string[][]
  /** The first rows below them. */
  firstRows: string[][]
  /** What is said of the column names. */
  notes: string[]
}

/** How many cells of a row are column names that are known. */
export type Weigh = (cells: string[]) => number

const delimiters = [',', ';', '\t', '|']
const sampleChars = 256 * 1024
const preambleRows = 50
const mostFirstRows = 2_000

const sampleRows = (text: string, dialect: Dialect, complete: boolean): Rows => {
  const reader = csvReader(dialect)
  const rows = reader.push(text)
  if (!complete) return rows
  const rest = reader.end()
  return { cells: [...rows.cells, ...rest.cells], lines: [...rows.lines, ...rest.lines] }
}

/** The commonest number of cells, and the share of rows that have it. */
const shape = ({ cells }: Rows): { width: number; share: number } => {
  const counts = new Map<number, number>()
  for (const row of cells) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const [width = 1, rows = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return { width, share: cells.length ? rows / cells.length : 0 }
}

const looksLikeName = (cell: string) => /\p{L}/u.test(cell) && cell.length <= 120

/** The header is the first row as wide as the table in which most cells are names; known column names weigh more. */
const headerRow = (rows: Rows, width: number, weigh: Weigh): number => {
  let best = -1
  let weight = 0
  for (let i = 0; i < Math.min(rows.cells.length, preambleRows); i++) {
    const cells = rows.cells[i] ?? []
    const named = cells.filter(looksLikeName).length
    if (named < Math.max(1, cells.filter(cell => cell.trim() !== '').length * 0.6) || cells.length < Math.min(2, width))
      continue
    const candidate = 10 * weigh(cells) + (cells.length >= width ? 15 : 0)
    if (candidate > weight + (best < 0 ? 0 : 10)) [best, weight] = [i, candidate]
  }
  return best
}

const uniqueNames = (cells: string[]): string[] => {
  const seen = new Map<string, number>()
  return cells.map((cell, i) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `Column ${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

/** Delimiter, preamble and header from the first part of the file. Null when there is no row of column names. */
export const sniffLayout = async (
  path: string,
  encoding: Sniffed,
  weigh: Weigh,
  own?: { dialect: Dialect; merged: readonly Block[] },
): Promise<Layout | null> => {
  let text = ''
  let complete = true
  for await (const piece of textOf(path, encoding)) {
    text += piece.text
    if (text.length > sampleChars) {
      complete = false
      text = text.slice(0, sampleChars)
      break
    }
  }
  const newline = own ? own.dialect.newline : text.includes('\n') ? '\n' : '\r'
  // Excel's own first line that names the delimiter
  const named = own ? own.dialect.delimiter : /^"?sep=(.)"?\r?\n/i.exec(text)?.[1]
  const tried = (named ? [named] : delimiters).map(delimiter => {
    const rows = sampleRows(text, { delimiter, newline }, complete)
    const { width, share } = shape(rows)
    const header = headerRow(rows, width, weigh)
    const known = header < 0 ? 0 : weigh(rows.cells[header] ?? [])
    return { delimiter, rows, header, score: (width > 1 ? 100 * share + Math.min(width, 30) : 0) + 20 * known }
  })
  const best = tried.reduce((a, b) => (b.score > a.score ? b : a))
  if (!best.rows.cells[best.header]) return null
  const { names: cells, first, last, notes } = headingsOf(best.rows, best.header, own?.merged ?? [])
  const columns = uniqueNames(cells)
  while (
    columns.length > 1 &&
    cells[columns.length - 1]?.trim() === '' &&
    !best.rows.cells.slice(last + 1).some(row => row[columns.length - 1]?.trim())
  )
    columns.pop()
  const following = best.rows.cells.slice(last + 1)
  const firstRows = following.slice(0, mostFirstRows)
  const samples = columns.map((_, i) => {
    const found: string[] = []
    for (const row of following) {
      const cell = row[i]?.trim()
      if (cell && !found.includes(cell)) found.push(cell.slice(0, 80))
      if (found.length === 3) break
    }
    return found
  })
  return {
    encoding,
    dialect: { delimiter: best.delimiter, newline },
    headerLine: best.rows.lines[last] ?? 1,
    columns,
    samples,
    above: best.rows.cells.slice(0, first),
    firstRows,
    notes,
  }
}

/** The rows below the header, in batches, with the bytes read so far. */
export async function* rowsBelow(
  path: string,
  layout: Layout,
): AsyncGenerator<Rows & { bytes: number; unclosed: number[] }> {
  const reader = csvReader(layout.dialect)
  const below = (rows: Rows): Rows => {
    if ((rows.lines[0] ?? 0) > layout.headerLine) return rows
    const first = rows.lines.findIndex(line => line > layout.headerLine)
    return first < 0 ? { cells: [], lines: [] } : { cells: rows.cells.slice(first), lines: rows.lines.slice(first) }
  }
  let read = 0
  for await (const { text, bytes } of textOf(path, layout.encoding)) {
    read = bytes
    yield { ...below(reader.push(text)), bytes, unclosed: reader.unclosed }
  }
  yield { ...below(reader.end()), bytes: read, unclosed: reader.unclosed }
}
