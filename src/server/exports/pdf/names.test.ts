import { mkdtempSync, rmSync, copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pagesOf } from '../../../../tests/setup/read-pdf.ts'
import type { Document } from '../document.ts'
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
