import { z } from 'zod'
import { get } from './endpoint.ts'
import { filters, ranged } from './params.ts'
import { money, percent } from './shapes.ts'

export const pipelineStage = z.object({
  stage: z.string(),
  /** open: deals in the stage at the end of the range; won: deals closed as won in the range. */
  kind: z.enum(['open', 'won']),
  value: money,
  count: z.number().int(),
  /** Share of the open pipeline's value; null for the won stage and when nothing is open. */
  percentage: percent.nullable(),
  /** Deals that entered this stage in the range: those that later entered the next one or beyond, those lost before, and those still undecided sum to it. Null without stage history, and for the won stage. */
  entered: z.number().int().nullable(),
  converted: z.number().int().nullable(),
  lost: z.number().int().nullable(),
  undecided: z.number().int().nullable(),
  /** converted ÷ entered; null where none entered. */
  conversionRate: percent.nullable(),
  /** Σ amount × probability. */
  weightedValue: money,
})

export const operations = {
  pipeline: get('/api/operations/pipeline', {
    summary: 'Open deals by stage at the end of the range, and the deals won in it.',
    query: ranged({ region: filters.region, rep: filters.region }),
    data: z.array(pipelineStage),
  }),
}
