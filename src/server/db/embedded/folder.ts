import fs from 'node:fs'
import { join } from 'node:path'

const engineVersion = '18' // PostgreSQL's major version inside PGlite 0.5

/**
 * Forces a file or directory to the disk. Windows cannot open a directory: there the rename or entry is synced by the
 * system.
 */
const sync = (path: string) => {
  if (process.platform === 'win32' && fs.statSync(path).isDirectory()) return
  const descriptor = fs.openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

const syncAll = (path: string) => {
  for (const entry of fs.readdirSync(path, { withFileTypes: true, recursive: true }))
    sync(join(entry.parentPath, entry.name))
  sync(path)
}

/** All files under `path`, in bytes. */
const sizeOf = (path: string): number =>
  !fs.existsSync(path)
    ? 0
    : fs
        .readdirSync(path, { withFileTypes: true, recursive: true })
        .filter(entry => entry.isFile())
        .reduce((sum, entry) => sum + fs.statSync(join(entry.parentPath, entry.name)).size, 0)

/**
 * PostgreSQL's own memory for pages, all of which it touches at its start: the usual 128 MB are for those who have the
 * data for it.
 */
export const buffersFor = (path: string): string => (sizeOf(join(path, 'base')) > 64 * 1024 * 1024 ? '128MB' : '16MB')

const isEmpty = (path: string) => !fs.existsSync(path) || fs.readdirSync(path).length === 0

/**
 * The database's folder inside `dir`. A marker file stands beside it from before the first file is made until all are
 * on disk, so a first start that was cut short is recognised, and begun anew: nothing can have been stored in it.
 */
export const prepareFolder = (dir: string, say: (words: string) => void) => {
  const path = join(dir, 'database')
  const marker = join(dir, 'database.unfinished')
  if (fs.existsSync(marker)) {
    say(`The first start was cut short while making ${path}; it is made anew.`)
    fs.rmSync(path, { recursive: true, force: true })
  }
  const version = join(path, 'PG_VERSION')
  if (fs.existsSync(version)) {
    const made = fs.readFileSync(version, 'utf8').trim()
    if (made !== engineVersion)
      throw new Error(
        `${path} was made by version ${made} of the database engine, this program has ${engineVersion}. Back it up with the program that made it, and restore it here.`,
      )
    return { path, finish: () => {} }
  }
  if (!isEmpty(path))
    throw new Error(`${path} holds files but no database. Move them away, or set DATA_DIR to another folder.`)
  say('Making a new database (once, some seconds) …')
  fs.writeFileSync(marker, '')
  sync(dir)
  fs.mkdirSync(path, { recursive: true, mode: 0o700 })
  const finish = () => {
    syncAll(path)
    fs.rmSync(marker)
    sync(dir)
  }
  return { path, finish }
}
