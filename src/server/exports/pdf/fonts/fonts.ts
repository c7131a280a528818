/** A document's fonts: for each of its letters the first font that has it, cut down to the letters it is asked for. */
import { readFileSync } from 'node:fs'
import { create, type Font } from 'fontkit'
import subsetFont from 'subset-font'
import { families, type FontFile } from './families.ts'
import { systemFolders, systemFonts } from './system.ts'

export type Face = { name: string; font: Font }
export type Fonts = {
  /** undefined: no font has this letter. */
  faceOf: (point: number, bold: boolean) => Face | undefined
  /** Letters that no font here has. */
  missing: number[]
}

export const pointsOf = (text: string) => new Set(Array.from(text, letter => letter.codePointAt(0) ?? 0))
/** They need no glyph: spaces between words are those of the typeface, others are not seen. */
export const unseen = (point: number) =>
  /[\p{C}\p{Z}\p{Variation_Selector}]/u.test(String.fromCodePoint(point)) && point !== 0x20
/** Private letters are letters of somebody's own font. */
const isLetter = (point: number) => !unseen(point) || /\p{Co}/u.test(String.fromCodePoint(point))

let made = 0
const faceOf = (font: Font): Face => {
  const name = `font-${++made}`
  // pdfkit takes two fonts of one name for the same
  Object.defineProperty(font, 'postscriptName', { value: `${font.postscriptName.replace(/-?Thin/, '')}-${made}` })
  return { name, font }
}

/** These do without the typeface's finer rules, which take most of the time. */
const simple = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u

const cut = async ({ path, weights }: FontFile, points: number[], bold: boolean): Promise<Font> => {
  const letters = points.map(point => String.fromCodePoint(point)).join('')
  // vowels of two parts are drawn as these
  const text = letters + letters.normalize('NFD')
  const cuts = {
    ...(weights ? { variationAxes: { wght: bold ? 600 : 400 } } : {}),
    ...(simple.test(text) ? { keepFeatures: ['kern', 'tnum', 'mark', 'mkmk', 'ccmp'] } : {}),
  }
  return create(await subsetFont(readFileSync(path), text, { targetFormat: 'truetype', ...cuts })) as Font
}

/** Cut down to letters that it does not have, a font has no table of letters either. */
const knownTo = (font: Font, points: number[]) => {
  try {
    return points.filter(point => font.hasGlyphForCodePoint(point))
  } catch {
    return []
  }
}

/** Faces by letter, of one weight; what is in `left` afterwards has none. */
const filled = async (left: Set<number>, bold: boolean, text: string, currency: string) => {
  const faces = new Map<number, Face>()
  for (const open of families(text, currency)) {
    if (!left.size) break
    const family = open()
    if (!family) continue
    const wanted = Map.groupBy(left, point => family.fileOf(point, bold)?.path)
    for (const points of wanted.values()) {
      const file = family.fileOf(points[0] ?? 0, bold)
      if (!file) continue
      const font = await cut(file, points, bold)
      const has = knownTo(font, points)
      if (!has.length) continue
      const face = faceOf(font)
      for (const point of has) {
        faces.set(point, face)
        left.delete(point)
      }
    }
  }
  return faces
}

/** `bold`: the part of the text that may stand in bold. */
export const openFonts = async (
  text: { all: string; bold: string },
  currency: string,
  folders = systemFolders,
): Promise<Fonts> => {
  const left = new Set([...pointsOf(text.all)].filter(isLetter))
  const regular = await filled(left, false, text.all, currency)
  for (const { font, has } of systemFonts(left, folders)) {
    const face = faceOf(font)
    for (const point of has) {
      regular.set(point, face)
      left.delete(point)
    }
  }
  const heavy = await filled(
    new Set([...pointsOf(text.bold)].filter(point => regular.has(point))),
    true,
    text.all,
    currency,
  )
  return { faceOf: (point, bold) => (bold && heavy.get(point)) || regular.get(point), missing: [...left] }
}
