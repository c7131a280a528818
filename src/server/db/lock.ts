import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning } from '../process/processes.ts'

/**
 * One process at a time in a data folder: PGlite takes no lock itself, and two processes destroy each other's data.
 * The files lock/1.json, lock/2.json, … name the owners in order; the highest counts. A number is taken by creating its
 * file, which only one process can, and only when the owner before is gone. So two that find a dead owner cannot both
 * take over.
 */
export type Owner = { pid: number; place: string; started: string | null; url: string | null; released: boolean }
export type Lock = { setUrl: (url: string) => void; release: () => void }

const beat = 4_000
const longestWatch = 15_000

const read = (path: string) => {
  try {
    return fs.readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** Where a pid means something: this machine, and (in containers) this set of processes. */
const here = () => {
  let processes = ''
  try {
    processes = fs.readlinkSync('/proc/self/ns/pid')
  } catch {
    // not Linux: one set of processes a machine
  }
  return [hostname(), read('/etc/machine-id'), processes].join('|')
}

/** When a process began, to tell it from a later one with the same number; null where the system does not say. */
const startOf = (pid: number) => {
  if (process.platform === 'linux') {
    const afterName = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')
    return afterName?.[19] ? `${read('/proc/sys/kernel/random/boot_id')} ${afterName[19]}` : null
  }
  if (process.platform === 'win32') return null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

const isAlive = ({ pid, started }: Owner) => {
  if (!isRunning(pid)) return false
  const now = startOf(pid)
  return started === null || now === null || now === started
}

const pathOf = (dir: string, number: number) => join(dir, 'lock', `${number}.json`)

const numbers = (dir: string) => {
  if (!fs.existsSync(join(dir, 'lock'))) return []
  return fs
    .readdirSync(join(dir, 'lock'))
    .flatMap(name => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => b - a)
}

const ownerOf = (path: string): Owner | null => {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * On another machine or in another container a pid says nothing; there the owner's heartbeat on the file is watched.
 */
const heartBeats = async (path: string, say: (words: string) => void, watch: number) => {
  const mark = () => `${fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs} ${read(path)}`
  const before = mark()
  say('The data folder was last used from another machine or container; watching for a moment whether it still is …')
  for (let waited = 0; waited < watch; waited += 500) {
    await sleep(500)
    if (mark() !== before) return true
  }
  return false
}

const isHeld = async (path: string, say: (words: string) => void, watch: number) => {
  if (!fs.existsSync(path)) return false // a newer owner removed it; whoever that is has the next number
  const owner = ownerOf(path)
  if (owner?.released) return false
  return owner?.place === here() ? isAlive(owner) : heartBeats(path, say, watch)
}

const refusal = (dir: string, path: string) => {
  const owner = ownerOf(path)
  const [host] = owner?.place.split('|') ?? []
  const who = owner
    ? `process ${owner.pid}${owner.place === here() ? '' : ` on ${host}`}${owner.url ? `, which serves ${owner.url}` : ''}`
    : 'another process'
  return new Error(
    `The data folder ${resolve(dir)} is in use by ${who}. Stop it first, or set DATA_DIR to another folder. If you are sure that nothing uses it, delete ${join(dir, 'lock')}.`,
  )
}

const write = (path: string, owner: Owner) => {
  fs.writeFileSync(`${path}.new`, JSON.stringify(owner), { flush: true })
  fs.renameSync(`${path}.new`, path)
}

const create = (path: string, owner: Owner) => {
  try {
    fs.writeFileSync(path, JSON.stringify(owner), { flag: 'wx', flush: true })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const mine = new Map<string, Lock>()

const hold = (dir: string, path: string, first: Owner): Lock => {
  let owner = first
  const heart = setInterval(() => {
    const now = Date.now() / 1000
    fs.utimes(path, now, now, () => {})
  }, beat)
  heart.unref()
  const change = (changes: Partial<Owner>) => {
    owner = { ...owner, ...changes }
    write(path, owner)
  }
  const release = () => {
    if (!mine.delete(resolve(dir))) return
    clearInterval(heart)
    if (fs.existsSync(path)) change({ released: true, url: null })
  }
  return { setUrl: url => change({ url }), release }
}

/** Takes the folder for this process, or throws a sentence that names who has it. A dead owner's lock is taken over. */
export const takeLock = async (dir: string, say: (words: string) => void, watch = longestWatch): Promise<Lock> => {
  fs.mkdirSync(join(dir, 'lock'), { recursive: true })
  for (;;) {
    const [highest = 0] = numbers(dir)
    const before = highest > 0 ? pathOf(dir, highest) : undefined
    if (before && (await isHeld(before, say, watch))) throw refusal(dir, before)
    const path = pathOf(dir, highest + 1)
    const owner: Owner = { pid: process.pid, place: here(), started: startOf(process.pid), url: null, released: false }
    if (!create(path, owner)) continue
    // a slow taker may have created a number that others had passed and removed: then a higher one stands, and counts
    if (numbers(dir)[0] !== highest + 1) {
      fs.rmSync(path, { force: true })
      continue
    }
    if (before && ownerOf(before)?.released === false)
      say(`Took over the data folder from process ${ownerOf(before)?.pid}, which ended without closing it.`)
    for (const old of numbers(dir)) if (old <= highest) fs.rmSync(pathOf(dir, old), { force: true })
    const lock = hold(dir, path, owner)
    mine.set(resolve(dir), lock)
    return lock
  }
}

/**
 * Once the server listens: other commands (npm run import) find it by this address. Nothing happens if this process
 * holds no lock on `dir`.
 */
export const setLockUrl = (dir: string, url: string) => mine.get(resolve(dir))?.setUrl(url)

/** The process that has the folder open now, if one on this machine does. */
export const lockOwner = (dir: string): Owner | null => {
  const [highest] = numbers(dir)
  const owner = highest === undefined ? null : ownerOf(pathOf(dir, highest))
  return owner && !owner.released && owner.place === here() && isAlive(owner) ? owner : null
}
