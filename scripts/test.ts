// The whole truth: types, architecture, lint, dead code, unit and API tests, browser tests. Ends with "N passed, N
// failed".
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

type Count = { passed: number; failed: number; skipped: number }
type Step = { name: string; command: string[]; report?: () => Count }

const folder = mkdtempSync(join(tmpdir(), 'analytics-test-'))
const vitestReport = join(folder, 'vitest.json')
const browserReport = join(folder, 'browser.json')
const node = process.execPath
const bin = (name: string) => join('node_modules', '.bin', name)

const fromVitest = (): Count => {
  const report = JSON.parse(readFileSync(vitestReport, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numFailedTestSuites * Number(report.numFailedTests === 0),
    skipped: report.numPendingTests,
  }
}
const fromPlaywright = (): Count => {
  const { stats } = JSON.parse(readFileSync(browserReport, 'utf8'))
  if (stats.flaky) process.stdout.write(`${stats.flaky} FLAKY: passed only when tried again\n`)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

const steps: Step[] = [
  { name: 'types: server, stats, contract', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'types: web', command: [bin('tsc'), '-p', 'tsconfig.web.json'] },
  { name: 'architecture', command: [node, 'scripts/check-architecture.ts'] },
  { name: 'lint', command: [bin('oxlint')] },
  { name: 'dead code', command: [bin('knip')] },
  { name: 'docs are up to date', command: [node, 'scripts/docs.ts', '--check'] },
  {
    name: 'unit and API tests',
    command: [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    report: fromVitest,
  },
  { name: 'browser tests', command: [bin('playwright'), 'test', '--reporter=list,json'], report: fromPlaywright },
]

// tests start many programs: with the cache Node strips types and compiles each file once
const env = {
  ...process.env,
  TZ: 'UTC',
  PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/node'),
}

const run = (command: string[]) =>
  new Promise<number>(resolve => {
    const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'inherit', env })
    child.on('close', code => resolve(code ?? 1))
    child.on('error', () => resolve(1))
  })

const only = process.argv.slice(2)
const total: Count = { passed: 0, failed: 0, skipped: 0 }
const lines: string[] = []
for (const step of steps) {
  if (only.length && !only.some(word => step.name.includes(word))) continue
  process.stdout.write(`\n── ${step.name}\n`)
  const began = Date.now()
  const code = await run(step.command)
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
  lines.push(
    `${count.failed ? 'FAILED' : 'ok    '}  ${step.name}: ${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''} (${Math.round((Date.now() - began) / 1000)} s)`,
  )
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(
  `\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}\n`,
)
process.exitCode = total.failed ? 1 : 0
