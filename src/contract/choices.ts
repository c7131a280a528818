/** Each of a list, as the API takes it. The lists themselves are for the screens, too, which do without zod. */
import { z } from 'zod'
import {
  cohortModes,
  customerSorts,
  type RfmName,
  rfmGroups,
  type RiskBand,
  riskBands,
  customerStandings,
  type ValueBand,
  valueBands,
  valueKinds,
} from './customer-groups.ts'
import { dealSorts } from './deal-order.ts'
import { measureNames } from './measures.ts'
import { type ExportFormat, mostOrderLines, papers } from './export-formats.ts'
import { lineColumns } from './line-order.ts'
import { productSorts } from './product-order.ts'

const keyOf = <K extends string>(record: Record<K, unknown>) => z.enum(Object.keys(record) as [K, ...K[]])

export const customerStanding = z.enum(customerStandings)
export const riskBand = keyOf<RiskBand>(riskBands)
export const valueBand = keyOf<ValueBand>(valueBands)
export const valueKind = z.enum(valueKinds)
export const rfmGroup = keyOf<RfmName>(rfmGroups)
export const cohortMode = z.enum(cohortModes)
export const measure = z.enum(measureNames).default('revenue')
/** What a file is beside its page. */
export const exportFile = {
  format: keyOf<ExportFormat>(mostOrderLines),
  /** Of a PDF. */
  paper: z.enum(papers).default('a4'),
  /** A CSV of one table comes as a zip with a second file, `about.csv`: what was asked. */
  facts: z.literal('1').optional(),
}

/** Unknown comes last in either direction. */
const direction = z.enum(['desc', 'asc']).default('desc')
export const customerOrder = { sort: z.enum(customerSorts).default('revenue'), direction }
export const productOrder = { sort: z.enum(productSorts).default('revenue'), direction }
/** Stages go by their order. */
export const dealOrder = { sort: z.enum(dealSorts).default('amount'), direction }

const lineColumn = z.enum(lineColumns)
export const hiddenColumns = z
  .union([lineColumn, z.array(lineColumn)], { error: `expected columns out of ${lineColumns.join(', ')}` })
  .transform(value => [value].flat())
  .optional()
