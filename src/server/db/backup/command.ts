import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { localHeaders } from '../../accounts/local-key.ts'
import { readConfig } from '../../config.ts'
import { progressLine } from '../../process/terminal.ts'
import { lockOwner } from '../lock.ts'
import { openDatabase } from '../open.ts'
import { type Counted, writeWhole } from './file.ts'
import { restoreBackup, verifyBackup } from './restore.ts'
import { saveBackup } from './save.ts'

const usage = `npm run backup -- FILE [--verify]     all data, as of one moment, in one new file; a running server goes on
npm run restore -- FILE               into an empty database: DATA_DIR, or DATABASE_URL
npm run restore -- FILE --verify      into a temporary place only, rows and sums compared`

const say = (words: string) => process.stdout.write(`${words}\n`)

const show = (counts: Counted[]) => {
  for (const { table, rows, sums } of counts.filter(one => one.rows > 0))
    say(
      `  ${table}: ${rows.toLocaleString('en-GB')} rows${Object.entries(sums)
        .map(([name, sum]) => `, ${name} ${sum}`)
        .join('')}`,
    )
}

/** The server that has the folder open reads it for us: two cannot. */
const fetchBackup = async (url: string, dir: string, path: string) => {
  say(`The server at ${url} makes the backup …`)
  const response = await fetch(`${url}/api/backup`, { headers: localHeaders(dir) })
  if (!response.ok || !response.body) throw new Error(`The server at ${url} answered ${response.status}.`)
  await writeWhole(path, Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]))
}

const backup = async (path: string) => {
  if (existsSync(path)) throw new Error(`There is a file ${path} already; a backup never replaces another.`)
  const { databaseUrl, dataDir } = readConfig(process.env)
  const owner = databaseUrl ? null : lockOwner(dataDir)
  if (owner?.url) return fetchBackup(owner.url, dataDir, path)
  const database = await openDatabase({ url: databaseUrl, dir: dataDir, say })
  try {
    await saveBackup(database, path, new Date(), progressLine())
  } finally {
    await database.close()
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { verify: { type: 'boolean', default: false } },
  })
  const [what, file] = positionals
  if (positionals.length !== 2 || !file || (what !== 'backup' && what !== 'restore'))
    throw new Error(`Expected one file.\n${usage}`)
  const path = resolve(file)
  if (what === 'backup') await backup(path)
  else if (!existsSync(path)) throw new Error(`There is no file ${path}.`)
  if (what === 'restore' && !values.verify) {
    const { databaseUrl, dataDir } = readConfig(process.env)
    show(await restoreBackup(path, { url: databaseUrl, dir: dataDir }, say, progressLine()))
    say('Restored. Rows and sums are those of the backup.')
  } else if (values.verify) {
    show(await verifyBackup(path, progressLine()))
    say('It can be restored: rows and sums are those of the backup.')
  }
  if (what === 'backup') say(`Saved to ${path}.`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
