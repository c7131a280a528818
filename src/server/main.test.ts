import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { embeddedFolder, postgresDatabase } from '../../tests/setup/database.ts'

const main = join(import.meta.dirname, 'main.ts')
const onPostgres = process.env.TEST_ENGINE === 'postgres'

/** Where the program keeps its data in this run: a database that is migrated and empty. */
let place: Record<string, string>
let remove: () => unknown
beforeAll(async () => {
  if (onPostgres) {
    const { url, drop } = await postgresDatabase()
    place = { DATABASE_URL: url }
    remove = drop
  } else {
    const folder = embeddedFolder()
    place = { DATA_DIR: folder }
    remove = () => rmSync(folder, { recursive: true, force: true })
  }
})
afterAll(() => remove())

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})

/** Runs the program; `out` and `error` are what it said so far, `ended` its exit code. */
const run = (args: string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      TZ: 'UTC',
      PORT: '0',
      ...place,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const said = { out: '', error: '' }
  child.stdout.on('data', chunk => (said.out += chunk))
  child.stderr.on('data', chunk => (said.error += chunk))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const url = async () => {
    const address = () => said.out.match(/^Analytics Dashboard: (http:\/\/localhost:\d+)$/m)?.[1]
    while (!address() && child.exitCode === null) await Promise.race([once(child.stdout, 'data'), ended])
    return address()?.replace('localhost', '127.0.0.1') ?? `no address: ${said.out}${said.error}`
  }
  return { child, said, ended, url }
}

describe('the server', () => {
  test('says where it is, answers, finishes what it was asked and starts again on the same data', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, said, ended, url } = run(['--empty'])
      const base = await url()
      expect(await (await fetch(`${base}/api/data`)).json()).toMatchObject({
        data: { demo: false, empty: true, engine: onPostgres ? (inject('citus') ? 'citus' : 'postgres') : 'embedded' },
      })
      expect((await fetch(`${base}/api/revenue/kpis`)).status).toBe(200)
      const stream = await fetch(`${base}/api/live`)
      // either it is in time and answered, or it never reaches the server
      const slow = fetch(`${base}/api/dashboard/summary`).then(
        ({ status }) => status,
        () => 'not taken',
      )
      await stream.body?.getReader().read()
      child.kill(signal)
      expect(await ended).toBe(0)
      expect([200, 503, 'not taken']).toContain(await slow)
      expect(said).toEqual({ out: expect.not.stringContaining('Took over'), error: '' })
    }
  })

  test.skipIf(process.platform === 'win32' || onPostgres)(
    'ends with the npm that started it, also when only npm is told',
    async () => {
      // npm's part: a shell that ends by the signal and does not pass it on
      const shell = spawn('sh', ['-c', `"${process.execPath}" "${main}" --empty; true`], {
        env: { PATH: process.env.PATH, TZ: 'UTC', PORT: '0', npm_lifecycle_event: 'start', ...place },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      running.push(shell)
      let out = ''
      shell.stdout.on('data', chunk => (out += chunk))
      await expect.poll(() => out, { timeout: 60_000 }).toMatch(/^Analytics Dashboard: http/m)
      const base = out.match(/http:\S+/)![0].replace('localhost', '127.0.0.1')
      expect((await fetch(`${base}/api/health`)).status).toBe(200)
      // the pipe stays open until the server has ended, too
      const allEnded = once(shell.stdout, 'close')
      shell.kill('SIGTERM')
      await allEnded
      await expect(fetch(`${base}/api/health`)).rejects.toThrow('fetch failed')
      // in order: the next start finds no lock of a process that is gone
      const next = run(['--empty'])
      await next.url()
      expect(next.said.out).not.toContain('Took over')
      next.child.kill('SIGTERM')
      expect(await next.ended).toBe(0)
    },
  )

  test.skipIf(onPostgres)('refuses a folder that another one has open, by name', async () => {
    const first = run(['--empty'])
    const base = await first.url()
    const second = run(['--empty'])
    expect(await second.ended).toBe(1)
    expect(second.said.error).toBe(
      `The data folder ${place.DATA_DIR} is in use by process ${first.child.pid}, which serves ${base.replace('127.0.0.1', 'localhost')}. Stop it first, or set DATA_DIR to another folder. If you are sure that nothing uses it, delete ${join(place.DATA_DIR ?? '', 'lock')}.\n`,
    )
    expect((await fetch(`${base}/api/health`)).status).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })

  test('a port that is taken is a sentence, and the database is closed again', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const { said, ended } = run(['--empty'], { PORT: String(port) })
    expect([await ended, said.error]).toEqual([
      1,
      `PORT: ${port} is in use by another program. Stop it, or set PORT to another number.\n`,
    ])
    other.close()
    const again = run(['--empty'])
    expect(await again.url()).toMatch(/^http/)
    expect(again.said.out).not.toContain('Took over')
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })
})

// before a database is opened: the same wherever it is
test.skipIf(onPostgres).each([
  [[], { PORT: 'five' }, 'PORT: expected a number from 0 to 65535\n'],
  [[], { DATABASE_URL: 'mysql://localhost' }, 'DATABASE_URL: expected postgres://user:password@host:port/database\n'],
  [['--empty', '--demo'], {}, 'Either --empty or --demo, not both.\n'],
])('%j with %j is refused in a sentence', async (args, env, sentence) => {
  const { said, ended } = run(args, env)
  expect([await ended, said.error, said.out]).toEqual([1, sentence, ''])
})

test.skipIf(onPostgres)('an unknown option, and a host that others reach, are refused', async () => {
  const option = run(['--port=1'])
  const host = run([], { HOST: '0.0.0.0' })
  expect([await option.ended, await host.ended]).toEqual([1, 1])
  expect(option.said.error).toMatch(/^Unknown option '--port'/)
  expect(host.said.error).toMatch(/^HOST: to be reached from other computers it needs the address they use/)
})

test.skipIf(onPostgres)('a folder that cannot be written is a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'analytics-main-'))
  const { said, ended } = run(['--empty'], { DATA_DIR: join(main, 'data') })
  expect(await ended).toBe(1)
  expect(said.error).toMatch(/^The data folder .*main\.ts\/data cannot be used: /)
  rmSync(folder, { recursive: true })
})
