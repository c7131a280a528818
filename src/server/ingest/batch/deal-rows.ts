import type { DealRow } from '#contract/batches.ts'
import { RowError } from '../../errors.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from '../read/entities.ts'
import type { SourceStage } from '../read/deals.ts'
import { stageKind } from '../understand/words/stages.ts'
import type { Batch } from './batch.ts'
import type { Moment } from '../read/cells.ts'
import { checkCurrency, idOf, nameOf } from './lines.ts'
import { momentIn } from './moments.ts'

/** A deal as its row says it; `undefined`: not said. Those whom it names are numbers in the batch's lists, 0 for nobody. */
export type Deal = {
  key: string
  name: string | undefined
  customer: number | undefined
  product: number | undefined
  rep: number | undefined
  stage: string
  isOpen: boolean
  amount: number | null | undefined
  probability: number | null | undefined
  created: Moment | null | undefined
  expected: Moment | null | undefined
  closed: Moment | null | undefined
  modified: Moment | null
}

/** Of the table, with the columns that rows say. */
export type Fact = {
  external_id: string
  customer_id: number
  name: string
  rep_id: number | null
  product_id: number | null
  stage: string
  amount: number | null
  probability: number | null
  created_on: string | null
  expected_close_on: string | null
  closed_on: string | null
  removed_on: string | null
  /** Where its source said an instant. */
  created_at: string | null
  expected_close_at: string | null
  closed_at: string | null
}
export type Known = Fact & { id: number; import_id: number | null }

/** What a row has of a field with several names: nothing said, or nobody in particular. */
const said = (...fields: (string | null | undefined)[]) => fields.some(field => field !== undefined)
/** To four decimals. */
const rounded = (value: number) => toPips(value) / pipsPerUnit

export const readDeals = (batch: Batch, rows: DealRow[]) => {
  const products = entities(productAttributes)
  const customers = entities(customerAttributes, { isCaseless: true })
  const reps = entities(repAttributes)
  const stages = new Map<string, SourceStage & { sum: number; known: number }>()
  const met = new Map<string, number>()
  const moment = momentIn(batch.timezone)
  const momentOf = (text: string | null | undefined) => (text ? moment(text) : text === undefined ? undefined : null)

  const customerOf = (row: DealRow): number => {
    const [id, name] = [idOf(row.customer_id), nameOf(row.customer_name)]
    return id || name ? customers.number(id, name, [null, null, null, null, null]) : 0
  }
  const repOf = (row: DealRow): number => {
    const name = nameOf(row.rep)
    const id = name ? '' : idOf(row.rep_id)
    return name || id ? reps.number(id, name, [null, null, null, null]) : 0
  }
  const productOf = (name: string): number => (name ? products.number('', name, [null, null, null, null]) : 0)
  const countStage = ({ stage: name, probability }: DealRow) => {
    const kind = stageKind(name)
    const stage = stages.get(name) ?? { name, kind, deals: 0, probability: null, sum: 0, known: 0 }
    stages.set(name, stage)
    stage.deals++
    if (probability !== null && probability !== undefined) {
      stage.sum += probability
      stage.known++
      stage.probability = rounded(stage.sum / stage.known)
    }
    return kind
  }

  const deals = rows.map((row, index): Deal => {
    if (row.currency || typeof row.amount === 'number') checkCurrency(index, row.currency, batch)
    const before = met.get(row.id)
    if (before !== undefined)
      throw new RowError({
        index,
        field: 'id',
        expected: 'one that no other row has',
        got: `${JSON.stringify(row.id)}, which rows[${before}] has`,
      })
    met.set(row.id, index)
    const isOpen = countStage(row) === 'open'
    const closed = momentOf(row.closed)
    return {
      key: row.id,
      name: row.name === null ? '' : row.name,
      customer: said(row.customer_id, row.customer_name) ? customerOf(row) : undefined,
      product: said(row.product) ? productOf(nameOf(row.product)) : undefined,
      rep: said(row.rep, row.rep_id) ? repOf(row) : undefined,
      stage: row.stage,
      isOpen,
      amount: typeof row.amount === 'number' ? rounded(row.amount) : row.amount,
      probability: typeof row.probability === 'number' ? rounded(row.probability) : row.probability,
      created: momentOf(row.created),
      // of a deal that is open the day of its close is the expected one
      expected: momentOf(row.expected_close) ?? (isOpen && closed ? closed : momentOf(row.expected_close)),
      closed: isOpen ? null : closed,
      modified: momentOf(row.modified) ?? null,
    }
  })
  return { deals, stages: [...stages.values()], products: products.list, customers: customers.list, reps: reps.list }
}
