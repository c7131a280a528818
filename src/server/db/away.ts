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
