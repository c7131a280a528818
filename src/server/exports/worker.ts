import { parentPort, workerData } from 'node:worker_threads'
import type { Document, Value } from './document.ts'
import { pdfOf } from './pdf.ts'
import { csvOf, jsonOf, xlsxOf } from './spreadsheet.ts'

const writers = { csv: csvOf, json: jsonOf, xlsx: xlsxOf, pdf: pdfOf }
/** A document whose tables have no rows yet. */
export type Job = { format: keyof typeof writers; document: Document }
/** Rows of a table by its place; undefined: the document is whole. */
export type Part = { table: number; rows: Value[][] } | undefined

const { format, document } = workerData as Job
parentPort?.on('message', async (part: Part) => {
  if (part) {
    for (const row of part.rows) document.tables[part.table]?.rows.push(row)
    return
  }
  const file = await writers[format](document)
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : new Uint8Array(file)
  parentPort?.postMessage(bytes, [bytes.buffer])
  parentPort?.close()
})
