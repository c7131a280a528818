import { type RawBuilder, sql } from 'kysely'
import { type Dimension, dimensions } from '../db/rollup/grains.ts'

export type Filters = { [Key in Dimension]?: string[] | undefined }

/** What a question excludes of a dimension (`region_not`); the filter beside it says what is left. */
export const exclusionOf = (filters: Filters, key: Dimension): string[] | undefined =>
  (filters as Record<string, string[] | undefined>)[`${key}_not`]

export const filteredDimensions = (filters: Filters): Dimension[] =>
  dimensions.filter(key => filters[key] !== undefined)

/** The same words for the same filters, whatever else stands beside them. */
export const wordsOf = (filters: Filters): string => JSON.stringify(dimensions.map(key => filters[key] ?? null))

type Columns = { [Key in Dimension]?: string }

/** Where the dimensions stand in rollup rows that tell them apart. */
export const inRollup = {
  category: 'category',
  region: 'region',
  channel: 'channel',
  segment: 'segment',
} satisfies Columns
/** Where they stand beside transactions `t`, with products `p` and customers `c`. */
export const inLines = {
  category: 'p.category',
  region: 't.region',
  channel: 't.channel',
  segment: 'c.segment',
} satisfies Columns

/** `and` only rows of the wanted values, by the filters on these columns. */
export const andFiltered = (filters: Filters, columns: Columns): RawBuilder<unknown> => {
  const filtered = filteredDimensions(filters).filter(key => columns[key])
  return sql.join(
    [sql``, ...filtered.map(key => sql`${sql.ref(columns[key]!)} = any(${filters[key]}::text[])`)],
    sql` and `,
  )
}
