import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../src/server/db/embedded/open.ts'

/** Making a PGlite database takes seconds: it is made and migrated once a run, and each test file opens a copy. */
export const setup = async (project: TestProject) => {
  const template = mkdtempSync(join(tmpdir(), 'analytics-template-'))
  const database = await openEmbedded({ dir: template, say: () => {}, durable: false })
  await database.close()
  project.provide('embeddedTemplate', template)
  return () => rmSync(template, { recursive: true, force: true })
}
