import type { api, Result } from '#contract'
import type { Role } from '#contract/rights.ts'

export type Person = Result<typeof api.people.list>['data']['people'][number]

export const roleWords: Record<Role, string> = {
  owner: 'everything, also owners and backups',
  admin: 'settings, people, keys and the audit log',
  editor: 'imports and plans',
  viewer: 'sees everything, or the rows of a rule, and changes nothing',
}

/** Owners are made by owners. */
export const rolesFor = (own: Role | undefined): Role[] =>
  own === 'owner' ? ['viewer', 'editor', 'admin', 'owner'] : ['viewer', 'editor', 'admin']
