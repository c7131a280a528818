import { mkdtempSync, rmSync, copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pagesOf } from '../../../../tests/setup/read-pdf.ts'
import type { Document, Table } from '../document.ts'
import { pdfOf } from '../pdf.ts'
import { openFonts } from './fonts/fonts.ts'
import { missingWords } from './fonts/missing.ts'
import { runsOf } from './fonts/runs.ts'
import { linesOf } from './wrap.ts'

const documentOf = (names: string[]): Document => ({
  title: 'Customers',
  fileName: 'customers',
  currency: 'USD',
  timezone: 'UTC',
  warning: null,
  compared: false,
  facts: [['Range', '2026-11-01 to 2026-11-10']],
  notes: [],
  figures: [],
  tables: [
    {
      title: 'Customers',
      columns: [
        { name: 'Name', kind: 'text' },
        { name: 'Amount', kind: 'money' },
      ],
      rows: names.map((name, index) => [name, index]),
    },
  ],
})
const wordsOf = async (names: string[]) =>
  pagesOf(await pdfOf(documentOf(names)))
    .join('|')
    .split('|')
const backwards = (text: string) => [...text].toReversed().join('')

test('names in many scripts are shown, and the text that is copied is theirs', async () => {
  const names = [
    'Żółw Ελλάδα Дом Ưu đãi',
    '株式会社東京デザイン工房',
    '(株)山田商店 Ltd.',
    '서울 전자 주식회사',
    '北京科技有限公司',
    'ร้านกาแฟกรุงเทพ น้ำ',
    'हिन्दी दुकान क्षत्रिय',
    'বাংলা দোকান',
    'தமிழ் கடை கொ',
    'Smile 🙂',
  ]
  const shown = await wordsOf(names)
  expect(names.filter(name => !shown.includes(name))).toEqual([])
  expect(shown.join(' ')).not.toContain('Not shown')
})

test('what is written from the right is drawn from the right, and what stands in it from the left', async () => {
  const shown = await wordsOf(['متجر القاهرة الحديث', 'חנות ספרים', 'شركة ABC (فرع) 12'])
  expect(shown).toContain(backwards('متجر القاهرة الحديث'))
  expect(shown).toContain(backwards('חנות ספרים'))
  expect(shown).toContain(`12 (${backwards('فرع')}) ABC ${backwards('شركة')}`)
})

test('letters that no font has are said, stand as boxes, and are copied as they are', async () => {
  const shown = await wordsOf(['𖬀𖬁 house', '\u{F8F0} mark', 'Plain'])
  expect(shown).toContain('Not shown')
  expect(shown.join(' ')).toContain(
    'No font here has these letters: Pahawh Hmong and U+F8F0. A box stands for each, in 2 texts; copied or searched, the text is whole.',
  )
  expect(shown).toEqual(expect.arrayContaining(['𖬀𖬁 house', '\u{F8F0} mark', 'Plain']))
  const fonts = await openFonts({ all: '𖬀𖬁 house□', bold: '' }, 'USD', [])
  const [boxes, rest] = runsOf('𖬀𖬁 house', false, fonts)
  expect([boxes?.text, boxes?.copied, rest?.text]).toEqual(['□□', '𖬀𖬁', ' house'])
  // a mark belongs to the box of its letter
  expect(runsOf('𖬀𖬰', false, fonts).map(({ text, copied }) => [text, copied])).toEqual([['□', '𖬀𖬰']])
})

test('one page remains one page, however long its names are', async () => {
  const long = (what: string) => `${what} with a name that goes on and on without an end in sight `.repeat(4)
  const names = Array.from({ length: 10 }, (_, index) => long(`${index} 株式会社東京デザイン工房`))
  const money = (name: string) => ({ name, kind: 'money' as const })
  const figures = Array.from({ length: 6 }, (_, index) => ({
    name: `Figure ${index}`,
    kind: 'money' as const,
    value: 1e12,
    previous: 1e12 + index,
    change: -index,
    changeKind: 'percent' as const,
    polarity: 'up_is_good' as const,
  }))
  const trend = {
    title: long('Trend'),
    columns: [
      { name: 'From', kind: 'date' as const },
      { name: 'To', kind: 'date' as const },
      money('Revenue'),
      money('Comparison'),
      { name: 'So far', kind: 'text' as const },
    ],
    rows: [1, 2, 3].map(day => [`2026-11-0${day}`, `2026-11-0${day}`, day * 1e12, null, '']),
    drawing: { as: 'trend' as const, from: 0, to: 1, value: 2, previous: 3, partial: 4 },
  }
  const named = (title: string, drawing?: Table['drawing']): Table => ({
    title: long(title),
    columns: [{ name: 'Name', kind: 'text' }, money('Amount'), { name: 'Change', kind: 'change' }],
    rows: names.map(name => [name, -123_456_789_012.34, null]),
    ...(drawing ? { drawing } : {}),
  })
  const parts = {
    why: [
      named('Why', { as: 'bridge', label: 0, value: 1 }),
      named('What', { as: 'movers', label: 0, value: 1, change: 2 }),
    ].map(table => ({ ...table, rows: table.rows.slice(0, 8) })),
    categories: [named('Categories', { as: 'bars', label: 0, value: 1, previous: -1 })],
  }
  for (const paper of ['a4', 'letter'] as const)
    for (const middle of [parts.why, parts.categories]) {
      const pages = pagesOf(
        await pdfOf(
          {
            ...documentOf([]),
            notes: names,
            facts: [...documentOf([]).facts, ['Filters', names.join(', ')]],
            onePage: true,
            figures,
            tables: [trend, ...middle, named('Products')],
          },
          paper,
        ),
      )
      expect([paper, pages.length, pages[0]?.match(/Page 1 of 1/g)?.length]).toEqual([paper, 1, 1])
    }
})

test('which package would bring them is said', () => {
  const points = [...'ខបབཧ'].map(letter => letter.codePointAt(0)!)
  expect(missingWords(points, ['ខបខ', 'ខ', 'x', 'བཧ', 'བཧ'])).toBe(
    'No font here has these letters: Khmer and Tibetan. A box stands for each, in 3 texts; copied or searched, the text is whole. The packages @fontsource-variable/noto-sans-khmer and @fontsource-variable/noto-serif-tibetan bring them, or a font installed on the server.',
  )
  expect(missingWords([], ['x'])).toBeNull()
})

test('a font of the machine helps where no package has the letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'))
  try {
    // it has Old Italic, which no package of ours has before it
    const { resolve } = createRequire(import.meta.url)
    copyFileSync(resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), join(folder, 'Some.ttf'))
    const { systemFonts } = await import('./fonts/system.ts')
    const found = [...systemFonts(new Set([0x10300, 0xf8f0]), [join(folder, 'nothing'), folder])]
    expect(found.map(({ has, font }) => [has, font.familyName])).toEqual([[[0x10300], 'DejaVu Sans']])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('Chinese letters are those of the land whose other letters stand in the document, else of its currency', async () => {
  const faceIn = async (text: string, currency: string) =>
    (await openFonts({ all: text, bold: '' }, currency, [])).faceOf('直'.codePointAt(0)!, false)?.font.familyName
  expect(await faceIn('直', 'CNY')).toMatch(/SC/)
  expect(await faceIn('直 カ', 'CNY')).toMatch(/JP/)
  expect(await faceIn('直', 'TWD')).toMatch(/TC/)
  expect(await faceIn('直 가', 'USD')).toMatch(/KR/)
})

test('lines end between words, also where no space stands between them, and never within a letter', () => {
  const measure = (text: string) => [...text].length
  expect(linesOf('株式会社東京デザイン工房', 6, 9, measure)).toEqual(['株式会社東京', 'デザイン工房'])
  expect(linesOf('ร้านกาแฟกรุงเทพ', 9, 9, measure)).toEqual(['ร้านกาแฟ', 'กรุงเทพ'])
  expect(linesOf('क्षत्रियक्षत्रिय', 8, 9, measure)).toEqual(['क्षत्रिय', 'क्षत्रिय'])
  for (const line of linesOf('कि'.repeat(20), 7, 99, measure)) expect(line).toMatch(/^(कि)+$/)
})
