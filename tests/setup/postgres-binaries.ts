import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const oldest = 15

const folders = () => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(a) - Number(b)) : []
  return [
    ...versions.map(version => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/bin',
  ]
}

const majorOf = (folder: string) => {
  try {
    return Number(
      /\d+/.exec(
        execFileSync(join(folder, 'postgres'), ['--version'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      )?.[0],
    )
  } catch {
    return 0
  }
}

/** The folder of a PostgreSQL server's programs, version 15 or the next newer one found; undefined if there is none. */
export const postgresBinaries = () =>
  folders().find(folder => existsSync(join(folder, 'initdb')) && majorOf(folder) >= oldest)

const idOf = (flag: string) => {
  try {
    return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return 65_534 // nobody
  }
}

/** PostgreSQL refuses to run as root: then it runs as the system's postgres user. */
export const serverUser = (): { uid?: number; gid?: number } =>
  process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
