import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newSecret } from './secrets.ts'

/**
 * Opens a running server to the commands of whoever may read its data folder anyway (npm run import, backup, people).
 * Beside the folder's lock, for its owner's eyes only, new at each start.
 */
const pathIn = (dir: string) => join(dir, 'lock', 'key')

export const writeLocalKey = (dir: string): string => {
  const key = newSecret()
  rmSync(pathIn(dir), { force: true })
  writeFileSync(pathIn(dir), key, { mode: 0o600, flag: 'wx' })
  return key
}

/** The header that opens it; none where there is no key or it may not be read. */
export const localHeaders = (dir: string): Record<string, string> => {
  try {
    return { authorization: `Bearer ${readFileSync(pathIn(dir), 'utf8')}` }
  } catch {
    return {}
  }
}
