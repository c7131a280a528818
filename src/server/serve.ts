import closeWithGrace from 'close-with-grace'
import module from 'node:module'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ownersLink } from './accounts/links.ts'
import { writeLocalKey } from './accounts/local-key.ts'
import { newSecret } from './accounts/secrets.ts'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { keepDemoCurrent } from './db/demo/load.ts'
import { keepBackups } from './db/backup/schedule.ts'
import { setLockUrl } from './db/lock.ts'
import { openDatabase } from './db/open.ts'
import { hearOthers } from './db/write.ts'
import { clearLeftovers } from './ingest/store/staging.ts'
import { onlyHere, ownName } from './http/network.ts'
import { clearUploads } from './ingest/open/upload.ts'
import { whenParentEnds } from './process/parent.ts'
import { progressLine } from './process/terminal.ts'
import { warm } from './state/warm.ts'

const webDir = fileURLToPath(new URL('../../dist/web', import.meta.url))

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))
const warn = (sentence: string) => process.stderr.write(`${sentence}\n`)

const refused = (error: unknown, port: number) => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new Error(`PORT: ${port} is in use by another program. Stop it, or set PORT to another number.`)
  return code === 'EACCES'
    ? new Error(`PORT: this user may not open port ${port}. Set PORT to a number from 1024 on.`)
    : error
}

const start = async () => {
  const { values } = parseArgs({
    options: { empty: { type: 'boolean', default: false }, demo: { type: 'boolean', default: false } },
  })
  if (values.empty && values.demo) throw new Error('Either --empty or --demo, not both.')
  const config = readConfig(process.env)
  const say = (sentence: string) => process.stdout.write(`${sentence}\n`)
  const database = await openDatabase({ url: config.databaseUrl, dir: config.dataDir, say })
  const opened: (() => unknown)[] = [database.close]
  let stopping = false
  // what was opened last closes first: in-flight requests finish, and nothing writes once the database closes
  const stop = async () => {
    for (const close of opened.splice(0).toReversed()) await close()
  }
  const grace = closeWithGrace({ delay: 15_000 }, async ({ err }) => {
    stopping = true
    if (err) warn(err.stack ?? err.message)
    await stop()
  })
  if (process.env.npm_lifecycle_event)
    whenParentEnds(() => {
      if (!stopping) void grace.close()
    })
  try {
    await clearLeftovers(database, hostname(), new Date())
    await clearUploads()
    const wanted = values.empty ? 'never' : values.demo ? 'always' : 'when empty'
    const demo = await keepDemoCurrent(database, {
      wanted,
      progress: progressLine(),
      failed: error => warn(`The demo data could not be continued: ${words(error)}`),
    })
    opened.push(demo.stop)
    if (config.databaseUrl) opened.push(await hearOthers(database, config.databaseUrl, say))
    if (config.backups) {
      const failed = (error: unknown) => warn(`The backup to ${config.backups?.dir} failed: ${words(error)}`)
      opened.push(keepBackups(database, config.backups, failed))
    }
    const { network, secretKey, mail, provider } = config
    const localKey = config.databaseUrl ? newSecret() : writeLocalKey(config.dataDir)
    const app = await buildApp({
      database,
      network,
      secretKey,
      localKey,
      mail,
      provider,
      webDir,
      logLevel: config.logLevel,
      ahead: true,
      inbox: config.inbox,
    })
    opened.push(() => app.close())
    await app.listen({ port: config.port, host: network.host }).catch(error => {
      throw refused(error, config.port)
    })
    const address = app.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const url = `${network.tls ? 'https' : 'http'}://${ownName(network)}:${port}`
    const origin = network.base?.origin ?? url
    if (!config.databaseUrl) setLockUrl(config.dataDir, url)
    say(`Analytics Dashboard: ${origin}`)
    const link = onlyHere(network) ? null : await ownersLink(database.db, origin)
    if (link) say(`Nobody can sign in yet. This link makes the owner, once, within a day: ${link}`)
    // who comes meanwhile is answered meanwhile; what fails here fails aloud when somebody asks
    warm(app, localKey)
      .catch(() => {})
      .finally(() => module.flushCompileCache())
  } catch (error) {
    // what breaks off because the database closes is no fault
    if (stopping) return
    await stop()
    throw error
  }
}

try {
  await start()
} catch (error) {
  warn(words(error))
  process.exit(1)
}
