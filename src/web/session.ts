import { api } from '#contract'
import { type Right, rightsOf } from '#contract/rights.ts'
import { useApi } from './api.ts'

/** Who is signed in; nobody on this machine alone, while there is no owner. */
export const useSession = () => useApi(api.session.now).data?.data

/** What is not offered to whom it would be refused; the server decides. */
export const useMay = (right: Right): boolean => {
  const session = useSession()
  if (!session || session.open) return right !== 'oneself'
  return session.person !== null && rightsOf(session.person.role, null, session.person.rule !== null).includes(right)
}
