import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { importersOf, sourceFiles } from './imports.ts'

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
const lines = (text: string) => text.split('\n').filter(line => line !== '')

/** Where this branch left main; on main, or without it, the last commit. */
const begin = () => {
  try {
    return git('merge-base', 'main', 'HEAD').trim()
  } catch {
    return git('rev-parse', 'HEAD').trim()
  }
}

/** The files that differ from there, committed or not. */
export const changedFiles = (): { since: string; files: string[] } => {
  const since = begin()
  const files = [
    ...lines(git('diff', '--name-only', since)),
    ...lines(git('ls-files', '--others', '--exclude-standard')),
  ]
  return { since, files: [...new Set(files)].filter(path => existsSync(path)) }
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path)
export const isSpec = (path: string) => /^tests\/e2e\/.*\.spec\.ts$/.test(path)

/**
 * Every test that depends on a changed file, the nearest along the imports first, with its distance: 0 changed itself.
 */
const testsByDistance = (changed: string[]): { path: string; distance: number }[] => {
  const importers = importersOf(sourceFiles())
  const found: { path: string; distance: number }[] = []
  let ring = changed.filter(path => importers.has(path))
  const seen = new Set(ring)
  for (let distance = 0; ring.length > 0; distance += 1) {
    found.push(...ring.filter(isTest).map(path => ({ path, distance })))
    ring = [...new Set(ring.flatMap(path => importers.get(path) ?? []))].filter(path => !seen.has(path))
    for (const path of ring) seen.add(path)
  }
  return found
}

const timesPath = 'node_modules/.cache/test-times.json'
/** Of a file that has not run here yet: most tests of the server work on a database. */
const assumed = (path: string) => (path.startsWith('src/server/') ? 8_000 : 1_500)
/** Of both workers together. */
const budget = 40_000

const knownTimes = (): Record<string, number> => {
  try {
    return JSON.parse(readFileSync(timesPath, 'utf8'))
  } catch {
    return {}
  }
}

export type Timed = { name: string; ms: number }

/** Writes down how long test files took; one that several projects run counts with its longest time. */
export const rememberTimes = (files: Timed[]) => {
  const now: Record<string, number> = {}
  for (const { name, ms } of files) now[name] = Math.round(Math.max(ms, now[name] ?? 0))
  mkdirSync(dirname(timesPath), { recursive: true })
  writeFileSync(timesPath, JSON.stringify({ ...knownTimes(), ...now }))
}

/** Tests that were changed, then the nearest others while there is time; `left`: how many there was none for. */
export const nearestTests = (changed: string[]): { tests: string[]; left: number } => {
  const times = knownTimes()
  const tests: string[] = []
  let [spent, left] = [0, 0]
  for (const { path, distance } of testsByDistance(changed)) {
    const time = times[path] ?? assumed(path)
    if (distance > 0 && spent + time > budget) {
      left += 1
      continue
    }
    spent += time
    tests.push(path)
  }
  return { tests, left }
}
