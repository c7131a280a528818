// The rules of docs/architecture.md that a machine can hold: who imports whom, file sizes, `any`, folder and file
// names.
import { readFileSync } from 'node:fs'
import { resolved, sourceFiles, targetsIn } from './imports.ts'

const mayImport: Record<string, string[]> = {
  contract: ['contract'],
  stats: ['stats'],
  server: ['server', 'contract', 'stats'],
  web: ['web', 'contract'],
}
/** What happens to a file, in order: who comes later knows who came before, never the reverse. */
const ingestRooms = ['open', 'understand', 'read', 'store']
const packagesOf: Record<string, RegExp> = { contract: /^zod$/, stats: /^$/ }
const forbiddenNames = /(^|\/)(utils?|helpers?|lib|common|services?|hooks|types|misc)(\/|\.tsx?$)/
const mostLines = 300
const mostTestLines = 600
/** The formatter breaks code at 120 and leaves SQL as it is: that may be a little wider, not more. */
const widest = 160
/** What is not to be broken: comments, sentences, addresses, regular expressions, names of classes. */
const unbroken = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?:[^/\\]|\\.)+\/|https?:\S+/g
/** Clocks are ours (src/server/time): databases have other rules, by their version. */
const zoneRules = /at time zone/i
const isFree = /^\s*(\/\/|\/?\*)|className=/
/** Tests have titles, scripts write documents, and what an import understands are lists of words. */
const mayBeWide = /\.test\.tsx?$|^(tests|scripts)\/|^src\/server\/ingest\/understand\//
const isTooWide = (line: string) =>
  line.length > widest && !isFree.test(line) && line.replace(unbroken, '').length > widest

const files = sourceFiles()

/** What each file imports, type imports included: no arrow may lead back. */
const arrows = new Map<string, string[]>(files.map(path => [path, []]))

const problems: string[] = []
const say = (path: string, words: string) => problems.push(`${path}: ${words}`)

const ingestRoomOf = (path: string) => ingestRooms.indexOf(path.match(/^src\/server\/ingest\/(\w+)\//)?.[1] ?? '')
const pageOf = (path: string) => path.match(/^src\/web\/pages\/([^/]+)\//)?.[1]

const checkImport = (path: string, target: string) => {
  const room = path.match(/^src\/([^/]+)\//)?.[1]
  if (!room) return
  const to = resolved(path, target)
  const test = /\.test\.tsx?$/.test(path)
  if (!to) {
    const allowed = packagesOf[room]
    if (allowed && !test && !allowed.test(target)) say(path, `${room}/ may not use the package ${target}`)
    return
  }
  if (arrows.has(to)) arrows.get(path)?.push(to)
  const toRoom = to.match(/^src\/([^/]+)\//)?.[1]
  if (toRoom && !mayImport[room]?.includes(toRoom)) say(path, `${room}/ may not import ${toRoom}/ (${target})`)
  if (!test && ingestRoomOf(path) >= 0 && ingestRoomOf(to) > ingestRoomOf(path))
    say(path, `ingest goes ${ingestRooms.join(', ')}: never back (${target})`)
  const [page, toPage] = [pageOf(path), pageOf(to)]
  if (page && toPage && page !== toPage) say(path, `a page never imports a page (${target})`)
  if (toPage && !page && path !== 'src/web/routes.tsx') say(path, `only routes.tsx knows the pages (${target})`)
  if (/^src\/web\/(ui|charts)\//.test(path) && /^src\/web\/(api|filters)\.tsx?$/.test(to))
    say(path, `ui and charts get their data as props (${target})`)
  if (/queries\/dashboard/.test(to) && /queries\/(?!dashboard)/.test(path))
    say(path, 'dashboard calls the other queries, never the reverse')
}

for (const path of files) {
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n').length - 1
  const isTest = /\.test\.tsx?$|^tests\//.test(path)
  const most = isTest ? mostTestLines : mostLines
  if (lines > most) say(path, `${lines} lines, at most ${most}: make it a folder of the same name`)
  if (forbiddenNames.test(path)) say(path, 'a drawer name; call it by what it holds')
  if (/(:|\bas|<)\s*any\b(?!\()/.test(text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, ''))) say(path, 'any')
  if (text.includes('Math.random') && path !== 'scripts/check-architecture.ts')
    say(path, 'Math.random: randomness is seeded, and only in the demo generator')
  if (!isTest && path.startsWith('src/') && zoneRules.test(text))
    say(path, 'at time zone: ask the clock in src/server/time/zone.ts')
  if (/\bexport default\b/.test(text) && !path.endsWith('config.ts')) say(path, 'named exports only')
  const wide = mayBeWide.test(path) ? -1 : text.split('\n').findIndex(isTooWide)
  if (wide >= 0) say(path, `line ${wide + 1} is wider than ${widest} characters beside its texts`)
  const component = /^src\/web\/.*\/[A-Z]\w*(\.test)?\.tsx$/.test(path)
  const name = path.split('/').at(-1) ?? ''
  if (!component && !/^[a-z0-9.-]+$/.test(name)) say(path, 'file names are kebab-case, components PascalCase')
  for (const target of targetsIn(text)) checkImport(path, target)
}

/** Follows the arrows from a file; a file that is met again on its own way closes a circle. */
const done = new Set<string>()
const follow = (path: string, way: string[]) => {
  if (way.includes(path))
    return say(path, `a circle of imports: ${[...way.slice(way.indexOf(path)), path].join(' → ')}`)
  if (done.has(path)) return
  for (const to of arrows.get(path) ?? []) follow(to, [...way, path])
  done.add(path)
}
for (const path of files) follow(path, [])

for (const problem of problems) process.stdout.write(`${problem}\n`)
process.stdout.write(`${files.length} files, ${problems.length} problems\n`)
process.exitCode = problems.length ? 1 : 0
