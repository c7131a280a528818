import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { readOrders } from '../../../bench/orders.ts'
import { cdnow } from './cdnow.ts'

const folder = mkdtempSync(join(tmpdir(), 'orders-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (text: string): string => {
  const path = join(folder, 'orders.csv')
  writeFileSync(path, text)
  return path
}

it('reads columns in any order, quoted names, unsorted dates; leaves returns out and says how many', () => {
  const text =
    '\uFEFFDate,Amount,note,Customer\r\n2026-03-01,5,x,"Smith, J"\r\n2026-02-27,7.50,,"Smith, J"\r\n\r\n2026-03-01,0,,b\r\n2026-03-02,-5,,b\r\n'
  expect(readOrders(file(text))).toEqual({
    histories: [
      { days: [0, 2], amounts: [7.5, 5] },
      { days: [2], amounts: [0] },
    ],
    last: 2,
    lines: 4,
    returns: 1,
    firstDate: '2026-02-27',
    lastDate: '2026-03-01',
  })
})

it('reads the carried sample', () => {
  const { histories, last, lines } = readOrders(fileURLToPath(new URL('./cdnow-sample.csv', import.meta.url)))
  expect([lines, last, histories.length]).toEqual([6919, 545, 2357])
  expect(new Set(histories.map(history => JSON.stringify(history)))).toEqual(
    new Set(cdnow().map(history => JSON.stringify(history))),
  )
})

it.each([
  [
    'customer,day,amount\n',
    'line 1: the header has no date (expected customer,date,amount; got "customer,day,amount")',
  ],
  [
    'customer,date,amount\na,2026-01-01,5\nb,2026-02-30,5\n',
    'line 3: "2026-02-30" is not a date (expected YYYY-MM-DD)',
  ],
  ['customer,date,amount\na,01/02/2026,5\n', 'line 2: "01/02/2026" is not a date (expected YYYY-MM-DD)'],
  [
    'customer,date,amount\n\na,2026-01-01,12 EUR\n',
    'line 3: "12 EUR" is not an amount (expected digits with a decimal point)',
  ],
  ['customer,date,amount\na,2026-01-01\n', 'line 2: "" is not an amount (expected digits with a decimal point)'],
  ['customer,date,amount\n,2026-01-01,5\n', 'line 2: no customer'],
])('names the line of a mistake: %j', (text, message) => {
  expect(() => readOrders(file(text))).toThrow(message)
})

it('refuses a file without orders', () => expect(() => readOrders(file('customer,date,amount\n'))).toThrow('no order'))

it('the churn command prints one JSON object, and fails with a sentence', () => {
  const command = fileURLToPath(new URL('../../../bench/churn-file.ts', import.meta.url))
  const sample = fileURLToPath(new URL('./cdnow-sample.csv', import.meta.url))
  const answer = JSON.parse(
    execFileSync(process.execPath, [command, sample, '--horizon', '180', '--json'], { encoding: 'utf8' }),
  )
  expect(answer).toMatchObject({ n: 2357, horizon: 180, method: 'combined' })
  expect(answer.auc).toBeGreaterThan(0.79)
  const run = () =>
    execFileSync(process.execPath, [command, sample, '--horizon', '0'], { encoding: 'utf8', stdio: 'pipe' })
  expect(run).toThrow('--horizon expects whole days above 0, got "0"')
})
