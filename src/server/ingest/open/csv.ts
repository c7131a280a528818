// Our own reader: csv-parse reached 90,000–175,000 rows/s in one pass, and a file is read twice (styles first, then
// rows).

/**
 * Rows with the line each starts on (the file's first line is 1). Lines without any text are left out, also those of
 * delimiters alone, which spreadsheets write below a table.
 */
export type Rows = { cells: string[][]; lines: number[] }

export type Dialect = { delimiter: string; newline: '\n' | '\r' }

/** A row this long is a quote that was never closed. */
const longestRow = 16 * 1024 * 1024

/**
 * Reads text piece by piece: `push` gives the rows that are complete, `end` the rest. RFC 4180, forgiving about stray
 * quotes.
 */
export const csvReader = ({ delimiter, newline }: Dialect) => {
  let rest = ''
  let line = 1
  let width = 0
  const unclosed: number[] = []

  const plain = (text: string) => (text.endsWith('\r') ? text.slice(0, -1) : text).split(delimiter)

  /**
   * Whether each line that a quoted row covers would be a row of the table: a quote such as that of 6" opened it, and
   * another one ended it rows later.
   */
  const holdsRows = (text: string, start: number, closed: number, final: boolean) => {
    const end = text.indexOf(newline, closed)
    if (width < 3 || (end < 0 && !final)) return false
    return text
      .slice(start, end < 0 ? text.length : end)
      .split(newline)
      .every(one => one.split(delimiter).length === width && !one.includes(`${delimiter} `))
  }

  /**
   * One row with quotes from `start`; null when the text ends inside a quote, 'stray' when one that was never closed
   * met the next row's.
   */
  const quoted = (
    text: string,
    start: number,
    final: boolean,
  ): { cells: string[]; next: number; lines: number } | 'stray' | null => {
    const cells: string[] = []
    let at = start
    let lines = 1
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        at++
        for (;;) {
          const close = text.indexOf('"', at)
          if (close < 0) return null
          cell += text.slice(at, close)
          at = close + 1
          if (text[at] !== '"') break
          cell += '"'
          at++
        }
        for (let i = cell.indexOf(newline); i >= 0; i = cell.indexOf(newline, i + 1)) lines++
      }
      let end = at
      while (end < text.length && text[end] !== delimiter && text[end] !== newline) end++
      const tail = text.slice(at, end)
      // a cell of several lines ends with its quote: text behind it means that the quote opened another cell
      if (cell.includes(newline) && (tail.trim() !== '' || holdsRows(text, start, end, final))) return 'stray'
      cell += text[end] === newline || end === text.length ? tail.replace(/\r$/, '') : tail
      cells.push(cell)
      if (text[end] !== delimiter) return { cells, next: Math.min(end + 1, text.length), lines }
      at = end + 1
    }
  }

  const read = (text: string, final: boolean): Rows => {
    const rows: Rows = { cells: [], lines: [] }
    let start = 0
    let quote = text.indexOf('"')
    const add = (cells: string[]) => {
      if (cells[0] === '' && cells.every(cell => cell === '')) return
      width = cells.length
      rows.cells.push(cells)
      rows.lines.push(line)
    }
    while (start < text.length) {
      let end = text.indexOf(newline, start)
      if (end < 0) {
        if (!final) break
        end = text.length
      }
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start)
      if (quote < 0 || quote >= end) {
        add(plain(text.slice(start, end)))
        line++
        start = end + 1
        continue
      }
      const row = quoted(text, start, final)
      if (row && row !== 'stray' && (final || row.next < text.length || text.endsWith(newline))) {
        add(row.cells)
        line += row.lines
        start = row.next
      } else if (row === 'stray' || (!row && (final || text.length - start > longestRow))) {
        unclosed.push(line)
        add(plain(text.slice(start, end)))
        line++
        start = end + 1
      } else break
    }
    rest = start < text.length ? text.slice(start) : ''
    return rows
  }

  return {
    push: (text: string): Rows => read(rest + text, false),
    end: (): Rows => read(rest, true),
    /** Lines with a quote that is never closed, read as plain text. */
    unclosed,
  }
}
