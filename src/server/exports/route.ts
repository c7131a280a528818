import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { exportFormat } from '#contract/choices.ts'
import { type ExportFormat, mostOrderLines } from '#contract/export-formats.ts'
import { exportPage, exportQuestions } from '#contract/system.ts'
import type { Context, Progress } from '../context.ts'
import { ApiError } from '../errors.ts'
import { read } from '../http/reading.ts'
import { included } from '../queries/exclusion.ts'
import { customerListDocument, customersDocument } from './customers.ts'
import type { Document } from './document.ts'
import { forecastingDocument } from './forecasting.ts'
import { ordersDocument, transactionsDocument } from './lines.ts'
import { dealsDocument, operationsDocument } from './operations.ts'
import { dashboardDocument, revenueDocument } from './pages.ts'
import type { Job, Part } from './worker.ts'

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
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
const question = z.looseObject({ page: exportPage, format: exportFormat })

const rowsAtOnce = 2000

/**
 * Writing a file can take seconds: it is done in a thread of its own, which gets the rows bit by bit, as copying them
 * all would hold up everybody else.
 */
const written = async ({ format, document }: Job): Promise<Buffer> => {
  const whole = document.tables.map(({ rows }) => rows)
  const job: Job = { format, document: { ...document, tables: document.tables.map(table => ({ ...table, rows: [] })) } }
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
export const exportRoute = (
  app: FastifyInstance,
  answer: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>,
  progress: Progress,
) => {
  const config = { right: 'read', audited: 'data.export' } as const
  app.get(
    '/api/export',
    { config, schema: { summary, tags: ['system'], querystring: question } },
    async (request, reply) => {
      const { page, format, ...rest } = read(question, request.query)
      const limits = (what: string) =>
        [
          (done: number, total: number) =>
            progress({
              task: 'Export',
              done,
              total,
              words: `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} ${what}`,
            }),
          (rows: number) => {
            if (rows > mostOrderLines[format])
              throw new ApiError(
                413,
                'too_large',
                `${names[format]} holds at most ${mostOrderLines[format].toLocaleString('en-GB')} ${what} here, this question has ${rows.toLocaleString('en-GB')}. Narrow the range or the filters${rows > mostOrderLines.csv ? '' : ', or take CSV'}.`,
              )
          },
        ] as const
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
        customers: of(exportQuestions.customers, customersDocument),
        forecasting: of(exportQuestions.forecasting, forecastingDocument),
        operations: of(exportQuestions.operations, operationsDocument),
        transactions: of(exportQuestions.transactions, (ctx, asked) =>
          transactionsDocument(ctx, asked, ...limits('order lines')),
        ),
        orders: of(exportQuestions.orders, (ctx, asked) => ordersDocument(ctx, asked, ...limits('orders'))),
        'customer-list': of(exportQuestions['customer-list'], (ctx, asked) =>
          customerListDocument(ctx, asked, ...limits('customers')),
        ),
        deals: of(exportQuestions.deals, (ctx, asked) => dealsDocument(ctx, asked, ...limits('deals'))),
      }
      const document = await answer(documents[page]())
      const file = await written({ format, document })
      return reply
        .type(types[format])
        .header('content-disposition', `attachment; filename="${document.fileName}.${format}"`)
        .header('cache-control', 'no-store')
        .send(file)
    },
  )
}
