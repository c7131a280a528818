import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { embeddedFolder } from '../../../../tests/setup/database.ts'
import type { Said } from '../../../../tests/setup/embedded-writer.ts'
import { openEmbedded } from './open.ts'

const writer = fileURLToPath(new URL('../../../../tests/setup/embedded-writer.ts', import.meta.url))
/** With PROOF as many as it takes to be sure; each opens the database anew. */
const rounds = process.env.PROOF ? 20 : 7

type Heard = (said: Said, kill: () => void) => void

/** Runs the writer until `heard` kills it; gives everything that it said until its death. */
const runWriter = async (dir: string, heard: Heard) => {
  const child = spawn(process.execPath, [writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  onTestFinished(() => void kill())
  const all: Said[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    const said: Said = JSON.parse(line)
    all.push(said)
    heard(said, kill)
  })
  await once(child, 'close')
  return all
}

const removed = (dir: string) => onTestFinished(() => rmSync(dir, { recursive: true, force: true }))

const whole = (batch: number) => ({ batch, reps: (batch % 5) * 40 + 1, products: (batch % 5) * 40 + 1 })

const batchesOf = (all: Said[]) => all.flatMap(said => ('committed' in said ? [said.committed] : []))
const openedOf = (all: Said[]) => all.flatMap(said => ('opened' in said ? [said.opened] : []))[0]

test(
  `${rounds} rounds of kill −9 in the middle of writes: every acknowledged commit is there afterwards, and none half`,
  { timeout: 900_000 },
  async () => {
    const dir = embeddedFolder()
    removed(dir)
    let acknowledged = 0
    for (let round = 0; round < rounds; round += 1) {
      let left = 3 + (round % 7)
      const all = await runWriter(dir, (said, kill) => {
        if ('committed' in said) left -= 1
        if (left === 0) setTimeout(kill, round % 4)
      })
      const opened = openedOf(all) ?? []
      // at most one more than acknowledged: the one that was committed but not yet told
      expect([acknowledged, acknowledged + 1], `round ${round}`).toContain(opened.length)
      expect(opened, `round ${round}`).toStrictEqual(opened.map((_, index) => whole(index + 1)))
      acknowledged = batchesOf(all).at(-1) ?? 0
    }
    const after = openedOf(await runWriter(dir, (_, kill) => kill())) ?? []
    expect([acknowledged, acknowledged + 1]).toContain(after.length)
    expect(after).toStrictEqual(after.map((_, index) => whole(index + 1)))
    expect(acknowledged).toBeGreaterThanOrEqual(rounds * 3)
  },
)

test('a first start that was killed half-way is made anew', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'analytics-first-'))
  removed(dir)
  const child = spawn(process.execPath, [writer, dir], { stdio: 'inherit' })
  const ended = once(child, 'close')
  while (!existsSync(join(dir, 'database', 'global')) && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  await ended
  expect(existsSync(join(dir, 'database.unfinished'))).toBe(true)

  const words: string[] = []
  const database = await openEmbedded({ dir, say: said => words.push(said) })
  onTestFinished(database.close)
  expect(words).toContainEqual(expect.stringMatching(/first start was cut short .* made anew/))
  expect(existsSync(join(dir, 'database.unfinished'))).toBe(false)
  expect((await sql`select version from data_version`.execute(database.db)).rows).toStrictEqual([{ version: 0 }])
})
