import { ApiError } from '../errors.ts'

/** Why a statement got no answer although nothing is wrong with it: the server is gone, starts, stops, or has no connection left. */
const system = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: too many connections, shutdown, crash, not yet ready. */
const states = ['53300', '57P01', '57P02', '57P03']
/** pg has no code for these. */
const words =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/

/** Whether an error says that the database does not answer at all, as opposed to an answer that says no. */
export const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (system.includes(code) || states.includes(code) || code.startsWith('08') || words.test(error.message)) return true
  return error instanceof AggregateError ? error.errors.some(isAway) : isAway(error.cause)
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['53100', 'ENOSPC'].includes(String(error.code))

/** What is no fault of the question nor of this program, in words for the one who asked. */
export const troubleOf = (error: Error): ApiError | undefined => {
  const told = isAway(error)
    ? new ApiError(503, 'database_away', 'The database does not answer. The connection is tried again every second.')
    : isDiskFull(error)
      ? new ApiError(
          507,
          'disk_full',
          'The disk is full, so nothing of this was kept. Make room there, then try again.',
        )
      : undefined
  return told && Object.assign(told, { cause: error })
}
