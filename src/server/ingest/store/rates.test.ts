import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import type { Database } from '../../db/database.ts'
import { saveBackup } from '../../db/backup/save.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())
const { load, figures, rowsOf, undo, list, everything } = importsInto(() => database)

// as the European Central Bank writes them: newest first, N/A where there is none, a comma at the end of each line
const central = fileOf(
  [
    'Date,USD,JPY,CYP,DKK,GBP,',
    '2026-11-06,1.0852,165.21,N/A,7.4604,0.8571,',
    '2026-11-05,1.08,165.2,N/A,7.4601,0.857,',
    '2026-11-02,1.0775,164.1,N/A,7.4599,0.855,',
    '2026-10-20,1.07,164,0.5853,7.4588,0.85,',
  ].join('\n'),
)
const header = ['Order ID', 'Date', 'Customer', 'Product', 'Amount', 'Currency']
const euros = fileOf(csv(header, ['1', '2026-11-01', 'Ada', 'Lamp', 10, 'EUR']))
const abroad = fileOf(
  csv(
    header,
    ['2', '2026-11-02', 'Ben', 'Desk', 100, 'USD'],
    ['3', '2026-11-04', 'Cem', 'Desk', 0.99, 'USD'],
    ['4', '2026-11-08', 'Dee', 'Desk', 5000, 'JPY'],
    ['5', '2026-11-08', 'Eve', 'Desk', 7, 'EUR'],
    ['6', '2026-11-01', 'Fay', 'Desk', 9, 'USD'],
    ['7', '2026-11-13', 'Gus', 'Desk', -10, 'USD'],
    ['8', '2026-11-14', 'Hal', 'Desk', 10, 'USD'],
  ),
)
const stored = () => rowsOf(`select order_id as id, amount from transactions where order_id <> '1' order by 1`)

test('rates by day: each row at the rate of its business day, or of the last one before it within a week', async () => {
  await load(euros)
  await expect(load(abroad)).rejects.toMatchObject({ message: expect.stringContaining('mixes currencies') })
  const { report: rates } = await load(central)
  expect(rates).toMatchObject({
    kind: 'rates',
    currency: null,
    questions: [],
    span: { start: '2026-10-20', end: '2026-11-06' },
    rows: { read: 4, accepted: 4, skipped: 0, inserted: 17, updated: 0, unchanged: 0 },
  })
  expect(rates.notes).toContain(
    '17 rates of 5 currencies: what 1 EUR is in each of them, as the krone shows, which is pegged to the euro. Orders of later imports are exchanged at the rates of their days; what is here stays as it is.',
  )
  expect(await rowsOf(`select base, quote, rate from exchange_rates where day = '2026-11-02' order by 2`)).toEqual([
    { base: 'EUR', quote: 'DKK', rate: 7.4599 },
    { base: 'EUR', quote: 'GBP', rate: 0.855 },
    { base: 'EUR', quote: 'JPY', rate: 164.1 },
    { base: 'EUR', quote: 'USD', rate: 1.0775 },
  ])
  const saved = await saveBackup(database, `${central}.backup`, new Date('2026-11-22'))
  expect(saved.find(({ table }) => table === 'exchange_rates')).toMatchObject({ rows: 17 })
  const { report } = await load(abroad)
  // 100 ÷ 1.0775 = 92.80742…; 0.99 ÷ 1.0775 = 0.918793…, as the 3rd and 4th have none; 5000 ÷ 165.21 = 30.26450…; −10 ÷ 1.0852 = −9.214891…
  expect(await stored()).toEqual([
    { id: '2', amount: 92.8074 },
    { id: '3', amount: 0.9188 },
    { id: '4', amount: 30.2645 },
    { id: '5', amount: 7 },
    { id: '7', amount: -9.2149 },
  ])
  expect(report.skippedRows.map(({ line, reason }) => [line, reason])).toEqual([
    [6, 'no rate of USD for 2026-11-01 or the 7 days before it'],
    [8, 'no rate of USD for 2026-11-14 or the 7 days before it'],
  ])
  // of one dollar: 1 ÷ 1.0852 and 1 ÷ 1.0775
  expect(report).toMatchObject({
    currency: 'EUR',
    exchange: {
      by: 'days',
      currencies: [
        { from: 'USD', rows: 3, lowest: 0.921489, highest: 0.928074, first: '2026-11-02', last: '2026-11-06' },
        { from: 'JPY', rows: 1, lowest: 0.0060529, highest: 0.0060529, first: '2026-11-06', last: '2026-11-06' },
      ],
    },
  })
  expect(report.notes).toContain(
    '3 rows are in USD and exchanged by the rates of 2026-11-02 to 2026-11-06: 1 USD is 0.921489 to 0.928074 EUR. Each amount is rounded to four decimals.',
  )
  expect((await list())[0]).toMatchObject({ kind: 'orders', status: 'done', undoable: true })
})

test('neither an import of rates nor its undo changes a row that is here; corrected rates come back with the undo', async () => {
  await load(euros)
  const { importId: first } = await load(central)
  await load(abroad)
  const before = await everything()
  const corrected = fileOf(['Date,USD,DKK,GBP', '2026-11-09,1.1,7.46,0.86', '2026-11-06,1.2,7.4604,0.8571'].join('\n'))
  const dry = await load(corrected, { dry_run: true })
  expect(dry.report.dryRun).toEqual({ existing: 3, new: 3, changed: null, revenueChange: null })
  const { importId, report } = await load(corrected)
  expect(report.rows).toMatchObject({ inserted: 3, updated: 1, unchanged: 2 })
  expect({ ...(await everything()), mappings: [] }).toEqual({ ...before, mappings: [] })
  const rates = () =>
    rowsOf(`select day, quote, rate from exchange_rates where quote = 'USD' and day > '2026-11-05' order by 1`)
  expect(await rates()).toEqual([
    { day: '2026-11-06', quote: 'USD', rate: 1.2 },
    { day: '2026-11-09', quote: 'USD', rate: 1.1 },
  ])
  // the same orders again: at today's rates, as said by the dry run
  expect((await load(abroad, { dry_run: true })).report.dryRun).toMatchObject({ existing: 5, changed: 1 })
  await expect(undo(first!)).rejects.toMatchObject({ status: 409 })
  expect(await undo(importId!)).toEqual({ removed: 3, restored: 1 })
  expect(await rates()).toEqual([{ day: '2026-11-06', quote: 'USD', rate: 1.0852 }])
  expect(await undo(first!)).toEqual({ removed: 17, restored: 0 })
  expect(await rowsOf('select 1 from exchange_rates')).toEqual([])
  expect({ ...(await everything()), mappings: [] }).toEqual({ ...before, mappings: [] })
  await expect(load(abroad)).rejects.toMatchObject({ message: expect.stringContaining('mixes currencies') })
})

test('a correction that is quoted the other way round takes the place of what it corrects, and gives it back', async () => {
  await load(euros)
  await load(fileOf(csv(['Day', 'Currency', 'Rate'], ['2026-11-02', 'USD', 1.25])), {
    styles: '{"Rate: quoted": "per EUR"}',
  })
  const turned = fileOf(csv(['Day', 'Currency', 'Rate'], ['2026-11-02', 'USD', 0.5]))
  const { importId, report } = await load(turned, { styles: '{"Rate: quoted": "in EUR"}' })
  expect(report.rows).toMatchObject({ inserted: 0, updated: 1, unchanged: 0 })
  const order = (id: string) => load(fileOf(csv(header, [id, '2026-11-02', 'Ben', 'Desk', 100, 'USD'])))
  await order('2')
  expect(await undo(importId!)).toEqual({ removed: 0, restored: 1 })
  await order('3')
  expect(await stored()).toEqual([
    { id: '2', amount: 50 },
    { id: '3', amount: 80 },
  ])
})

test('rates in rows of their own are asked what they are of; by a third currency, and turned round', async () => {
  await load(fileOf(csv(header, ['1', '2026-11-01', 'Ada', 'Lamp', 10, 'GBP'])))
  const rows = fileOf(
    csv(
      ['Day', 'Currency', 'Rate'],
      ['2026-11-02', 'USD', 0.92],
      ['2026-11-02', 'GBP', 1.15],
      ['2026-11-03', 'SEK', 0],
      ['2026-11-03', 'Dollar', 1],
      ['2026-11-02', 'USD', 0.93],
    ),
  )
  const { report } = await load(rows, { dry_run: true })
  expect(report.questions).toEqual([
    {
      column: 'Rate: quoted',
      about: 'meaning',
      sentence: 'What are these rates of, and in which currency? The first is USD 0.92 on 2026-11-02.',
      options: [
        { value: 'per EUR', example: '1 EUR is 0.92 USD' },
        { value: 'in EUR', example: '1 USD is 0.92 EUR' },
        { value: 'per CHF', example: '1 CHF is 0.92 USD' },
        { value: 'in CHF', example: '1 USD is 0.92 CHF' },
      ],
    },
  ])
  expect(report.skippedRows.map(({ line, reason }) => [line, reason])).toEqual([
    [4, 'SEK 0 is no exchange rate'],
    [5, 'Currency "DOLLAR" is no code of a currency such as USD'],
    [6, 'rates of 2026-11-02 USD stand on line 2 already'],
  ])
  await load(rows, { styles: '{"Rate: quoted": "in EUR"}' })
  const file = fileOf(
    csv(header, ['2', '2026-11-03', 'Ben', 'Desk', 100, 'USD'], ['3', '2026-11-03', 'Cem', 'Desk', 100, 'EUR']),
  )
  await load(file)
  // 100 × 0.92 ÷ 1.15, and 100 ÷ 1.15 = 86.95652…
  expect(await stored()).toEqual([
    { id: '2', amount: 80 },
    { id: '3', amount: 86.9565 },
  ])
})

test('how the columns of rates are written is asked once where no cell shows it', async () => {
  const file = fileOf(csv(['Date', 'USD', 'DKK'], ['2026-11-02', '1.085', '7.460'], ['2026-11-03', '1.085', '7.460']))
  const { report } = await load(file, { dry_run: true })
  expect(report.questions.map(({ column }) => column)).toEqual(['USD'])
  const { report: done } = await load(file, { styles: '{"USD": "dot"}' })
  expect(done.rows).toMatchObject({ inserted: 4 })
})

test('a file that does not say its currency, one of which there are no rates, and a rate that is said', async () => {
  await load(euros)
  await load(central)
  const unsaid = fileOf(csv(header.slice(0, 5), ['2', '2026-11-02', 'Ben', 'Desk', 100]))
  expect((await load(unsaid, { rate_of: 'USD' })).report).toMatchObject({ revenue: 92.8074, exchange: { by: 'days' } })
  const krona = fileOf(
    csv(header, ['3', '2026-11-02', 'Cem', 'Desk', 1, 'USD'], ['4', '2026-11-02', 'Dee', 'Desk', 1, 'SEK']),
  )
  expect((await load(krona, { dry_run: true })).report.problems).toEqual([
    'There are rates by day, but none of SEK. Import them, or leave these rows out.',
  ])
  const dollars = fileOf(csv(header, ['5', '2026-11-02', 'Cem', 'Desk', 100, 'USD']))
  expect((await load(dollars, { rate: 0.5 })).report).toMatchObject({ revenue: 50, exchange: { by: 'rate' } })
})

test('rates leave the demo, the currency and the zone alone', async () => {
  await rowsOf(`update settings set demo_seed = 7`)
  await load(central, { currency: 'EUR', timezone: 'Europe/Berlin' })
  expect(await rowsOf('select currency, timezone, demo_seed as demo from settings')).toEqual([
    { currency: 'USD', timezone: 'UTC', demo: 7 },
  ])
  // where nothing is here yet, a file of one currency is in the company's own
  await load(fileOf(csv(header, ['2', '2026-11-02', 'Ben', 'Desk', 100, 'GBP'])))
  expect(await figures()).toMatchObject({ revenue: 100 })
})

test('sums are those of the rows, each exchanged at the rate of its day and rounded by itself', async () => {
  await load(euros)
  const days = Array.from({ length: 20 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}`)
  const published = days.filter((_, i) => i % 7 < 5)
  const rates = published.map((day, i) => [day, (1.05 + i / 997).toFixed(4), (160 + i / 3).toFixed(2), '7.46'])
  await load(fileOf(csv(['Date', 'USD', 'JPY', 'DKK'], ...rates)))
  const rows = days.flatMap((day, i) =>
    ['USD', 'JPY', 'DKK'].map((currency, n) => [
      `${i}-${n}`,
      day,
      `C${i}`,
      'Desk',
      (((i * 7919 + n * 104_729) % 99_991) / 100).toFixed(2),
      currency,
    ]),
  )
  await load(fileOf(csv(header, ...rows)))
  const [sums] = await rowsOf(`
    with file (id, day, amount, currency) as (values ${rows.map(([id, day, , , amount, currency]) => `('${id}', '${day}'::date, ${amount}::numeric, '${currency}')`).join(', ')}),
    exchanged as materialized (select f.id, round(f.amount / (
      select rate from exchange_rates r where r.quote = f.currency and r.day <= f.day order by r.day desc limit 1), 4) as amount from file f)
    select count(*) as lines, sum(abs(t.amount - f.amount)) as off
    from transactions t join exchanged f on f.id = t.order_id
  `)
  expect(sums).toEqual({ lines: 60, off: 0 })
})
