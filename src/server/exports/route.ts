import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { exportFile } from '#contract/choices.ts'
import { type ExportFormat, mostOrderLines } from '#contract/export-formats.ts'
import { exportPage, exportQuestions } from '#contract/system.ts'
import type { Access } from '../accounts/access.ts'
import type { Context } from '../context.ts'
import { ApiError } from '../errors.ts'
import { read } from '../http/reading.ts'
import { included } from '../queries/exclusion.ts'
import type { Reading } from '../state/readings.ts'
import { isOneTable } from './csv.ts'
import { customerListDocument, customersDocument } from './customers.ts'
import type { Document } from './document.ts'
import { forecastingDocument } from './forecasting.ts'
import type { Step } from './list.ts'
import { ordersDocument, transactionsDocument } from './lines.ts'
import { dealsDocument, operationsDocument } from './operations.ts'
import { dashboardDocument, mondayDocument, revenueDocument } from './pages.ts'
import type { Job, Part, Writer } from './worker.ts'

const types: Record<Writer, string> = {
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

const names: Record<ExportFormat, string> = {
  csv: 'A CSV file',
  json: 'A JSON file',
  xlsx: 'An Excel file',
  pdf: 'A PDF',
}

const summary = "What a page shows, all rows, as a file. Takes the page's own parameters as well."
const question = z.looseObject({ page: exportPage, ...exportFile })

const rowsAtOnce = 2000

/**
 * Writing a file can take seconds: it is done in a thread of its own, which gets the rows bit by bit, as copying them
 * all would hold up everybody else.
 */
const written = async ({ document, ...how }: Job): Promise<Buffer> => {
  const whole = document.tables.map(({ rows }) => rows)
  const job: Job = { ...how, document: { ...document, tables: document.tables.map(table => ({ ...table, rows: [] })) } }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: job })
  const file = new Promise<Buffer>((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer)))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that writes exports ended early')))
  })
  const send = (part: Part) => worker.postMessage(part)
  for (const [table, rows] of whole.entries()) {
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      send({ table, rows: rows.slice(from, from + rowsAtOnce) })
      await setImmediate()
    }
  }
  send(undefined)
  return file
}

/** `GET /api/export`: what a page shows, all rows, as a file. */
export const exportRoute = (app: FastifyInstance, readingOf: (access: Access) => Reading) => {
  const config = { right: 'read', audited: 'data.export', ofRule: true } as const
  const schema = { summary, tags: ['system'], querystring: question }
  app.get('/api/export', { config, schema }, async (request, reply) => {
    const { page, format, paper, facts, ...rest } = read(question, request.query)
    const { snapshots, progress } = readingOf(request.access)
    const listed = (what: string): Step => ({
      most: format === 'pdf' ? mostOrderLines.pdf : Infinity,
      progress: (done, total) =>
        progress({
          task: 'Export',
          done,
          total,
          words: `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} ${what}`,
        }),
      refuse: rows => {
        if (format !== 'pdf' && rows > mostOrderLines[format])
          throw new ApiError(
            413,
            'too_large',
            `${names[format]} holds at most ${mostOrderLines[format].toLocaleString('en-GB')} ${what} here, this question has ${rows.toLocaleString('en-GB')}. Narrow the range or the filters${rows > mostOrderLines.csv ? '' : ', or take CSV'}.`,
          )
      },
    })
    const of =
      <Question extends z.ZodType>(
        asked: Question,
        write: (ctx: Context, asked: z.output<Question>) => Promise<Document>,
      ) =>
      () => {
        const question = read(asked, rest)
        return async (ctx: Context) => write(ctx, await included(ctx, question))
      }
    const documents: Record<typeof page, () => (ctx: Context) => Promise<Document>> = {
      dashboard: of(exportQuestions.dashboard, dashboardDocument),
      revenue: of(exportQuestions.revenue, revenueDocument),
      monday: of(exportQuestions.monday, mondayDocument),
      customers: of(exportQuestions.customers, customersDocument),
      forecasting: of(exportQuestions.forecasting, forecastingDocument),
      operations: of(exportQuestions.operations, operationsDocument),
      transactions: of(exportQuestions.transactions, (ctx, asked) =>
        transactionsDocument(ctx, asked, listed('order lines')),
      ),
      orders: of(exportQuestions.orders, (ctx, asked) => ordersDocument(ctx, asked, listed('orders'))),
      'customer-list': of(exportQuestions['customer-list'], (ctx, asked) =>
        customerListDocument(ctx, asked, listed('customers')),
      ),
      deals: of(exportQuestions.deals, (ctx, asked) => dealsDocument(ctx, asked, listed('deals'))),
    }
    const { result: document } = await snapshots.read(documents[page](), 'bulk')
    const writer = format === 'csv' && (facts || !isOneTable(document)) ? 'zip' : format
    const file = await written({ writer, paper, document })
    // a table alone cannot say whose data it is not: its name does
    const name = writer === 'csv' && document.warning ? `${document.fileName}_demo-data` : document.fileName
    return reply
      .type(types[writer])
      .header('content-disposition', `attachment; filename="${name}.${writer}"`)
      .header('cache-control', 'no-store')
      .send(file)
  })
}
