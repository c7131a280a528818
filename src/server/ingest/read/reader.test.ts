import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readApart } from './reader.ts'
import { fileOf } from '../test-files.ts'

const readingOf = (path: string) => ({
  path,
  fileName: 'orders.csv',
  saved: [],
  timezone: 'UTC',
  today: '2026-11-22',
  dryRun: true,
})

const childrenHere = () =>
  readdirSync('/proc/self/task').flatMap(task =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )

test('what breaks the reading is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await expect(readApart(readingOf(folder), { progress: () => {} })).rejects.toThrow('EISDIR')
})

test.runIf(process.platform === 'linux')('a reading process that dies is told', async () => {
  const path = fileOf(`Order ID,Order Date,Total\n${'1,2026-01-01,5\n'.repeat(400_000)}`)
  const before = childrenHere()
  const kill = () =>
    childrenHere()
      .filter(child => !before.includes(child))
      .forEach(child => process.kill(child, 'SIGKILL'))
  await expect(readApart(readingOf(path), { progress: kill })).rejects.toThrow('the reading process ended early')
})
