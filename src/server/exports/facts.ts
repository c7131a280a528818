import type { Meta } from '#contract'
import type { Context } from '../context.ts'
import { demoOf } from '../queries/data.ts'
import type { Document, Figure, Table } from './document.ts'

const comparisonWords = ({ comparison }: Meta) => {
  if (!comparison) return 'none'
  const { start, end, match, cutAt, known } = comparison
  return `${start} to ${end}${match === 'weekday' ? ', weekday beside weekday' : ''}${known ? '' : ': no earlier data'}${cutAt ? ` (last day until ${cutAt})` : ''}`
}

const factsOf = (meta: Meta): Document['facts'] => [
  ['Range', meta.range ? `${meta.range.start} to ${meta.range.end}` : 'all'],
  ['Comparison', comparisonWords(meta)],
  [
    'Filters',
    Object.entries(meta.filters)
      .map(([name, values]) => `${name}: ${values.join(', ')}`)
      .join('; ') || 'none',
  ],
  ['Time zone', meta.timezone],
  ['Currency', meta.currency],
  ['Data as of', meta.asOf ?? 'no rows'],
  ['Rows counted', String(meta.rows.counted)],
  ...meta.rows.excluded.map(({ reason, rows }): [string, string] => ['Rows left out', `${rows}: ${reason}`]),
]

/** A file leaves the screen with its badge: it must say itself that its data is made up. */
const warningOf = async (ctx: Context): Promise<string | null> => {
  const { demo, imported } = await demoOf(ctx)
  return demo ? `demo data, made up${imported ? ', beside imported rows' : ''}` : null
}

/** `more`: what else was asked, such as a search. */
export const documentOf = async (
  ctx: Context,
  title: string,
  name: string,
  meta: Meta,
  figures: Figure[],
  tables: Table[],
  more: Document['facts'] = [],
): Promise<Document> => {
  const warning = await warningOf(ctx)
  return {
    title,
    fileName: meta.range ? `${name}_${meta.range.start}_${meta.range.end}` : name,
    currency: meta.currency,
    timezone: meta.timezone,
    warning,
    compared: meta.comparison !== null,
    facts: [...(warning ? [['Data', warning] satisfies [string, string]] : []), ...factsOf(meta), ...more],
    notes: meta.notes,
    figures,
    tables,
  }
}
