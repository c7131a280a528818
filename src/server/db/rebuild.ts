import { readConfig } from '../config.ts'
import { progressLine } from '../process/terminal.ts'
import { openDatabase } from './open.ts'
import { dropParts } from './parts/drop.ts'
import { rebuild } from './rollup.ts'
import { write } from './write.ts'

const say = (words: string) => process.stdout.write(`${words}\n`)

try {
  const config = readConfig(process.env)
  const database = await openDatabase({ url: config.databaseUrl, dir: config.dataDir, say })
  try {
    const started = performance.now()
    await rebuild(database, progressLine())
    await dropParts(database.bulk)
    // nothing to change, but something to tell: the open pages of servers on the same PostgreSQL ask anew
    await write(database, async () => {})
    say(`Rebuilt in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  } finally {
    await database.close()
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
