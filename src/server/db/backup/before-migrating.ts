import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../database.ts'
import { steps, stepsOf } from '../migrate.ts'
import { saveBackup } from './save.ts'

/**
 * What an embedded database held before a newer version changes its tables, in `backups` beside it. A file of an earlier attempt gives way:
 * the older version may have gone on since.
 */
export const saveBeforeMigrating = async (dir: string, bulk: Db, say: (words: string) => void) => {
  const last = (await stepsOf(bulk)).at(-1)
  if (last === undefined || steps.indexOf(last) < 0 || last === steps.at(-1)) return
  const folder = join(dir, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `before-${steps.at(-1)}.backup.gz`)
  say(`This version changes the tables; what they hold is saved first, to ${path} …`)
  await saveBackup({ bulk, engine: 'embedded' }, path, new Date())
}
