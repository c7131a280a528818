import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../src/server/db/postgres.ts'
import { clusterOf, createOn, dropOn, onAll } from './citus-cluster.ts'

const missing =
  'CITUS_URL IS NOT SET: no API test runs on a Citus cluster, of which those of app.test.ts are counted as skipped. It names a database of a coordinator in which Citus is set up, for a superuser (docs/operations.md).'

/**
 * A migrated template on each server of a cluster that is there. As all of them copy it under one name, what the coordinator knows of the
 * workers' tables is true of the copies.
 */
export const setup = async (project: TestProject) => {
  const url = process.env.CITUS_URL
  if (!url) {
    process.stderr.write(`\n*** ${missing} ***\n\n`)
    return undefined
  }
  const cluster = await clusterOf(url)
  const template = `analytics_${process.pid}`
  const database = await openPostgres(await createOn(cluster, template), () => {})
  await database.close()
  // Citus keeps a process of its own connected, and nobody may be while a database is copied
  await onAll(cluster, `alter database ${template} allow_connections false`)
  await onAll(cluster, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`)
  project.provide('postgresUrl', cluster.at(-1)!)
  project.provide('citus', { cluster, template })
  return () => dropOn(cluster, template)
}
