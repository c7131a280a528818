import type { Meta } from '#contract'
import type { Handlers } from '../handler.ts'
import { writeBatch } from '../ingest/batch/batch.ts'
import { mergeDealRows } from '../ingest/batch/deals.ts'
import { mergeLines } from '../ingest/batch/orders.ts'
import type { Workspace } from '../workspace.ts'

const metaOf = ({ timezone, currency }: Workspace, counted: number): Meta => ({
  range: null,
  comparison: null,
  asOf: null,
  timezone,
  currency,
  filters: {},
  rows: { counted, excluded: [] },
  notes: [],
})

export const batches: Handlers<'batches'> = {
  transactions: async (command, { demo, body: { rows } }) => ({
    data: await writeBatch(command, { demo, count: rows.length }, batch => mergeLines(batch, rows)),
    meta: metaOf(command.workspace, rows.length),
  }),
  deals: async (command, { demo, body: { rows } }) => ({
    data: await writeBatch(command, { demo, count: rows.length }, batch => mergeDealRows(batch, rows)),
    meta: metaOf(command.workspace, rows.length),
  }),
}
