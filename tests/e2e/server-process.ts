import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type Server = { url: string; folder: string; stop: () => Promise<void> }

const patience = 180_000

type Holds = 'nothing' | 'demo' | { copyOf: string } | { again: Server }

/**
 * A real server on a free port with a folder of its own: empty, with the demo data, or a copy of a stopped server's
 * folder; or a stopped server once more.
 */
export const startServer = async (holds: Holds, env: Record<string, string> = {}): Promise<Server> => {
  const before = typeof holds === 'object' && 'again' in holds ? holds.again : null
  const folder = before?.folder ?? mkdtempSync(join(tmpdir(), 'analytics-e2e-'))
  if (typeof holds === 'object' && 'copyOf' in holds) cpSync(holds.copyOf, folder, { recursive: true })
  const child = spawn(process.execPath, ['src/server/main.ts', ...(holds === 'nothing' ? ['--empty'] : [])], {
    env: {
      ...process.env,
      PORT: before ? new URL(before.url).port : '0',
      DATA_DIR: folder,
      DATABASE_URL: '',
      LOG_LEVEL: 'error',
      NODE_OPTIONS: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const orphaned = () => child.kill('SIGKILL')
  process.once('exit', orphaned)
  let output = ''
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))

  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await closed
    clearTimeout(late)
    process.off('exit', orphaned)
  }
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text.toString()
      const [, address] = /Analytics Dashboard: (http:\/\/\S+)/.exec(output) ?? []
      if (address) resolve(address)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void closed.then(() => reject(new Error(`The server ended before it was ready:\n${output}`)))
    void pause(patience, undefined, { ref: false }).then(() =>
      reject(new Error(`The server was not ready in ${patience / 1000} s:\n${output}`)),
    )
  }).catch(async error => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  return { url, folder, stop }
}

export const removeFolder = (server: Server) => rmSync(server.folder, { recursive: true, force: true })
