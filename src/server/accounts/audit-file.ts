import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../db/database.ts'
import { type Recorded, recorded } from './audit.ts'

const rowsAtOnce = 1000

async function* everything(db: Db): AsyncGenerator<Record<string, unknown>> {
  let before: number | null = null
  for (;;) {
    const rows: Recorded[] = await recorded(db, rowsAtOnce, before)
    for (const { detail, ...row } of rows) yield { ...row, detail: JSON.stringify(detail) }
    if (rows.length < rowsAtOnce) return
    before = rows.at(-1)!.id
  }
}

/** `GET /api/audit/file`: the audit log as CSV, newest first; no cell starts a formula. */
export const auditFileRoute = (app: FastifyInstance, db: Db) => {
  const schema = { summary: 'The audit log as CSV, newest first.', tags: ['audit'] }
  const config = { right: 'people', audited: 'audit.file' } as const
  app.get('/api/audit/file', { exposeHeadRoute: false, config, schema }, (_request, reply) => {
    const columns = ['id', 'at', 'who', 'address', 'action', 'detail']
    const csv = stringify({ header: true, columns, record_delimiter: '\r\n', escape_formulas: true })
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="audit.csv"')
      .send(Readable.from(everything(db)).pipe(csv))
  })
}
