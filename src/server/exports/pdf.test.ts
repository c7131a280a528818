import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fillsOf, pagesOf } from '../../../tests/setup/read-pdf.ts'
import type { Document, Table, Value } from './document.ts'
import { colours } from './pdf/frame.ts'
import { pdfOf } from './pdf.ts'

const table = (rows: Value[][]): Table => ({
  title: 'Order lines',
  columns: [
    { name: 'Product', kind: 'text' },
    { name: 'Amount', kind: 'money' },
    { name: 'Day', kind: 'date' },
  ],
  rows,
})

const document: Document = {
  title: 'Revenue',
  fileName: 'revenue',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  warning: null,
  compared: true,
  facts: [
    ['Range', '2026-11-01 to 2026-11-10'],
    ['Time zone', 'Europe/Berlin'],
    ['Filters', 'region: North'],
    ['Data as of', '2026-11-10T12:00:00.000Z'],
    ['Rows counted', '12345'],
  ],
  notes: ['Today is not over.'],
  figures: [
    {
      name: 'Revenue',
      kind: 'money',
      value: 1234567,
      previous: 1000000,
      change: 23.5,
      changeKind: 'percent',
      polarity: 'up_is_good',
    },
    {
      name: 'Orders',
      kind: 'count',
      value: 12,
      previous: 12,
      change: 0,
      changeKind: 'percent',
      polarity: 'up_is_good',
    },
    {
      name: 'Conversion rate',
      kind: 'percent',
      value: null,
      previous: null,
      change: null,
      changeKind: 'points',
      polarity: 'up_is_good',
    },
    {
      name: 'Units',
      kind: 'number',
      value: 3,
      previous: 6,
      change: -50,
      changeKind: 'percent',
      polarity: 'up_is_good',
    },
    {
      name: 'Refunds',
      kind: 'money',
      value: 4,
      previous: 0,
      change: null,
      changeKind: 'percent',
      polarity: 'down_is_good',
    },
    {
      name: 'Growth rate',
      kind: 'percent',
      value: 23.5,
      previous: 1,
      change: 22.5,
      changeKind: 'points',
      polarity: 'up_is_good',
      beside: { change: -4, words: 'against the year before' },
    },
  ],
  tables: [],
}

const textOf = async (about: Partial<Document>) =>
  pagesOf(await pdfOf({ ...document, ...about }))
    .join('|')
    .replaceAll('|', ' ')
    .replaceAll(/ +/g, ' ')

const trendOf = (rows: Value[][]): Table => ({
  title: 'Revenue over time',
  columns: ['From', 'To', 'Revenue', 'Comparison', 'Change', 'So far'].map((name, index) => ({
    name,
    kind: (['date', 'date', 'money', 'money', 'change', 'text'] as const)[index]!,
  })),
  rows,
  drawing: { as: 'trend', from: 0, to: 1, value: 2, previous: 3, partial: 5 },
})
const day = (
  date: string,
  revenue: number,
  comparison: number | null,
  change: number | null = null,
  partial = '',
): Value[] => [date, date, revenue, comparison, change, partial]

test('what was asked, figures, charts and tables, with text that can be selected', async () => {
  const trend = trendOf([
    day('2026-11-01', 10.5, 8, 31.3),
    day('2026-11-02', -3, 0),
    day('2026-11-03', 1, 2, -50, 'partial'),
  ])
  const bars: Table = {
    ...table([
      ['Żółw Ελλάδα Дом', 1234.5, '2026-11-01'],
      ['Loss', -20, null],
    ]),
    drawing: { as: 'bars', label: 0, value: 1, previous: 3 },
  }
  const funnel: Table = {
    title: 'Sales pipeline',
    columns: [
      { name: 'Stage', kind: 'label' },
      { name: 'Value', kind: 'money' },
    ],
    rows: [
      ['lead', 700],
      ['closed-won', 90_000],
    ],
    drawing: { as: 'funnel', label: 0, value: 1, won: [false, true] },
  }
  const bridge: Table = {
    title: 'Why',
    columns: [
      { name: 'Step', kind: 'text' },
      { name: 'Amount', kind: 'money' },
    ],
    rows: [
      ['Comparison', 8],
      ['New', 5],
      ['Gone', -1.5],
      ['Range', 11.5],
    ],
    drawing: { as: 'bridge', label: 0, value: 1 },
  }
  const pdf = await pdfOf({ ...document, tables: [trend, bars, funnel, bridge, { ...table([]), title: 'Nothing' }] })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true)
  const text = pagesOf(pdf).join('|').replaceAll('|', ' ').replaceAll(/ +/g, ' ')
  const expected = [
    'Range 1 Nov – 10 Nov 2026',
    'Europe/Berlin',
    'region: North',
    '10 Nov 2026, 13:00',
    'Today is not over.',
    'Rows counted 12,345',
    'Revenue €1.23M ▲ 23.5% vs €1.00M',
    'Orders 12 no change vs 12',
    'Conversion rate — Not known',
    'Units 3 ▼ 50.0% vs 6',
    'Refunds €4 new vs €0',
    'Growth rate 23.5% ▼ 4.0% against the year before',
    '1 Nov 2026 €10.50 €8.00 ▲ 31.3%',
    '2 Nov 2026 −€3.00 €0.00 new',
    '3 Nov 2026 €1.00 €2.00 ▼ 50.0% partial',
    'Żółw Ελλάδα Дом €1,235',
    'Żółw Ελλάδα Дом €1,234.50 1 Nov 2026',
    'Loss −€20.00 —',
    'Lead €700',
    'Closed-won €90.0K',
    'New +€5.00',
    'Gone −€1.50',
    'Range €11.50',
    'No rows in this range with these filters.',
    'Definitions Revenue Net amount of completed order lines, less refunds',
    'Page 1 of',
  ]
  expect(expected.filter(words => !text.includes(words))).toEqual([])
})

test('without a comparison the figures say so, and columns that say nothing are left out', async () => {
  const text = await textOf({
    compared: false,
    figures: document.figures.slice(0, 1).map(figure => ({ ...figure, previous: null, change: null })),
    tables: [trendOf([day('2026-11-01', 10.5, null), day('2026-11-02', 3, null)])],
  })
  expect(text).toContain('€1.23M not compared')
  expect(text).toContain('From Revenue 1 Nov 2026 €10.50')
})

test('the key of a trend names only what is drawn', async () => {
  const keyOf = async (previous: number | null, partial = '') =>
    (
      await textOf({
        tables: [trendOf([day('2026-11-01', 10.5, previous), day('2026-11-02', 3, previous, null, partial)])],
      })
    ).match(/2 Nov (Revenue.*?) Revenue over time From/)?.[1]
  expect(await keyOf(8, 'partial')).toBe('Revenue Comparison Not a whole bucket')
  expect(await keyOf(null)).toBe('Revenue')
})

test('the axis of a trend says months of several years with their year, and its last bucket where there is room', async () => {
  const months = ['2025-11', '2025-12', '2026-01'].map((month): Value[] => [
    `${month}-01`,
    `${month}-30`,
    1,
    null,
    null,
    '',
  ])
  expect(await textOf({ tables: [trendOf(months)] })).toContain('Nov 2025 Dec 2025 Jan 2026')
  const days = Array.from({ length: 28 }, (_, index) => day(`2026-11-${String(index + 1).padStart(2, '0')}`, 1, null))
  expect(await textOf({ tables: [trendOf(days)] })).toMatch(/1 Nov (\d+ Nov )+28 Nov Revenue Revenue over time From/)
})

test('bars have one hue, as on screen: grey for the rest', async () => {
  const parts = Array.from({ length: 10 }, (_, index): Value[] => [`Part ${index}`, 100 - index * 10, 5])
  const bars: Table = {
    title: 'Parts',
    columns: [
      { name: 'Part', kind: 'text' },
      { name: 'Revenue', kind: 'money' },
      { name: 'Comparison', kind: 'money' },
    ],
    rows: parts,
    drawing: { as: 'bars', label: 0, value: 1, previous: 2 },
  }
  const pdf = await pdfOf({ ...document, tables: [bars] })
  const drawn = fillsOf(pdf).filter(fill => fill !== colours.sunken)
  // each bar is followed by the mark of its comparison, the last mark is that of the key
  expect(drawn.filter((_, index) => index % 2 === 0).slice(0, 8)).toEqual([
    ...Array<string>(7).fill(colours.accent),
    colours.chartOther,
  ])
  expect(pagesOf(pdf)[0]).toContain('Other (3)')
  const won: Table = {
    title: 'Pipeline',
    columns: [
      { name: 'Stage', kind: 'label' },
      { name: 'Value', kind: 'money' },
    ],
    rows: [
      ['lead', 700],
      ['won', 900],
    ],
    drawing: { as: 'funnel', label: 0, value: 1, won: [false, true] },
  }
  expect(fillsOf(await pdfOf({ ...document, tables: [won] })).filter(fill => fill !== colours.sunken)).toEqual([
    colours.accent,
    colours.positive,
    '#ffffff',
  ])
})

test('the colours are those of the light theme', () => {
  const light =
    /:root \{([\s\S]*?)\n\}/.exec(readFileSync(new URL('../../web/theme.css', import.meta.url), 'utf8'))?.[1] ?? ''
  const token = (name: string) => new RegExp(`--${name}: (#\\w{6});`).exec(light)?.[1]
  for (const [name, value] of Object.entries(colours))
    expect([name, value]).toEqual([name, token(name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))])
})

test('a long table goes on over pages, each with the head of the table, its number and no row lost', async () => {
  const rows = Array.from({ length: 200 }, (_, index): Value[] => [`Product number ${index}`, index / 4, '2026-11-01'])
  const pages = pagesOf(await pdfOf({ ...document, tables: [table(rows)] }))
  expect(pages.length).toBeGreaterThan(4)
  for (const [index, page] of pages.entries()) {
    expect(page.match(/Product\|Amount\|Day/g)).toHaveLength(1)
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
  }
  expect([...pages.join('|').matchAll(/Product number (\d+)/g)].map(([, number]) => Number(number))).toEqual(
    rows.map((_, index) => index),
  )
  // full pages: the footer makes no page of its own, and none but the last is half empty
  const counts = pages.map(page => page.match(/Product number/g)?.length ?? 0)
  expect(Math.min(...counts.slice(1, -1))).toBeGreaterThan(30)
})

test('of a table of more rows than one reads the first are there, and how many there are is said', async () => {
  const rows = Array.from({ length: 201 }, (_, index): Value[] => [`Product number ${index}`, index, '2026-11-01'])
  const shown = async (about: Partial<Table>) => {
    const text = await textOf({ tables: [{ ...table(rows), ...about }] })
    return [text.match(/Product number/g)?.length, /The first .*? rows\. .*?\./.exec(text)?.[0]]
  }
  expect(await shown({})).toEqual([200, 'The first 200 of 201 rows. The Excel, CSV and JSON files hold all of them.'])
  expect(await shown({ total: 300_001 })).toEqual([
    200,
    'The first 200 of 300,001 rows. The CSV and JSON files hold all of them.',
  ])
  expect(await shown({ rows: rows.slice(0, 200) })).toEqual([200, undefined])
})

test('the last row of a table has no page to itself', async () => {
  for (let count = 28; count < 75; count++) {
    const pages = pagesOf(
      await pdfOf({
        ...document,
        figures: [],
        tables: [
          table(Array.from({ length: count }, (_, index): Value[] => [`Product number ${index}`, index, '2026-11-01'])),
        ],
      }),
    )
    const last = pages.at(-1)?.match(/Product number/g)?.length
    expect([count, last === 1]).toEqual([count, false])
  }
})

test('a table of few rows is not torn apart from its title', async () => {
  for (let before = 20; before < 50; before++) {
    const rows = (count: number, name: string) =>
      Array.from({ length: count }, (_, index): Value[] => [`${name} ${index}`, index, '2026-11-01'])
    const pages = pagesOf(
      await pdfOf({
        ...document,
        figures: [],
        tables: [table(rows(before, 'First')), { ...table(rows(6, 'Second')), title: 'The few' }],
      }),
    )
    expect(pages.filter(page => /The few|Second/.test(page))).toHaveLength(1)
  }
})

test('long text stays in its cell', async () => {
  const long = 'A very long product name that needs several lines '.repeat(12)
  const pages = pagesOf(
    await pdfOf({
      ...document,
      tables: [
        table([
          [long, 1, '2026-11-01'],
          ['After', 2, '2026-11-02'],
        ]),
      ],
    }),
  )
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatch(/…[\s\S]*After/)
})

test('words and figures stay whole: a table with many columns gets a wide page', async () => {
  const line = [
    'SO-02752-2',
    'Middle East & Africa',
    'Cloud infrastructure',
    'Direct sales',
    'Bastion Firewall Professional',
    'Customer NumberSeven',
    'representative',
  ]
  const columns = [
    ...line.map((_, index) => ({ name: `C${index}`, kind: 'text' as const })),
    ...Array.from({ length: 5 }, (_, index) => ({ name: `Amount ${index}`, kind: 'money' as const })),
  ]
  const wide: Table = {
    title: 'Wide',
    columns,
    rows: Array.from({ length: 30 }, () => [...line, ...Array.from({ length: 5 }, (_, index) => -12345.67 * index)]),
  }
  const pdf = await pdfOf({ ...document, tables: [wide] })
  const lies = (file: Buffer) =>
    [...file.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(
      ([, width, height]) => Number(width) > Number(height),
    )
  // the figures stand on a page of their own, and a list without them begins at once
  expect(lies(pdf)).toEqual([false, true, true])
  expect(lies(await pdfOf({ ...document, figures: [], tables: [wide] }))).toEqual([true, true])
  const shown = new Set(
    pagesOf(pdf)
      .flatMap(page => page.split('|'))
      .flatMap(text => text.split(' ')),
  )
  const words = [...line.slice(0, 5).join(' ').split(' '), 'Customer', 'NumberSeven', 'representative', '−€49,382.68']
  expect(words.filter(word => !shown.has(word))).toEqual([])
  // what is too long for a column, and only that, is broken
  const longest = 'x'.repeat(120)
  const broken = pagesOf(
    await pdfOf({ ...document, tables: [{ ...wide, rows: [[longest, ...line.slice(1), 1, 2, 3, 4, 5]] }] }),
  ).join('|')
  expect(broken).not.toContain(longest)
  expect(words.slice(1).filter(word => !/SO-|49/.test(word) && !broken.split(/[| ]/).includes(word))).toEqual([])
})

test('whose data it is not stands on each page', async () => {
  const rows = Array.from({ length: 100 }, (_, index): Value[] => [`Product number ${index}`, index, '2026-11-01'])
  const pages = pagesOf(await pdfOf({ ...document, warning: 'demo data, made up', tables: [table(rows)] }))
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.map(page => page.match(/Demo data, made up/g)?.length)).toEqual(pages.map(() => 1))
  expect(pagesOf(await pdfOf({ ...document, tables: [table(rows)] })).join()).not.toMatch(/demo/i)
})
