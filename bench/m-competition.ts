/**
 * Reads monthly series in the layout of the M1 and M3 files.
 * Layout: a header and one line a series, `series_id,type,start_year,start_month,n_train,h,train,test`; the values of
 * train and test are separated by spaces; test is either empty or has h values.
 */
import { readFileSync } from 'node:fs'

export type Series = { id: string; type: string; h: number; train: number[]; test: number[] }

const COLUMNS = 'series_id,type,start_year,start_month,n_train,h,train,test'

/** Parses a file's text. Throws an Error that names the line, what was expected and what came. */
export const parseSeries = (text: string, file: string): Series[] => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const fail = (line: number, expected: string, got: string): never => {
    throw new Error(`${file}, line ${line}: expected ${expected}, got ${got}`)
  }
  if (lines[0]!.trim() !== COLUMNS)
    fail(1, `the header "${COLUMNS}"`, lines[0]!.trim() ? `"${lines[0]!.trim().slice(0, 120)}"` : 'an empty line')
  const series = lines.slice(1).flatMap((line, i): Series[] => {
    if (!line.trim()) return []
    const at = i + 2
    const fields = line.split(',')
    if (fields.length !== 8) return fail(at, '8 fields separated by commas', `${fields.length}`)
    const [id, type, , , count, horizon, train, test] = fields.map(field => field.trim()) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    const values = (name: string, field: string) =>
      field
        .split(/\s+/)
        .filter(Boolean)
        .map((word, k) =>
          Number.isFinite(Number(word))
            ? Number(word)
            : fail(at, `numbers separated by spaces in ${name}`, `"${word}" as value ${k + 1}`),
        )
    const integer = (name: string, field: string) =>
      /^\d+$/.test(field) && Number(field) > 0
        ? Number(field)
        : fail(at, `a positive whole number in ${name}`, `"${field}"`)
    const parsed = { id, type, h: integer('h', horizon), train: values('train', train), test: values('test', test) }
    if (parsed.train.length !== integer('n_train', count))
      fail(at, `n_train = ${count} values in train`, `${parsed.train.length}`)
    if (parsed.test.length && parsed.test.length !== parsed.h)
      fail(at, `h = ${parsed.h} values in test, or none`, `${parsed.test.length}`)
    return [parsed]
  })
  return series.length ? series : fail(2, 'at least one series', 'the end of the file')
}

/** Reads a file; an unreadable one is an Error that names it and the layout. */
export const readSeries = (file: string): Series[] => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Error(`cannot read ${file}: expected a text file with the columns ${COLUMNS}`)
  }
  return parseSeries(text, file)
}
