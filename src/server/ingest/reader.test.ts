import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readApart } from './reader.ts'

const place = () => {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const readingOf = (path: string) => ({ path, fileName: 'orders.csv', saved: [], timezone: 'UTC', today: '2026-11-22', dryRun: true })

const childrenHere = () => readdirSync('/proc/self/task').flatMap(task => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number))

test('what breaks the reading is told', async () => {
  await expect(readApart(readingOf(place()), { progress: () => {} })).rejects.toThrow('EISDIR')
})

test.runIf(process.platform === 'linux')('a reading process that dies is told', async () => {
  const pipe = join(place(), 'never-written.csv')
  execFileSync('mkfifo', [pipe])
  const before = childrenHere()
  const read = readApart(readingOf(pipe), { progress: () => {} })
  read.catch(() => {})
  const reader = await vi.waitFor(() => {
    const found = childrenHere().find(child => !before.includes(child))
    if (!found) throw new Error('no reading process yet')
    return found
  })
  process.kill(reader, 'SIGKILL')
  await expect(read).rejects.toThrow('the reading process ended early')
})
