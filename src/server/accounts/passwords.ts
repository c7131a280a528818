import { APIError } from 'better-auth/api'
import { ApiError } from '../errors.ts'
import { isCommon } from './common-passwords.ts'
import { longestPassword, shortestPassword } from './auth.ts'

/** Whose it is, and where: words that whoever guesses tries first. */
export type Whose = { email: string; name?: string | undefined; host?: string | undefined }

const product = ['analytics', 'dashboard']
/** Shorter ones stand in many a sentence by chance; of a host's names these say nothing. */
const shortest = 4
const general = ['localhost', 'example', 'mail', 'gmail', 'outlook', 'hotmail', 'yahoo', 'icloud', 'proton']

/** The parts of the address, the person's own names, those of the server, and the product's. */
const guessable = ({ email, name = '', host = '' }: Whose) => {
  const [own = '', domain = ''] = email.toLowerCase().split('@')
  const named = [domain, host.toLowerCase()].flatMap(one => one.split(':')[0]!.split('.').slice(0, -1))
  return [own, ...own.split(/[^\p{L}]+/u), ...name.toLowerCase().split(/\s+/), ...named, ...product].filter(
    word => word.length >= shortest && !general.includes(word),
  )
}

/** Long ones are safe, as long as nobody would guess them; what else they are made of is nobody's business. */
export const refuseWeak = (password: string, whose: Whose) => {
  const refused = (words: string) => new ApiError(400, 'bad_request', `password: expected ${words}.`)
  const signs = [...password].length
  if (signs < shortestPassword || signs > longestPassword)
    throw refused(`${shortestPassword} to ${longestPassword} characters, got ${signs}`)
  if (new Set(password).size < 5) throw refused('at least five different characters')
  if (/^(.+?)\1+$/s.test(password)) throw refused('no repetition of the same few characters')
  if (isCommon(password)) throw refused('one that fewer people use: this one is on the lists that are tried first')
  const within = guessable(whose).find(word => password.toLowerCase().includes(word))
  if (within !== undefined)
    throw refused(
      `no word within it that is easily guessed, such as your name, the address or the product, got "${within}"`,
    )
}

const sentences: Record<string, [status: number, code: string, words: string]> = {
  INVALID_EMAIL_OR_PASSWORD: [401, 'wrong_password', 'The address or the password is wrong.'],
  INVALID_PASSWORD: [403, 'wrong_password', 'The password is wrong.'],
  CREDENTIAL_ACCOUNT_NOT_FOUND: [409, 'conflict', 'You sign in without a password here, so there is none to change.'],
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
  PROVIDER_NOT_FOUND: [503, 'unreachable', 'Where you sign in cannot be reached at the moment.'],
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
