import closeWithGrace from 'close-with-grace'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { keepDemoCurrent } from './db/demo/load.ts'
import { setLockUrl } from './db/lock.ts'
import { openDatabase } from './db/open.ts'
import { progressLine } from './terminal.ts'

const webDir = fileURLToPath(new URL('../../dist/web', import.meta.url))

const start = async () => {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false }, demo: { type: 'boolean', default: false } } })
  if (values.empty && values.demo) throw new Error('Either --empty or --demo, not both.')
  const config = readConfig(process.env)
  const say = (words: string) => process.stdout.write(`${words}\n`)
  const database = await openDatabase({ url: config.databaseUrl, dir: config.dataDir, say })
  const demo = await keepDemoCurrent(database, { wanted: values.empty ? 'never' : values.demo ? 'always' : 'when empty', progress: progressLine() })
  const app = await buildApp({ database, webDir, logLevel: config.logLevel })
  // demo first: nothing may write once the database closes
  closeWithGrace({ delay: 15_000 }, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack ?? err.message}\n`)
    demo.stop()
    await app.close()
    await database.close()
  })
  await app.listen({ port: config.port, host: config.host })
  const address = app.server.address()
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : config.port}`
  if (!config.databaseUrl) await setLockUrl(config.dataDir, url)
  say(`Analytics Dashboard: ${url}`)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
