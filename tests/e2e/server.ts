import { removeFolder, type Server, startServer } from './server-process.ts'

const say = (words: string) => process.stdout.write(`${words}\n`)

/**
 * Before all tests: the demo data is loaded once, into a folder that stays as it is; the tests' server runs on a copy
 * of it, and so do those tests that change data. A second server has an empty database.
 */
const startServers = async () => {
  say('Loading the demo data for the browser tests (some 20 s) …')
  const began = Date.now()
  const seed = await startServer('demo')
  await seed.stop()
  const servers: Server[] = []
  const stopAll = async () => {
    await Promise.all(servers.map(server => server.stop()))
    for (const server of [seed, ...servers]) removeFolder(server)
  }
  try {
    const demo = await startServer({ copyOf: seed.folder })
    servers.push(demo)
    const empty = await startServer('nothing')
    servers.push(empty)
    process.env['E2E_SEED'] = seed.folder
    process.env['E2E_DEMO'] = demo.url
    process.env['E2E_EMPTY'] = empty.url
  } catch (error) {
    await stopAll()
    throw error
  }
  say(`  two servers ready after ${Math.round((Date.now() - began) / 1000)} s`)
  return stopAll
}

// Playwright looks for the default export
export { startServers as default }
