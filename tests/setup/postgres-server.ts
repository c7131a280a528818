import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { postgresBinaries, serverUser } from './postgres-binaries.ts'

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

const start = (program: string, args: string[], folder: string) => {
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const child = spawn(program, args, { ...serverUser(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => (output = `${output}${chunk}`.slice(-10_000)))
  return { child, output: () => output }
}

const run = async (program: string, args: string[], folder: string) => {
  const { child, output } = start(program, args, folder)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} failed:\n${output()}`)
}

const execute = async (url: string, statement: string) => {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end().catch(() => {})
  }
}

const untilItAnswers = async (url: string, server: ChildProcess, output: () => string) => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${output()}`)
    const answered = await execute(url, 'select').then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(100)
  }
  throw new Error(`PostgreSQL did not answer within 30 s:\n${output()}`)
}

const end = async (server: ChildProcess) => {
  if (server.exitCode !== null) return
  const ended = once(server, 'close')
  server.kill('SIGINT') // PostgreSQL's fast shutdown
  const stubborn = setTimeout(() => server.kill('SIGQUIT'), 10_000)
  await ended
  clearTimeout(stubborn)
}

/**
 * A PostgreSQL server of its own, on a free port of the loopback, in a temporary folder that `stop` removes; `halt` and `resume` are its
 * going away and coming back.
 * Without fsync: what it holds is thrown away. undefined where no server of version 15 or newer is installed.
 */
export const startPostgres = async ({ settings = [] }: { settings?: string[] } = {}) => {
  const binaries = postgresBinaries()
  if (!binaries) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'analytics-postgres-'))
  const { uid, gid } = serverUser()
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  const data = join(folder, 'data')
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    folder,
  )

  const port = await freePort()
  const all = [
    'fsync=off',
    'full_page_writes=off',
    'max_connections=300',
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    ...settings,
  ]
  const url = `postgres://tester@127.0.0.1:${port}`
  let running: ChildProcess | undefined
  const resume = async () => {
    const { child, output } = start(
      join(binaries, 'postgres'),
      ['-D', data, ...all.flatMap(setting => ['-c', setting])],
      folder,
    )
    running = child
    await untilItAnswers(`${url}/postgres`, child, output)
  }
  const halt = async () => {
    if (running) await end(running)
  }
  const killed = () => running?.kill('SIGQUIT')
  process.once('exit', killed)
  const stop = async () => {
    await halt()
    process.off('exit', killed)
    rmSync(folder, { recursive: true, force: true })
  }
  await resume().catch(async error => {
    await stop()
    throw error
  })
  const createDatabase = async (name: string) => {
    await execute(`${url}/postgres`, `create database ${name}`)
    return `${url}/${name}`
  }
  return { url, createDatabase, halt, resume, stop }
}
