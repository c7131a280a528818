/** What a caller did wrong, or why it cannot be answered: the only error whose words reach the caller. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

/** The row of a batch that cannot be written. */
export type RowFault = { index: number; field: string; expected: string; got: string }

export class RowError extends ApiError {
  readonly row: RowFault
  constructor(row: RowFault) {
    super(400, 'bad_row', `rows[${row.index}].${row.field}: expected ${row.expected}, got ${row.got}`)
    this.row = row
  }
}
