import { type Dimension, dimensions } from '../db/rollup/grains.ts'

export type Filters = { [Key in Dimension]?: string[] | undefined }

export const filteredDimensions = (filters: Filters): Dimension[] => dimensions.filter(key => filters[key] !== undefined)

/** The same words for the same filters, whatever else stands beside them. */
export const wordsOf = (filters: Filters): string => JSON.stringify(dimensions.map(key => filters[key] ?? null))
