import { parentPort, workerData } from 'node:worker_threads'
import type { Document } from './document.ts'
import { pdfOf } from './pdf.ts'
import { csvOf, jsonOf, xlsxOf } from './spreadsheet.ts'

const writers = { csv: csvOf, json: jsonOf, xlsx: xlsxOf, pdf: pdfOf }
export type Job = { format: keyof typeof writers; document: Document }

const { format, document } = workerData as Job
parentPort?.postMessage(await writers[format](document))
