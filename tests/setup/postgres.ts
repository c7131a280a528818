import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../src/server/db/postgres.ts'
import { postgresBinaries, serverUser } from './postgres-binaries.ts'

const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=128MB', 'autovacuum_naptime=10s']

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

const start = (program: string, args: string[], folder: string) => {
  const child = spawn(program, args, { ...serverUser(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  return { child, output: () => output }
}

const run = async (program: string, args: string[], folder: string) => {
  const { child, output } = start(program, args, folder)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} failed:\n${output()}`)
}

const answers = async (url: string, server: ChildProcess, output: () => string) => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${output()}`)
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return client
    } catch {
      await client.end().catch(() => {})
      await sleep(100)
    }
  }
  throw new Error(`PostgreSQL did not answer within 30 s:\n${output()}`)
}

const stop = async (server: ChildProcess) => {
  if (server.exitCode !== null) return
  const ended = once(server, 'close')
  server.kill('SIGINT') // PostgreSQL's fast shutdown
  const stubborn = setTimeout(() => server.kill('SIGQUIT'), 5_000)
  await ended
  clearTimeout(stubborn)
}

/** One PostgreSQL server a run, on a free port of the loopback, in a folder of its own; each test file copies its template database. */
export const setup = async (project: TestProject) => {
  const binaries = postgresBinaries()
  if (!binaries) return
  const folder = mkdtempSync(join(tmpdir(), 'analytics-postgres-'))
  const { uid, gid } = serverUser()
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  const data = join(folder, 'data')
  const user = userInfo().username.replaceAll(/\W/g, '_')
  await run(join(binaries, 'initdb'), ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], folder)

  const port = await freePort()
  const settings = [...fast, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`].flatMap(setting => ['-c', setting])
  const { child, output } = start(join(binaries, 'postgres'), ['-D', data, ...settings], folder)
  const killed = () => child.kill('SIGQUIT')
  process.once('exit', killed)
  const teardown = async () => {
    await stop(child)
    process.off('exit', killed)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const url = `postgres://${user}@127.0.0.1:${port}`
    const client = await answers(`${url}/postgres`, child, output)
    await client.query('create database analytics')
    await client.end()
    const template = await openPostgres(`${url}/analytics`, () => {})
    await template.close()
    project.provide('postgresUrl', url)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}
