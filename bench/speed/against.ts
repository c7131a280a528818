import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openAsBlob, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('../..', import.meta.url))
const lockOf = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8')

/** A commit's files beside this folder, with the packages it wants. */
export const checkOut = (revision: string, folder: string, say: (words: string) => void) => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] })
  git('worktree', 'add', '--detach', folder, revision)
  if (lockOf(here) === lockOf(folder)) symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'))
  else {
    say(`${revision}: its packages`)
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const remove = () => {
    git('worktree', 'remove', '--force', folder)
    if (existsSync(folder)) rmSync(folder, { recursive: true })
  }
  return { folder, remove }
}

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

const megabytes = (status: string, name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1000

/** Resident memory of the processes that a process has started. Linux only. */
const memoryOfChildren = async (pid: number): Promise<number> => {
  let sum = 0
  for (const one of await readdir('/proc')) {
    if (!/^\d+$/.test(one)) continue
    const status = await readFile(`/proc/${one}/status`, 'utf8').catch(() => '')
    if (new RegExp(`^PPid:\\s+${pid}$`, 'm').test(status)) sum += megabytes(status, 'VmRSS') || 0
  }
  return sum
}

export type Peak = { server: number; children: number }

/** The most memory of a server and of the processes it starts, in MB, from now until it is asked for; NaN where the system does not tell. */
const watchMemory = (pid: number) => {
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5')
  let children = 0
  let looking = false
  const look = async () => {
    if (looking || process.platform !== 'linux') return
    looking = true
    children = Math.max(children, await memoryOfChildren(pid))
    looking = false
  }
  const timer = setInterval(look, 250)
  return (): Peak => {
    clearInterval(timer)
    if (process.platform !== 'linux') return { server: Number.NaN, children: Number.NaN }
    return { server: megabytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM'), children }
  }
}

/** The server as `npm start` starts it, without demo data unless it is wanted. */
export const startServer = async (folder: string, env: Record<string, string>, demo = false) => {
  const port = await freePort()
  const child = spawn(process.execPath, [join(folder, 'src/server/main.ts'), ...(demo ? [] : ['--empty'])], {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const started = Promise.withResolvers<void>()
  child.stdout.on('data', chunk => {
    output += chunk
    if (output.includes('Analytics Dashboard: ')) started.resolve()
  })
  child.on('exit', code => started.reject(new Error(`the server of ${folder} ended with code ${code}: ${output}`)))
  await started.promise
  const peak = watchMemory(child.pid!)
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  /** Resident memory of the server alone, in MB, now. */
  const memory = () =>
    process.platform === 'linux' ? megabytes(readFileSync(`/proc/${child.pid}/status`, 'utf8'), 'VmRSS') : Number.NaN
  return { base: `http://127.0.0.1:${port}`, peak, memory, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

export const importOrders = async (base: string, path: string): Promise<number> => {
  const form = new FormData()
  form.append('file', await openAsBlob(path, { type: 'text/csv' }), 'orders.csv')
  const response = await fetch(`${base}/api/import?kind=orders`, { method: 'POST', body: form })
  if (!response.ok) throw new Error(`import: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { data: { importId: number } }).data.importId
}
