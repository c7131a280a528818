import { parentPort, workerData } from 'node:worker_threads'
import type { Paper } from '#contract/export-formats.ts'
import { csvOf, csvZipOf } from './csv.ts'
import type { Document, Value } from './document.ts'
import { pdfOf } from './pdf.ts'
import { jsonOf, xlsxOf } from './spreadsheet.ts'

const writers = { csv: csvOf, zip: csvZipOf, json: jsonOf, xlsx: xlsxOf, pdf: pdfOf }
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
  const file = await writers[writer](document, paper)
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : new Uint8Array(file)
  parentPort?.postMessage(bytes, [bytes.buffer])
  parentPort?.close()
})
