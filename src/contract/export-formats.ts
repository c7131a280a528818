/** The most order lines, customers or deals of a file: what the format can hold, or what is still a document. */
export const mostOrderLines = { csv: 1_000_000, json: 1_000_000, xlsx: 300_000, pdf: 5_000 }
export type ExportFormat = keyof typeof mostOrderLines
