import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../src/server/db/postgres.ts'
import { startPostgres } from './postgres-server.ts'

const missing =
  'NO POSTGRESQL SERVER FOUND (version 15 or newer): the API tests run on the embedded engine only, those on PostgreSQL are counted as skipped. On Debian: apt-get install postgresql'

/** One server a run, with a migrated template database that each test file copies. */
export const setup = async (project: TestProject) => {
  const server = await startPostgres({ settings: ['synchronous_commit=off'] })
  if (!server) {
    process.stderr.write(`\n*** ${missing} ***\n\n`)
    return undefined
  }
  const template = await openPostgres(await server.createDatabase('analytics'), () => {})
  await template.close()
  project.provide('postgresUrl', server.url)
  project.provide('citus', undefined)
  return server.stop
}
