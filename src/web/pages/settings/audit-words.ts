type Row = { action: string; detail: Record<string, unknown> }

const words: Record<string, string> = {
  'session.signIn': 'signed in',
  'session.code': 'gave the second factor',
  'session.signOut': 'signed out',
  'session.takeUp': 'took up a link',
  'session.end': 'ended a session',
  'session.endOthers': 'ended all other sessions',
  'session.password': 'changed the password',
  'session.secondFactor': 'began a second factor',
  'session.confirmSecondFactor': 'set up a second factor',
  'session.removeSecondFactor': 'removed the second factor',
  'people.invite': 'invited',
  'people.withdraw': 'withdrew an invitation',
  'people.change': 'changed a role',
  'people.remove': 'removed an account',
  'people.reset': 'made a link for a password',
  'people.endSessions': 'signed somebody out everywhere',
  'session.provider': 'signed in by the provider',
  'security.forgotten': 'asked for a link for a password',
  'security.requireSecondFactor': 'changed whether everybody needs a second factor',
  'security.removeSecondFactor': 'took somebody’s second factor away',
  'keys.make': 'made a key',
  'keys.remove': 'removed a key',
  'workspace.change': 'changed settings',
  'data.import': 'imported',
  'sources.add': 'connected a database',
  'sources.change': 'changed a database',
  'sources.read': 'read a database',
  'sources.remove': 'removed a database',
  'data.undo': 'undid an import',
  'data.removeDemo': 'removed the demo data',
  'data.export': 'exported',
  'data.backup': 'took a backup',
  'forecasting.setTarget': 'set a plan',
  'forecasting.removeTarget': 'removed a plan',
  'audit.file': 'took the audit log',
}

/** What somebody did; as the API names it where nobody wrote it in words. */
export const actionWords = ({ action, detail }: Row) =>
  `${detail['next'] === 'code' ? 'gave the password' : (words[action] ?? action)}${detail['refused'] === undefined ? '' : ', and was refused'}`

export const detailWords = ({ detail }: Row) =>
  Object.entries(detail)
    .filter(([name]) => name !== 'refused' && name !== 'next')
    .map(([name, value]) => `${name} ${String(value ?? '—')}`)
    .join(', ')
