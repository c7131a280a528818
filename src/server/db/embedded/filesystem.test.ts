import fs from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { embeddedFolder } from '../../../../tests/setup/database.ts'
import { SyncedFolder } from './filesystem.ts'
import { startParams } from './start.ts'

const commits = 25

const open = async (folderType: typeof NodeFS, params: string[]) => {
  const dir = embeddedFolder()
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  const pglite = new PGlite({ fs: new folderType(join(dir, 'database')), startParams: params })
  await pglite.waitReady
  await pglite.query('create table kept (n int)')
  return pglite
}

const synced = vi.spyOn(fs, 'fsyncSync')
afterEach(() => {
  synced.mockReset()
})

const commit = async (pglite: PGlite) => {
  synced.mockClear()
  for (let n = 0; n < commits; n += 1) await pglite.query('insert into kept values ($1)', [n])
  return synced.mock.calls.length
}

test('every commit is forced to the disk; PGlite as shipped forces none', async () => {
  const mended = await open(SyncedFolder, startParams(true, '16MB'))
  expect(await commit(mended)).toBe(commits)
  await mended.close()
  const shipped = await open(NodeFS, PGlite.defaultStartParams)
  expect(await commit(shipped)).toBe(0)
  await shipped.close()
})

test('a checkpoint forces data files, and directories whose entries changed', async () => {
  const pglite = await open(SyncedFolder, startParams(true, '16MB'))
  const kinds: string[] = []
  synced.mockImplementation(descriptor => {
    kinds.push(fs.fstatSync(descriptor).isDirectory() ? 'directory' : 'file')
  })
  await pglite.query('create table another as select generate_series(1, 1000) as n')
  await pglite.query('checkpoint')
  expect(new Set(kinds)).toStrictEqual(new Set(['file', 'directory']))
  await pglite.close()
})

test('a commit that the disk refuses is not acknowledged', async () => {
  const pglite = await open(SyncedFolder, startParams(true, '16MB'))
  synced.mockImplementation(() => {
    throw Object.assign(new Error('i/o error'), { code: 'EIO' })
  })
  // PANIC is PostgreSQL's answer to a failed fsync; engine.ts then starts anew from the log
  await expect(pglite.query('insert into kept values (1)')).rejects.toMatchObject({ code: '58030', severity: 'PANIC' })
})
