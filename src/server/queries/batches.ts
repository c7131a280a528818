import type { Handlers } from '../handler.ts'
import { plainMeta } from './meta.ts'
import { writeBatch } from '../ingest/batch/batch.ts'
import { mergeDealRows } from '../ingest/batch/deals.ts'
import { mergeLines } from '../ingest/batch/orders.ts'

export const batches: Handlers<'batches'> = {
  transactions: async (command, { demo, body: { rows } }) => ({
    data: await writeBatch(command, { demo, count: rows.length }, batch => mergeLines(batch, rows)),
    meta: plainMeta(command.workspace, rows.length),
  }),
  deals: async (command, { demo, body: { rows } }) => ({
    data: await writeBatch(command, { demo, count: rows.length }, batch => mergeDealRows(batch, rows)),
    meta: plainMeta(command.workspace, rows.length),
  }),
}
