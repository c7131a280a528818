import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isRunning } from './processes.ts'

test('this process runs, one that ended does not', () => {
  expect([isRunning(process.pid), isRunning(spawnSync(process.execPath, ['--version']).pid)]).toEqual([true, false])
})

test.runIf(process.platform === 'linux')(
  'one that ended does not run, though its parent has not taken note',
  async () => {
    // ends once its parent is a program that takes note of nobody: a shell might
    const child = 'while read name < /proc/$$/comm && [ "$name" != sleep ]; do :; done'
    const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 30`], { stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [said] = await once(parent.stdout, 'data')
    await vi.waitFor(() => expect(isRunning(Number(said))).toBe(false), { timeout: 60_000 })
    expect(() => process.kill(Number(said), 0)).not.toThrow()
  },
)
