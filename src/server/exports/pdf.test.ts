import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Document, Table, Value } from './document.ts'
import { pdfOf } from './pdf.ts'

/** The text of each page, read through the fonts' tables from glyphs to letters, as a reader does that selects it. */
const pagesOf = (pdf: Buffer) => {
  const text = pdf.toString('latin1')
  const objects = new Map([...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]))
  const streamOf = (id: string) => {
    const body = objects.get(id) ?? ''
    const from = body.indexOf('stream\n') + 7
    const bytes = Buffer.from(body.slice(from, body.lastIndexOf('\nendstream')), 'latin1')
    return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
  }
  const reference = (body: string, key: string) => body.match(new RegExp(`/${key} (\\d+) 0 R`))?.[1] ?? ''
  const resolved = (body: string, key: string) => objects.get(reference(body, key)) ?? body
  const lettersOf = (font: string) => {
    const letters = new Map<number, string>()
    for (const [, first = '', list = ''] of streamOf(reference(objects.get(font) ?? '', 'ToUnicode')).matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g))
      for (const [index, [, code = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries()) letters.set(Number.parseInt(first, 16) + index, Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    return letters
  }
  return [...objects.values()].filter(body => /\/Type \/Page\n/.test(body)).map(page => {
    const resources = resolved(page, 'Resources')
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, lettersOf(id)]))
    let letters = new Map<number, string>()
    const words: string[] = []
    for (const [, font, shown] of streamOf(reference(page, 'Contents')).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font) letters = fonts.get(font) ?? new Map()
      else words.push([...(shown ?? '').matchAll(/<(\w+)>/g)].map(([, hex = '']) => hex.match(/.{4}/g)?.map(code => letters.get(Number.parseInt(code, 16)) ?? '?').join('') ?? '').join(''))
    }
    return words.join('|')
  })
}

const table = (rows: Value[][]): Table => ({ title: 'Order lines', columns: [{ name: 'Product', kind: 'text' }, { name: 'Amount', kind: 'money' }, { name: 'Day', kind: 'date' }], rows })

const document: Document = {
  title: 'Revenue',
  fileName: 'revenue',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  warning: null,
  facts: [['Range', '2026-11-01 to 2026-11-10'], ['Time zone', 'Europe/Berlin'], ['Filters', 'region: North'], ['Data as of', '2026-11-10T12:00:00.000Z']],
  notes: ['Today is not over.'],
  figures: [
    { name: 'Revenue', kind: 'money', value: 1234567, previous: 1000000, change: 23.5, changeKind: 'percent' },
    { name: 'Orders', kind: 'count', value: 12, previous: 12, change: 0, changeKind: 'percent' },
    { name: 'Conversion rate', kind: 'percent', value: null, previous: null, change: null, changeKind: 'points' },
    { name: 'Units', kind: 'number', value: 3, previous: 6, change: -50, changeKind: 'percent' },
  ],
  tables: [],
}

test('what was asked, figures, charts and tables, with text that can be selected', async () => {
  const trend: Table = {
    title: 'Revenue over time',
    columns: ['From', 'Revenue', 'Comparison', 'So far'].map((name, index) => ({ name, kind: (['date', 'money', 'money', 'text'] as const)[index]! })),
    rows: [['2026-11-01', 10.5, 8, ''], ['2026-11-02', -3, null, ''], ['2026-11-03', 1, 2, 'partial']],
    drawing: { as: 'trend', at: 0, value: 1, previous: 2, partial: 3 },
  }
  const bars: Table = { ...table([['Żółw Ελλάδα Дом', 1234.5, '2026-11-01'], ['Loss', -20, null]]), drawing: { as: 'bars', label: 0, value: 1 } }
  const pdf = await pdfOf({ ...document, tables: [trend, bars, { ...table([]), title: 'Nothing' }] })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1').trimEnd().endsWith('%%EOF')).toBe(true)
  const text = pagesOf(pdf).join('|')
  const expected = ['Revenue', '1 Nov 2026 to 10 Nov 2026', 'Europe/Berlin', 'region: North', '10 Nov 2026, 13:00', 'Today is not over.', '€1.23M', '▲ 23.5%', 'no change', '—', 'nothing to compare with', '▼ 50.0%', '€10.50', '−€3.00', 'partial', '1 Nov 2026', 'Żółw Ελλάδα Дом', '€1,234.50', '−€20.00', 'No rows in this range with these filters.', 'Page 1 of']
  expect(expected.filter(words => !text.replaceAll('|', ' ').replaceAll(/ +/g, ' ').includes(words))).toEqual([])
})

test('the key of a trend names only what is drawn', async () => {
  const trend = (previous: number | null): Table => ({
    title: 'Revenue over time',
    columns: ['From', 'Revenue', 'Comparison', 'So far'].map((name, index) => ({ name, kind: (['date', 'money', 'money', 'text'] as const)[index]! })),
    rows: [['2026-11-01', 10.5, previous, ''], ['2026-11-02', 3, previous, '']],
    drawing: { as: 'trend', at: 0, value: 1, previous: 2, partial: 3 },
  })
  const textOf = async (previous: number | null) => pagesOf(await pdfOf({ ...document, tables: [trend(previous)] })).join('|').replaceAll('|', ' ')
  expect(await textOf(8)).toContain('Solid: the range. Grey, dashed: the comparison.')
  expect(await textOf(null)).not.toMatch(/dashed|Dotted/)
})

test('a long table goes on over pages, each with the head of the table, its number and no row lost', async () => {
  const rows = Array.from({ length: 300 }, (_, index): Value[] => [`Product number ${index}`, index / 4, '2026-11-01'])
  const pages = pagesOf(await pdfOf({ ...document, tables: [table(rows)] }))
  expect(pages.length).toBeGreaterThan(4)
  for (const [index, page] of pages.entries()) {
    expect(page.match(/Product\|Amount\|Day/g)).toHaveLength(1)
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
  }
  expect([...pages.join('|').matchAll(/Product number (\d+)/g)].map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index))
  // full pages: the footer makes no page of its own, and none but the last is half empty
  const counts = pages.map(page => page.match(/Product number/g)?.length ?? 0)
  expect(Math.min(...counts.slice(1, -1))).toBeGreaterThan(30)
})

test('long text stays in its cell, and a wide table gets a wide page', async () => {
  const long = 'A very long product name that needs several lines '.repeat(12)
  const pages = pagesOf(await pdfOf({ ...document, tables: [table([[long, 1, '2026-11-01'], ['After', 2, '2026-11-02']])] }))
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatch(/…[\s\S]*After/)
  const wide: Table = { title: 'Wide', columns: Array.from({ length: 14 }, (_, index) => ({ name: `C${index}`, kind: 'count' })), rows: [Array.from({ length: 14 }, (_, index) => index)] }
  const box = (await pdfOf({ ...document, tables: [wide] })).toString('latin1').match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/)
  expect(Number(box?.[1])).toBeGreaterThan(Number(box?.[2]))
})

test('whose data it is not stands on each page', async () => {
  const rows = Array.from({ length: 100 }, (_, index): Value[] => [`Product number ${index}`, index, '2026-11-01'])
  const pages = pagesOf(await pdfOf({ ...document, warning: 'demo data, made up', tables: [table(rows)] }))
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.map(page => page.match(/Demo data, made up/g)?.length)).toEqual(pages.map(() => 1))
  expect(pagesOf(await pdfOf({ ...document, tables: [table(rows)] })).join()).not.toMatch(/demo/i)
})
