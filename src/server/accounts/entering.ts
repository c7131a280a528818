import { sql } from 'kysely'
import type { Call } from '../context.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { noteDevice } from './notices.ts'
import { inOurWords } from './passwords.ts'

/** Signs in with a password: a session, or the first of two steps. */
export const enter = async (call: Call, email: string, password: string): Promise<'in' | 'code'> => {
  const { api } = await call.accounts.auth()
  const { headers, response } = await inOurWords(
    api.signInEmail({ body: { email, password }, headers: call.headers, returnHeaders: true }),
  )
  call.answer(headers)
  if ('twoFactorRedirect' in response) return 'code'
  await noteDevice(call, response.user)
  return 'in'
}

/** Digits that were seen once, over a shoulder or on the wire, are of no use to a second one who types them. */
const spend = async (db: Db, personId: string, digits: string) => {
  const { numAffectedRows } = await sql`
    update two_factors set used_code = ${digits} where person_id = ${personId} and used_code is distinct from ${digits}
  `.execute(db)
  return Boolean(numAffectedRows)
}

/** The second step, with the authenticator's digits or a recovery code; or the first use of a new authenticator. */
export const giveCode = async (call: Call, code: string) => {
  const { db } = call.accounts
  const { api } = await call.accounts.auth()
  const asked = { headers: call.headers, returnHeaders: true } as const
  const digits = /^\d{6}$/.test(code)
  const { headers, response } = await inOurWords(
    digits ? api.verifyTOTP({ body: { code }, ...asked }) : api.verifyBackupCode({ body: { code }, ...asked }),
  )
  if (digits && !(await spend(db, response.user.id, code))) {
    await sql`delete from sessions where token = ${response.token ?? null}`.execute(db)
    throw new ApiError(401, 'wrong_code', 'This code was used before: wait for the next one.')
  }
  call.answer(headers)
  await noteDevice(call, response.user)
  call.note({ email: response.user.email, code: digits ? 'authenticator' : 'recovery' })
}
