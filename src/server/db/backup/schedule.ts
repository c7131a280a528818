import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../database.ts'
import { saveBackup } from './save.ts'

export type Schedule = { dir: string; everyHours: number; keep: number }

const ours = /^analytics-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)\.backup\.gz$/
const nameAt = (at: Date) => `analytics-${at.toISOString().slice(0, 19).replaceAll(':', '-')}.backup.gz`
const timeOf = (name: string) => {
  const [, day, time] = name.match(/^analytics-([\d-]{10})T([\d-]{8})/) ?? []
  return Date.parse(`${day}T${time?.replaceAll('-', ':')}Z`)
}

const savedIn = (dir: string) =>
  readdirSync(dir)
    .filter(name => ours.test(name))
    .sort()

/** Saves when the newest is older than it may be, and removes the oldest beyond those to keep. Other files are left alone. */
export const saveIfDue = async (database: Database, { dir, everyHours, keep }: Schedule, now: Date) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const newest = savedIn(dir).at(-1)
  if (newest && now.getTime() - timeOf(newest) < everyHours * 3_600_000) return false
  await saveBackup(database, join(dir, nameAt(now)), now)
  for (const name of savedIn(dir).slice(0, -keep)) rmSync(join(dir, name))
  return true
}

const lookEvery = 60_000

/** Looks each minute whether a backup is due. Returns how to stop; one under way is finished first. */
export const keepBackups = (database: Database, schedule: Schedule, failed: (error: unknown) => void) => {
  let working: Promise<unknown> = Promise.resolve()
  let busy = false
  const look = () => {
    if (busy) return
    busy = true
    working = saveIfDue(database, schedule, new Date())
      .catch(failed)
      .finally(() => (busy = false))
  }
  const timer = setInterval(look, lookEvery)
  timer.unref()
  look()
  return async () => {
    clearInterval(timer)
    await working
  }
}
