/**
 * What a request needs. `anybody`: nothing, also who is not signed in; `oneself`: to be signed in as a person, not by a
 * key; `read`: every figure and row that one is shown; `imports`: what was imported; `import`: to change the data and the plan; `settings`: to change the company's
 * choices; `people`: to invite, make keys and read the audit log; `everything`: to take all data away.
 */
export type Right = 'anybody' | 'oneself' | 'read' | 'imports' | 'import' | 'settings' | 'people' | 'everything'

/** From the most to the least. */
export const roles = ['owner', 'admin', 'editor', 'viewer'] as const
export type Role = (typeof roles)[number]

/** What a key may do: never more than the person who made it. */
export const scopes = ['read', 'import'] as const
export type Scope = (typeof scopes)[number]

/** Whoever sees only some rows is a viewer, and sees nothing that tells of others. */
const restricted: Right[] = ['anybody', 'oneself', 'read']
const viewer: Right[] = [...restricted, 'imports']
const editor: Right[] = [...viewer, 'import']
const admin: Right[] = [...editor, 'settings', 'people']
const owner: Right[] = [...admin, 'everything']
const ofRole: Record<Role, Right[]> = { owner, admin, editor, viewer }
const ofScope: Record<Scope, Right[]> = {
  read: ['anybody', 'read', 'imports'],
  import: ['anybody', 'read', 'imports', 'import'],
}

/** `some`: of whom a rule shows only some rows. */
export const rightsOf = (role: Role, scope: Scope | null = null, some = false): Right[] =>
  ofRole[role]
    .filter(right => scope === null || ofScope[scope].includes(right))
    .filter(right => !some || restricted.includes(right))
