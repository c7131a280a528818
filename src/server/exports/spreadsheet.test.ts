import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { definitions } from '#contract/definitions.ts'
import type { Document } from './document.ts'
import { jsonOf } from './json.ts'
import { xlsxOf } from './spreadsheet.ts'

const document: Document = {
  title: 'Order lines',
  fileName: 'order-lines',
  currency: 'EUR',
  timezone: 'Asia/Kolkata',
  warning: null,
  compared: false,
  facts: [
    ['Range', '2026-11-01 to 2026-11-10'],
    ['Filters', 'region: "North", South; East'],
  ],
  notes: ['A note,\nover two lines'],
  figures: [
    {
      name: 'Revenue',
      kind: 'money',
      value: 1234.5,
      previous: null,
      change: null,
      changeKind: 'percent',
      polarity: 'up_is_good',
    },
  ],
  tables: [
    {
      title: 'Lines [all] / some: by product and by region of the order',
      columns: [
        { name: 'Product', kind: 'text' },
        { name: 'Amount', kind: 'money' },
        { name: 'Share', kind: 'percent' },
        { name: 'Day', kind: 'date' },
        { name: 'At', kind: 'instant' },
      ],
      rows: [
        ['Lamp, "large"', -0.5, 12.3, '2026-11-01', '2026-10-31T20:00:00.000Z'],
        ['two\nlines', 1234567.89, null, '2026-11-02', '2026-11-02T00:00:00.000Z'],
        ['carriage\rreturn', 0, 0, null, null],
        ['Zürich 北京 🙂', 1e-7, 100, '2026-11-03', '2026-11-03T12:34:56.000Z'],
      ],
    },
    { title: 'Lines [all] / some: by product and by channel', columns: [{ name: 'Nothing', kind: 'text' }], rows: [] },
  ],
}

const withText = (text: string): Document => ({
  ...document,
  tables: [{ title: 'T', columns: [{ name: 'N', kind: 'text' }], rows: [[text]] }],
})

test('JSON has everything as it is', () => {
  const { tables, facts, ...rest } = JSON.parse(jsonOf(document))
  expect(rest).toEqual({
    title: 'Order lines',
    currency: 'EUR',
    timezone: 'Asia/Kolkata',
    notes: document.notes,
    definitions: [{ name: 'Revenue', text: definitions.totalRevenue.text }],
    figures: document.figures,
  })
  expect(facts[0]).toEqual({ name: 'Range', value: '2026-11-01 to 2026-11-10' })
  expect(tables).toHaveLength(2)
  expect(tables[0].columns).toEqual(document.tables[0]?.columns)
  expect(tables[0].rows[0]).toEqual({
    Product: 'Lamp, "large"',
    Amount: -0.5,
    Share: 12.3,
    Day: '2026-11-01',
    At: '2026-10-31T20:00:00.000Z',
  })
  expect(tables[0].rows[2]).toEqual({ Product: 'carriage\rreturn', Amount: 0, Share: 0, Day: null, At: null })
})

describe('XLSX', () => {
  /** The parts of a zip file, by its central directory. */
  const partsOf = (zip: Buffer) => {
    const parts = new Map<string, string>()
    const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
    let at = zip.readUInt32LE(end + 16)
    for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry++) {
      const [method, packed, nameLength, local] = [
        zip.readUInt16LE(at + 10),
        zip.readUInt32LE(at + 20),
        zip.readUInt16LE(at + 28),
        zip.readUInt32LE(at + 42),
      ]
      const body = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const bytes = zip.subarray(body, body + packed)
      parts.set(
        zip.toString('utf8', at + 46, at + 46 + nameLength),
        (method ? inflateRawSync(bytes) : bytes).toString(),
      )
      at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    }
    return parts
  }
  const plain = (xml: string) =>
    xml.replaceAll(
      /&(lt|gt|quot|apos|amp|#x?\w+);/g,
      (entity, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? entity,
    )
  const open = async (of: Document) => {
    const parts = partsOf(await xlsxOf(of))
    const strings = [
      ...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>\s*<t[^>]*>([\s\S]*?)<\/t>\s*<\/si>/g),
    ].map(([, text = '']) => plain(text))
    const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(
      ([, name = '']) => plain(name),
    )
    const sheet = (number: number) =>
      [...(parts.get(`xl/worksheets/sheet${number}.xml`) ?? '').matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map(
        ([, row = '']) =>
          Object.fromEntries(
            [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>[\s\S]*?<v>([^<]*)<\/v>/g)].map(
              ([, column = '', marks = '', value = '']) => [
                column,
                /t="s"/.test(marks) ? strings[Number(value)] : Number(value),
              ],
            ),
          ),
      )
    return { parts, names, sheet }
  }
  // days since 1899-12-30
  const serial = (moment: string) => Date.parse(`${moment}Z`) / 86_400_000 + 25_569

  test('has a sheet a table with typed cells, and one that says what was asked', async () => {
    const { names, sheet, parts } = await open(document)
    expect(names).toEqual(['Key figures', 'Lines all some by product and', 'Lines all some by product and 2', 'About'])
    expect(names.every(name => name.length <= 31 && !/[\\/?*[\]:]/.test(name))).toBe(true)
    expect(sheet(1)).toEqual([
      { A: 'Figure', B: 'Value', C: 'Comparison', D: 'Change', E: 'Unit of change' },
      { A: 'Revenue', B: 1234.5, E: '%' },
    ])
    const [head, first, second, third] = sheet(2)
    expect(head).toEqual({ A: 'Product', B: 'Amount (EUR)', C: 'Share (%)', D: 'Day', E: 'At' })
    // a moment is shown in the workspace's time zone
    expect(first).toEqual({
      A: 'Lamp, "large"',
      B: -0.5,
      C: 12.3,
      D: serial('2026-11-01T00:00:00'),
      E: expect.closeTo(serial('2026-11-01T01:30:00'), 6),
    })
    expect(second).toEqual({
      A: 'two\nlines',
      B: 1234567.89,
      D: serial('2026-11-02T00:00:00'),
      E: expect.closeTo(serial('2026-11-02T05:30:00'), 6),
    })
    expect(third).toMatchObject({ B: 0, C: 0 })
    expect(sheet(4)).toEqual([
      { A: 'Order lines' },
      { A: 'Range', B: '2026-11-01 to 2026-11-10' },
      { A: 'Filters', B: 'region: "North", South; East' },
      { A: 'Note', B: 'A note,\nover two lines' },
      { A: 'Definition', B: `Revenue: ${definitions.totalRevenue.text}` },
    ])
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('state="frozen"')
  })

  test('money is shown with the decimals of its currency', async () => {
    const formatIn = async (currency: string) =>
      /formatCode="(#,##0[.0]*)"/.exec(
        (await open({ ...document, currency, figures: [] })).parts.get('xl/styles.xml') ?? '',
      )?.[1]
    expect([await formatIn('EUR'), await formatIn('JPY'), await formatIn('KWD')]).toEqual([
      '#,##0.00',
      '#,##0',
      '#,##0.000',
    ])
  })

  test('a number has the decimals that it has, up to three, and never ends in a point', async () => {
    const values = [537, 537.0001, 536.9999, 0.5, 1.25, 2.123, 2.12345, -7]
    const shown = {
      title: 'T',
      columns: [{ name: 'Days', kind: 'number' as const }],
      rows: values.map(value => [value]),
    }
    const { parts } = await open({ ...document, figures: [], tables: [shown] })
    const codes = new Map(
      [...(parts.get('xl/styles.xml') ?? '').matchAll(/numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(
        ([, id = '', code = '']) => [id, code],
      ),
    )
    const styles = (/<cellXfs[\s\S]*<\/cellXfs>/.exec(parts.get('xl/styles.xml') ?? '')?.[0] ?? '').match(/<xf [^>]*>/g)
    const cells = [...(parts.get('xl/worksheets/sheet1.xml') ?? '').matchAll(/<c r="A\d+"[^>]*s="(\d+)"[^>]*>/g)]
    const formats = cells.slice(1).map(([, style]) => {
      const id = /numFmtId="(\d+)"/.exec(styles?.[Number(style)] ?? '')?.[1] ?? ''
      return codes.get(id) ?? { 3: '#,##0', 4: '#,##0.00' }[id]
    })
    expect(formats).toEqual(['#,##0', '#,##0', '#,##0', '#,##0.0', '#,##0.00', '#,##0.000', '#,##0.000', '#,##0'])
  })

  test('what must not be overlooked is on the sheet that opens', async () => {
    const { names, sheet } = await open({
      ...document,
      warning: 'demo data, made up',
      facts: [['Data', 'demo data, made up'], ...document.facts],
    })
    expect(names[0]).toBe('About the demo data')
    expect(sheet(1)[1]).toEqual({ A: 'Data', B: 'demo data, made up' })
  })

  test('names of sheets are whole words, or the short name a table has, and no two are alike whatever their capitals', async () => {
    const named = (title: string, sheet?: string) => ({
      title,
      ...(sheet ? { sheet } : {}),
      columns: [{ name: 'N', kind: 'text' as const }],
      rows: [],
    })
    const titles = [
      'Why revenue changed, by customers',
      "'About'",
      'ABOUT',
      'Revenue by sales representative',
      'x'.repeat(40),
      '[]',
    ]
    const { names } = await open({
      ...document,
      figures: [],
      tables: [named('Why revenue changed, by customers', 'Bridge by customers'), ...titles.map(title => named(title))],
    })
    expect(names).toEqual([
      'Bridge by customers',
      'Why revenue changed, by',
      'About 2',
      'ABOUT 3',
      'Revenue by sales representative',
      'x'.repeat(31),
      'Sheet',
      'About',
    ])
  })

  test('formulas are text, and letters that XML has no place for do not spoil the file', async () => {
    const { sheet, parts } = await open(withText('=1+1 & <b> \u0001\u000b'))
    expect(sheet(2)[1]?.A).toMatch(/^=1\+1 & <b>/)
    for (const xml of parts.values()) expect(xml).not.toMatch(/<f>|(?![\t\r\n])\p{Cc}/u)
  })
})
