import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'

/** The rows of one clean table, by its heads; anything else throws. */
export const rowsOf = (csv: string | Buffer): Record<string, string>[] => parse(csv, { bom: true, columns: true })

/** A zip of CSV files: the names of its files, a table by the title it has elsewhere, and the facts. */
export const csvFilesOf = (zip: Buffer) => {
  const files = new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]))
  const fileOf = (title: string) => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`
  const facts = rowsOf(files.get('about.csv') ?? '').map(({ Fact = '', Value = '' }): [string, string] => [Fact, Value])
  return {
    names: [...files.keys()],
    facts,
    factOf: (name: string) => facts.find(([fact]) => fact === name)?.[1],
    tableOf: (title: string) => rowsOf(files.get(fileOf(title)) ?? ''),
  }
}
