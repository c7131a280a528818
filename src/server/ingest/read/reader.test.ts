import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readApart } from './reader.ts'
import { fileOf, fixture } from '../test-files.ts'

const readingOf = (path: string) => ({
  path,
  fileName: 'orders.csv',
  saved: [],
  into: 'EUR',
  isFixed: false,
  timezone: 'UTC',
  keyZone: null,
  today: '2026-11-22',
  dryRun: true,
})

const onLinux = process.platform === 'linux'

/** The reading processes that this one has started. */
const readersHere = () =>
  readdirSync('/proc/self/task')
    .flatMap(task => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean))
    .filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('ingest/read/worker.ts'))
    .map(Number)

test('what breaks the reading is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await expect(readApart(readingOf(folder), { progress: () => {} })).rejects.toThrow('EISDIR')
})

test.runIf(onLinux)('a reading process that dies is told, and the next file is read by another', async () => {
  const path = fileOf(`Order ID,Order Date,Total\n${'1,2026-01-01,5\n'.repeat(400_000)}`)
  const kill = () => readersHere().forEach(reader => process.kill(reader, 'SIGKILL'))
  await expect(readApart(readingOf(path), { progress: kill })).rejects.toThrow('the reading process ended early')
  const { report } = await readApart(readingOf(fixture('cdnow.csv')), { progress: () => {} })
  expect(report.rows.accepted).toBe(657)
})

test.runIf(onLinux)('one process reads small files one after the other, whatever became of them', async () => {
  const read = (path: string) => readApart(readingOf(path), { progress: () => {} })
  await read(fixture('cdnow.csv'))
  const waiting = readersHere()
  expect(waiting).toHaveLength(1)
  await expect(read(fileOf(''))).rejects.toThrow('empty')
  expect((await read(fixture('cdnow.csv'))).report.rows.accepted).toBe(657)
  expect(readersHere()).toEqual(waiting)
})

test.runIf(onLinux)('two files at once are read by two processes, of which one stays', async () => {
  const read = () => readApart(readingOf(fixture('cdnow.csv')), { progress: () => {} })
  const both = Promise.all([read(), read()])
  expect(readersHere()).toHaveLength(2)
  await both
  await expect.poll(() => readersHere().length).toBe(1)
})
