import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clearUploads } from './upload.ts'

test('files that a killed process was sent do not stay', async () => {
  const folders = [process.ppid, process.pid, spawnSync(process.execPath, ['--version']).pid].map(pid =>
    mkdtempSync(join(tmpdir(), `analytics-import-${pid}-`)),
  )
  onTestFinished(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))
  for (const folder of folders) writeFileSync(join(folder, 'upload'), 'a,b')
  await clearUploads()
  expect(folders.map(folder => existsSync(folder))).toEqual([true, false, false])
})
