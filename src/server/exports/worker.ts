import { parentPort, workerData } from 'node:worker_threads'
import type { Paper } from '#contract/export-formats.ts'
import type { Document, Value } from './document.ts'

// each is loaded when it is to write: what a PDF is drawn with takes longer to load than a CSV file to write
const writers = {
  csv: async () => (await import('./csv.ts')).csvOf,
  zip: async () => (await import('./csv.ts')).csvZipOf,
  json: async () => (await import('./json.ts')).jsonOf,
  xlsx: async () => (await import('./spreadsheet.ts')).xlsxOf,
  pdf: async () => (await import('./pdf.ts')).pdfOf,
}
export type Writer = keyof typeof writers
/** A document whose tables have no rows yet. */
export type Job = { writer: Writer; paper: Paper; document: Document }
/** Rows of a table by its place; undefined: the document is whole. */
export type Part = { table: number; rows: Value[][] } | undefined

const { writer, paper, document } = workerData as Job
parentPort?.on('message', async (part: Part) => {
  if (part) {
    for (const row of part.rows) document.tables[part.table]?.rows.push(row)
    return
  }
  const write = await writers[writer]()
  const file = await write(document, paper)
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : new Uint8Array(file)
  parentPort?.postMessage(bytes, [bytes.buffer])
  parentPort?.close()
})
