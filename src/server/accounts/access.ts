import { type Right, type Role, rightsOf, type Scope } from '#contract/rights.ts'
import { ApiError } from '../errors.ts'

export type Person = { id: string; email: string; name: string; role: Role; twoFactor: boolean }

/** `held`: may do nothing until there is a second factor, which everybody here needs. */
export type Entered = {
  by: 'person'
  person: Person
  session: { id: string; token: string }
  held: boolean
}

/**
 * Who asks. `here`: whoever sits at this machine, while there is no owner, and its own commands (npm run import), which
 * may read the data's folder anyway.
 */
export type Access =
  | { by: 'nobody' }
  | { by: 'here' }
  | Entered
  | { by: 'key'; person: Person; key: { id: number; name: string; scope: Scope } }

const rightsBy = (access: Access): Right[] => {
  if (access.by === 'nobody') return ['anybody']
  if (access.by === 'here') return rightsOf('owner').filter(right => right !== 'oneself')
  if (access.by === 'person' && access.held) return ['anybody', 'oneself']
  return rightsOf(access.person.role, access.by === 'key' ? access.key.scope : null)
}

const refusals: Record<Right, string> = {
  anybody: '',
  oneself: 'This is for people who are signed in, not for keys, and not before there are accounts.',
  read: 'This needs an account.',
  import: 'Changing data needs the role editor, or a key that may import.',
  settings: 'The settings are changed by admins and owners.',
  people: 'People, keys and the audit log are for admins and owners.',
  everything: 'Taking all data away is for owners.',
}

export const mayRead = (access: Access) => rightsBy(access).includes('read')

/** The one place where it is decided whether a request may go on. */
export const demand = (access: Access, right: Right) => {
  if (rightsBy(access).includes(right)) return
  if (access.by === 'nobody') throw new ApiError(401, 'unauthenticated', 'Sign in first, or send an API key.')
  if (access.by === 'person' && access.held)
    throw new ApiError(403, 'second_factor_needed', 'Everybody here needs a second factor: set yours up first.')
  throw new ApiError(403, 'forbidden', refusals[right])
}

/** Owners are made, changed and reset by owners, and by the commands of this machine. */
export const refuseOwners = (access: Access, ...of: Role[]) => {
  if (!of.includes('owner') || access.by === 'here') return
  if (access.by === 'person' && access.person.role === 'owner') return
  throw new ApiError(403, 'forbidden', 'Owners are made and changed by owners.')
}

/** The person who is signed in, where the right `oneself` was demanded. */
export const selfOf = (access: Access) => {
  if (access.by !== 'person') throw new ApiError(403, 'forbidden', refusals.oneself)
  return access
}
