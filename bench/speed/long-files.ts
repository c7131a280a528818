import { closeSync, openSync, writeSync } from 'node:fs'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import { type Random, seededRandom } from '#stats/math/random.ts'

/** One table as CSV and as a workbook: two lines an order, 50,000 customers, and what a right answer about it is. */
export type LongFile = { path: string; lines: number; orders: number; customers: number; revenue: number }

const columns = [
  'order_id',
  'order_date',
  'customer_id',
  'customer_name',
  'sku',
  'product',
  'category',
  'region',
  'channel',
  'quantity',
  'unit_price',
  'status',
]
const channels = ['Online', 'Store', 'Partner', 'Phone']
const customers = 50_000
const firstDay = Date.UTC(2025, 0, 1)
const span = 669 * 86_400_000
const below = (random: Random, n: number) => Math.floor(random() * n)

type Cell = string | number | Date
type Line = { cells: Cell[]; cents: number }

function* linesOf(lines: number): Generator<Line> {
  const random = seededRandom(23)
  let customer = 0
  for (let line = 0; line < lines; line++) {
    const order = Math.floor(line / 2)
    // each customer buys at least once
    if (line % 2 === 0) customer = order < customers ? order : below(random, customers)
    const sku = 2 * below(random, 750) + (line % 2)
    const quantity = 1 + below(random, 5)
    const cents = 499 + (sku % 200) * 25
    const seconds = Math.floor(((order * 2) / lines) * span) / 1000
    yield {
      cells: [
        `S-${100_001 + order}`,
        new Date(firstDay + Math.floor(seconds) * 1000),
        `K${100_000 + customer}`,
        `Customer number ${customer}`,
        `SKU-${sku}`,
        `Product number ${sku}`,
        `Category ${(sku % 12) + 1}`,
        `The region ${(customer % 7) + 1}`,
        channels[order % channels.length]!,
        quantity,
        cents / 100,
        'completed',
      ],
      cents: quantity * cents,
    }
  }
}

/** Text to a file, in pieces of a megabyte. */
const writer = (put: (text: string) => void) => {
  let text = ''
  const flush = () => {
    put(text)
    text = ''
  }
  return {
    add: (more: string) => {
      text += more
      if (text.length > 1_000_000) flush()
    },
    flush,
  }
}

const result = (path: string, lines: number, cents: number): LongFile => ({
  path,
  lines,
  orders: Math.ceil(lines / 2),
  customers: Math.min(customers, Math.ceil(lines / 2)),
  revenue: cents / 100,
})

export const writeLongCsv = (path: string, lines: number): LongFile => {
  const file = openSync(path, 'w')
  const { add, flush } = writer(text => writeSync(file, text))
  add(`${columns.join(',')}\n`)
  let sum = 0
  for (const { cells, cents } of linesOf(lines)) {
    add(`${cells.map(cell => (cell instanceof Date ? cell.toISOString().slice(0, 19) : cell)).join(',')}\n`)
    sum += cents
  }
  flush()
  closeSync(file)
  return result(path, lines, sum)
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (of: [id: string, kind: string, target: string][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${of.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${relationship}/${kind}" Target="${target}"/>`).join('')}</Relationships>`

/** The parts of a workbook beside its sheet and its texts; cells of the second style are moments. */
const smallParts: Record<string, string> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
  '_rels/.rels': relations([['r1', 'officeDocument', 'xl/workbook.xml']]),
  'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${relationship}"><sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relations([
    ['r1', 'worksheet', 'worksheets/sheet1.xml'],
    ['r2', 'styles', 'styles.xml'],
    ['r3', 'sharedStrings', 'sharedStrings.xml'],
  ]),
  'xl/styles.xml': `<styleSheet xmlns="${spreadsheet}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
}

const letters = 'ABCDEFGHIJKL'
const dayZero = Date.UTC(1899, 11, 30)

/** As Excel writes it: each text once, in a part of its own, and moments as numbers of days. */
export const writeLongWorkbook = (path: string, lines: number): LongFile => {
  const file = openSync(path, 'w')
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    writeSync(file, bytes)
  })
  const part = (name: string) => {
    const deflate = new ZipDeflate(name, { level: 1 })
    zip.add(deflate)
    const { add, flush } = writer(text => deflate.push(strToU8(text)))
    const end = () => {
      flush()
      deflate.push(new Uint8Array(), true)
    }
    return { add, end }
  }
  for (const [name, text] of Object.entries(smallParts)) {
    const { add, end } = part(name)
    add(text)
    end()
  }
  const texts = new Map<string, number>()
  const textOf = (text: string) => {
    const known = texts.get(text)
    if (known === undefined) texts.set(text, texts.size)
    return known ?? texts.size - 1
  }
  const xml = (cell: Cell, name: string) => {
    if (typeof cell === 'string') return `<c r="${name}" t="s"><v>${textOf(cell)}</v></c>`
    return cell instanceof Date
      ? `<c r="${name}" s="1"><v>${(cell.getTime() - dayZero) / 86_400_000}</v></c>`
      : `<c r="${name}"><v>${cell}</v></c>`
  }
  const sheet = part('xl/worksheets/sheet1.xml')
  let row = 0
  const addRow = (cells: Cell[]) => {
    row++
    sheet.add(`<row r="${row}">${cells.map((cell, i) => xml(cell, `${letters[i]}${row}`)).join('')}</row>`)
  }
  sheet.add(`<worksheet xmlns="${spreadsheet}"><sheetData>`)
  addRow(columns)
  let sum = 0
  for (const { cells, cents } of linesOf(lines)) {
    addRow(cells)
    sum += cents
  }
  sheet.add('</sheetData></worksheet>')
  sheet.end()
  const shared = part('xl/sharedStrings.xml')
  shared.add(`<sst xmlns="${spreadsheet}" uniqueCount="${texts.size}">`)
  for (const text of texts.keys()) shared.add(`<si><t>${text}</t></si>`)
  shared.add('</sst>')
  shared.end()
  zip.end()
  closeSync(file)
  return result(path, lines, sum)
}
