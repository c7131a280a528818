import type { Call } from '../context.ts'
import { inOurWords } from './passwords.ts'

/** Signs in with a password: a session, or the first of two steps. */
export const enter = async (call: Call, email: string, password: string): Promise<'in' | 'code'> => {
  const { api } = await call.accounts.auth()
  const { headers, response } = await inOurWords(
    api.signInEmail({ body: { email, password }, headers: call.headers, returnHeaders: true }),
  )
  call.answer(headers)
  return 'twoFactorRedirect' in response ? 'code' : 'in'
}
