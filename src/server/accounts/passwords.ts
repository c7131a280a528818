import { APIError } from 'better-auth/api'
import { ApiError } from '../errors.ts'
import { longestPassword, shortestPassword } from './auth.ts'

/** Long ones are safe; what they are made of is nobody's business, as long as it is no row of the same few signs. */
export const refuseWeak = (password: string, email: string) => {
  const refused = (words: string) => new ApiError(400, 'bad_request', `password: expected ${words}.`)
  const signs = [...password].length
  if (signs < shortestPassword || signs > longestPassword)
    throw refused(`${shortestPassword} to ${longestPassword} characters, got ${signs}`)
  if (new Set(password).size < 5) throw refused('at least five different characters')
  const [name = ''] = email.split('@')
  if (name.length > 3 && password.toLowerCase().includes(name.toLowerCase())) throw refused('no address within it')
}

const sentences: Record<string, [status: number, code: string, words: string]> = {
  INVALID_EMAIL_OR_PASSWORD: [401, 'wrong_password', 'The address or the password is wrong.'],
  INVALID_PASSWORD: [403, 'wrong_password', 'The password is wrong.'],
  INVALID_CODE: [401, 'wrong_code', 'This code is wrong. It changes every 30 seconds.'],
  INVALID_BACKUP_CODE: [401, 'wrong_code', 'This code is wrong, or was used before.'],
  INVALID_TWO_FACTOR_COOKIE: [
    401,
    'unauthenticated',
    'The first step was too long ago: begin again with the password.',
  ],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [
    429,
    'too_many_requests',
    'Too many wrong codes: begin again with the password.',
  ],
  ACCOUNT_TEMPORARILY_LOCKED: [429, 'too_many_requests', 'Too many wrong codes; try again in a quarter of an hour.'],
  TOTP_ALREADY_ENABLED: [409, 'conflict', 'There is a second factor already; remove it first.'],
  TOTP_NOT_ENABLED: [409, 'conflict', 'There is no second factor.'],
}

/** What better-auth refuses, in our words. */
export const inOurWords = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    const known = sentences[error.body?.code ?? '']
    if (known) throw new ApiError(...known)
    throw error.statusCode < 500 ? new ApiError(400, 'bad_request', error.message) : error
  }
}
