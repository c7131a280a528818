import { meaningsOf } from './meanings.ts'
import type { Document } from './document.ts'

/** Everything as it is, for programs. */
export const jsonOf = (document: Document): string => {
  const { title, facts, notes, figures, tables, currency, timezone } = document
  return JSON.stringify({
    title,
    currency,
    timezone,
    facts: facts.map(([name, value]) => ({ name, value })),
    notes,
    definitions: meaningsOf(document).map(([name, text]) => ({ name, text })),
    figures,
    tables: tables.map(({ title: name, columns, rows }) => ({
      title: name,
      columns,
      rows: rows.map(row => Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))),
    })),
  })
}
