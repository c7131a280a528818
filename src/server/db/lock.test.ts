import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { lockOwner, type Owner, setLockUrl, takeLock } from './lock.ts'
import { openDatabase } from './open.ts'

const taker = fileURLToPath(new URL('../../../tests/setup/lock-taker.ts', import.meta.url))
const quiet = () => {}

const folder = () => {
  const dir = fs.mkdtempSync(join(tmpdir(), 'analytics-lock-'))
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

const startTaker = async (dir: string, url?: string) => {
  const child = spawn(process.execPath, [taker, dir, ...(url ? [url] : [])], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const go = async () => {
    const said = once(child.stdout, 'data')
    child.stdin.end()
    return String((await said)[0]).trim()
  }
  const kill = async () => {
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
  }
  return { pid: child.pid, go, kill }
}

const lockFiles = (dir: string) => fs.readdirSync(join(dir, 'lock')).toSorted()
const stored = (dir: string): Owner =>
  JSON.parse(fs.readFileSync(join(dir, 'lock', lockFiles(dir).at(-1) ?? ''), 'utf8'))
/** The lock as this process would leave it, changed: somebody else's. */
const leave = async (dir: string, changes: Partial<Owner>) => {
  const lock = await takeLock(dir, quiet)
  const owner = stored(dir)
  lock.release()
  fs.writeFileSync(join(dir, 'lock', lockFiles(dir).at(-1) ?? ''), JSON.stringify({ ...owner, ...changes }))
}

test('a second opener is refused, with the name of the first and what to do', async () => {
  const dir = folder()
  const first = await startTaker(dir, 'http://localhost:5001')
  expect(await first.go()).toBe('taken')
  await expect(openDatabase({ dir })).rejects.toThrow(
    `The data folder ${dir} is in use by process ${first.pid}, which serves http://localhost:5001. Stop it first, or set DATA_DIR to another folder.`,
  )
  expect(lockOwner(dir)).toMatchObject({ pid: first.pid, url: 'http://localhost:5001' })
})

test('the same process cannot open a folder twice either, until it closed it', async () => {
  const dir = folder()
  const lock = await takeLock(dir, quiet)
  await expect(takeLock(dir, quiet)).rejects.toThrow(`is in use by process ${process.pid}.`)
  setLockUrl(dir, 'http://localhost:1')
  expect(lockOwner(dir)?.url).toBe('http://localhost:1')
  lock.release()
  expect(lockOwner(dir)).toBeNull()
  const again = await takeLock(dir, quiet)
  expect(lockFiles(dir)).toStrictEqual(['2.json'])
  again.release()
})

test('the lock of a killed process is taken over', async () => {
  const dir = folder()
  const first = await startTaker(dir)
  await first.go()
  await first.kill()
  const words: string[] = []
  const lock = await takeLock(dir, said => words.push(said))
  expect(words).toStrictEqual([`Took over the data folder from process ${first.pid}, which ended without closing it.`])
  lock.release()
})

test.runIf(process.platform === 'linux')(
  'a pid that now belongs to a later process does not keep the folder',
  async () => {
    const dir = folder()
    await leave(dir, { pid: process.ppid, started: 'another boot 1' })
    const lock = await takeLock(dir, quiet)
    expect(lockOwner(dir)?.pid).toBe(process.pid)
    lock.release()
  },
)

test('of many that find a dead owner at once, exactly one takes over', async () => {
  const dir = folder()
  await leave(dir, { pid: 2 ** 22 + 1, released: false })
  const takers = await Promise.all(Array.from({ length: 6 }, () => startTaker(dir)))
  const answers = await Promise.all(takers.map(taking => taking.go()))
  expect(answers.toSorted()).toStrictEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'taken'])
})

test('on another machine or in another container the heartbeat decides', async () => {
  const dir = folder()
  await leave(dir, { place: 'elsewhere|machine|', pid: 1, released: false })
  const path = join(dir, 'lock', lockFiles(dir).at(-1) ?? '')
  let now = 1_700_000_000
  const heart = setInterval(() => fs.utimesSync(path, now, (now += 4)), 100)
  await expect(takeLock(dir, quiet, 60_000)).rejects.toThrow('is in use by process 1 on elsewhere.')
  clearInterval(heart)
  const lock = await takeLock(dir, quiet, 1_000)
  expect(lockOwner(dir)?.pid).toBe(process.pid)
  lock.release()
})

test('a lock file that cannot be read counts as held while it changes, else not', async () => {
  const dir = folder()
  fs.mkdirSync(join(dir, 'lock'))
  fs.writeFileSync(join(dir, 'lock', '7.json'), '')
  const lock = await takeLock(dir, quiet, 1_000)
  expect(lockFiles(dir)).toStrictEqual(['8.json'])
  lock.release()
})
