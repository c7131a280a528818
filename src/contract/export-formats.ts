/**
 * The most order lines, customers or deals of a file: what the format can hold. A PDF is to be read: of more rows, in any
 * of its tables, it holds the first and says so.
 */
export const mostOrderLines = { csv: 1_000_000, json: 1_000_000, xlsx: 300_000, pdf: 200 }
export const papers = ['a4', 'letter'] as const
export type Paper = (typeof papers)[number]
export type ExportFormat = keyof typeof mostOrderLines
