// Types, architecture, format, lint, dead code, documents, unit and API tests, browser tests: the whole truth. Words
// choose steps by their names; `--changed` does what the changes since main can break, in a minute. Ends with "N
// passed, N failed".
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { changedFiles, isSpec, nearestTests, rememberTimes, type Timed } from './changed.ts'

type Count = { passed: number; failed: number; skipped: number; slowest?: string[] }
type Step = { name: string; command: string[]; report?: () => Count }

const folder = mkdtempSync(join(tmpdir(), 'analytics-test-'))
const vitestReport = join(folder, 'vitest.json')
const browserReport = join(folder, 'browser.json')
const node = process.execPath
const changedOnly = process.argv.includes('--changed')
const bin = (name: string) => join('node_modules', '.bin', name)

const shownSlowest = 10
/** Seconds by file in words, the slowest first. */
const slowest = (files: Timed[]): string[] =>
  files
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, shownSlowest)
    .map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`)

type VitestFile = { name: string; startTime: number; endTime: number }
const fromVitest = (): Count => {
  const report = JSON.parse(readFileSync(vitestReport, 'utf8'))
  const files = (report.testResults as VitestFile[]).map(({ name, startTime, endTime }) => ({
    name: relative('.', name),
    ms: endTime - startTime,
  }))
  rememberTimes(files)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numFailedTestSuites * Number(report.numFailedTests === 0),
    skipped: report.numPendingTests,
    slowest: slowest(files),
  }
}

type Suite = { file: string; suites?: Suite[]; specs?: { tests: { results: { duration: number }[] }[] }[] }
const timeOf = ({ suites = [], specs = [] }: Suite): number =>
  [
    ...suites.map(timeOf),
    ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration))),
  ].reduce((sum, ms) => sum + ms, 0)
const fromPlaywright = (): Count => {
  const { stats, suites } = JSON.parse(readFileSync(browserReport, 'utf8'))
  if (stats.flaky) process.stdout.write(`${stats.flaky} FLAKY: passed only when tried again\n`)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    slowest: slowest((suites as Suite[]).map(suite => ({ name: `tests/e2e/${suite.file}`, ms: timeOf(suite) }))),
  }
}

const vitest = [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
const playwright = [bin('playwright'), 'test', '--reporter=list,json']
const checks: Step[] = [
  { name: 'types: server, stats, contract', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'types: web', command: [bin('tsc'), '-p', 'tsconfig.web.json'] },
  { name: 'architecture', command: [node, 'scripts/check-architecture.ts'] },
  { name: 'SQL that a cluster takes', command: [node, 'scripts/check-cluster.ts'] },
  { name: 'format', command: [bin('oxfmt'), '--check', '.'] },
  { name: 'lint', command: [bin('oxlint')] },
  { name: 'dead code', command: [bin('knip')] },
  { name: 'docs are up to date', command: [node, 'scripts/docs.ts', '--check'] },
]
const everything = (): Step[] => [
  ...checks,
  { name: 'unit and API tests', command: vitest, report: fromVitest },
  { name: 'browser tests', command: playwright, report: fromPlaywright },
]

// the embedded engine only: both run the same tests, and npm test runs both
const withoutPostgres = ['stats', 'server', 'api-embedded', 'web'].flatMap(name => ['--project', name])

/** The checks, the tests that are nearest to what changed, and browser tests that were themselves changed. */
const whatChanged = (): Step[] => {
  const { since, files } = changedFiles()
  const { tests, left } = nearestTests(files)
  const specs = files.filter(isSpec)
  process.stdout.write(
    `${files.length} files differ from ${since.slice(0, 7)}: ${tests.length} test files, the nearest to them` +
      `${left ? `; ${left} more depend on them and are left to npm test` : ''}\n`,
  )
  const unit = [...vitest, ...withoutPostgres, '--passWithNoTests', ...tests]
  const browser = [...playwright, ...specs]
  return [
    ...checks,
    ...(tests.length ? [{ name: 'tests of what changed', command: unit, report: fromVitest }] : []),
    ...(specs.length ? [{ name: 'changed browser tests', command: browser, report: fromPlaywright }] : []),
  ]
}

// tests start many programs: with the cache Node strips types and compiles each file once
const env = {
  ...process.env,
  TZ: 'UTC',
  PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/node'),
}

type Ran = { code: number; said: string }
/** `aside`: beside others, so that what it says comes at its end. */
const run = (command: string[], aside: boolean) =>
  new Promise<Ran>(resolve => {
    const child = spawn(command[0] ?? '', command.slice(1), { stdio: aside ? 'pipe' : 'inherit', env })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()))
    child.on('close', code => resolve({ code: code ?? 1, said }))
    child.on('error', () => resolve({ code: 1, said }))
  })

const inWords = ({ passed, failed, skipped }: Count) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`

const only = process.argv.slice(2).filter(word => !word.startsWith('--'))
const total: Count = { passed: 0, failed: 0, skipped: 0 }
const lines: string[] = []
const take = async (step: Step, aside: boolean) => {
  const began = Date.now()
  if (!aside) process.stdout.write(`\n── ${step.name}\n`)
  const { code, said } = await run(step.command, aside)
  if (aside) process.stdout.write(`\n── ${step.name}\n${said}`)
  let count: Count = { passed: Number(code === 0), failed: Number(code !== 0), skipped: 0 }
  try {
    if (step.report) count = step.report()
  } catch {
    count.failed = 1
  }
  if (code !== 0 && count.failed === 0) count.failed = 1
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  const seconds = Math.round((Date.now() - began) / 1000)
  lines.push(`${count.failed ? 'FAILED' : 'ok    '}  ${step.name}: ${inWords(count)} (${seconds} s)`)
  if (count.slowest) lines.push('        the slowest files:', ...count.slowest)
}

const wanted = (changedOnly ? whatChanged() : everything()).filter(
  ({ name }) => only.length === 0 || only.some(word => name.includes(word)),
)
// the checks beside each other; then tests, which measure waits and have the machine to themselves
await Promise.all(wanted.filter(step => checks.includes(step)).map(step => take(step, true)))
for (const step of wanted) if (!checks.includes(step)) await take(step, false)
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`\n${lines.join('\n')}\n\n${inWords(total)}\n`)
process.exitCode = total.failed ? 1 : 0
