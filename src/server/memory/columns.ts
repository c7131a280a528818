import { type RawBuilder, sql } from 'kysely'

/** A column of numbers of a group as one text, `{1,2}`: quick to write, to send and to read. No nulls. */
export const numbersOf = (column: RawBuilder<unknown>) => sql`array_agg(${column})::text`

export const asNumbers = (text: string): number[] => JSON.parse(`[${text.slice(1, -1)}]`)

/** The same for anything that JSON has a word for. */
export const valuesIn = (column: RawBuilder<unknown>) => sql`json_agg(${column})::text`

export const asValues = <T>(text: string): T[] => JSON.parse(text)
