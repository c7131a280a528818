import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../src/server/db/embedded/open.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache/analytics-dashboard')
const day = 24 * 60 * 60 * 1000

const filesIn = (folder: string) => readdirSync(folder).map(name => join(folder, name))

/** Changes with everything that a new database depends on. */
const recipe = () => {
  const db = join(import.meta.dirname, '../../src/server/db')
  const packageFile = join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json')
  const hash = createHash('sha256')
  for (const path of [
    packageFile,
    join(db, 'migrate.ts'),
    ...filesIn(join(db, 'migrations')),
    ...filesIn(join(db, 'embedded')),
  ])
    if (!path.endsWith('.test.ts')) hash.update(readFileSync(path))
  return `template-${hash.digest('hex').slice(0, 16)}`
}

const make = async (template: string) => {
  const folder = mkdtempSync(join(cache, 'making-'))
  const database = await openEmbedded({ dir: folder, say: () => {}, durable: false, sharedBuffers: '16MB' })
  await database.close()
  try {
    renameSync(folder, template)
  } catch {
    rmSync(folder, { recursive: true, force: true }) // another run was first
  }
}

const removeOld = (keep: string) => {
  for (const path of filesIn(cache))
    if (path !== keep && Date.now() - statSync(path).mtimeMs > day) rmSync(path, { recursive: true, force: true })
}

/**
 * Making a PGlite database takes seconds: it is made and migrated once, kept while its recipe stays, and tests open
 * copies.
 */
export const setup = async (project: TestProject) => {
  mkdirSync(cache, { recursive: true })
  const template = join(cache, recipe())
  if (!existsSync(template)) await make(template)
  removeOld(template)
  project.provide('embeddedTemplate', template)
  const copies = mkdtempSync(join(tmpdir(), 'analytics-copies-'))
  project.provide('embeddedCopies', copies)
  return () => rmSync(copies, { recursive: true, force: true })
}
