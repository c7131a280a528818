/** Text as it is drawn: stretches of one font, from left to right. */
import bidiFactory, { type Bidi } from 'bidi-js'
import { type Face, type Fonts, unseen } from './fonts.ts'

/** `copied`: what the glyphs do not say themselves to those who select or search them. */
export type Run = { face: Face; text: string; copied?: string }
type Stretch = Run & { level: number }

// it is CommonJS, which its types do not say
const bidi = (bidiFactory as unknown as () => Bidi)()
const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u
/** Marks and joiners belong to the letter before them. */
const joins = /^[\p{M}\u200C\u200D]$/u
/** Their glyphs stand in another order than their letters, or for several of them. */
const reordered =
  /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Thai}\p{Script=Lao}]/u

const boxPoint = 0x25a1
export const box = String.fromCodePoint(boxPoint)

const stretchesOf = (text: string, bold: boolean, { faceOf }: Fonts): Stretch[] => {
  const levels = rightToLeft.test(text) ? bidi.getEmbeddingLevels(text, 'auto').levels : null
  const stretches: Stretch[] = []
  let at = 0
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0
    const level = levels?.[at] ?? 0
    at += letter.length
    const last = stretches.at(-1)
    const mark = joins.test(letter) ? last : undefined
    if (mark?.copied !== undefined) {
      mark.copied += letter
      continue
    }
    const face = mark?.face.font.hasGlyphForCodePoint(point) ? mark.face : faceOf(point, bold)
    if (!face && unseen(point) && !/\p{Co}/u.test(letter)) continue
    const known = face ?? faceOf(boxPoint, bold)
    if (!known) continue
    if (last?.face === known && last.level === level && (last.copied === undefined) === (face !== undefined)) {
      last.text += face ? letter : box
      if (last.copied !== undefined) last.copied += letter
    } else stretches.push({ face: known, level, text: face ? letter : box, ...(face ? {} : { copied: letter }) })
  }
  return stretches
}

/** Stretches of at least a level are turned around, from the highest down: UAX 9, L2. */
const turned = (stretches: Stretch[]): Stretch[] => {
  const highest = Math.max(0, ...stretches.map(({ level }) => level))
  let order = stretches
  for (let level = highest; level > 0; level--) {
    const next: Stretch[] = []
    for (let from = 0; from < order.length;) {
      let to = from
      while ((order[to]?.level ?? -1) >= level) to++
      next.push(...(to > from ? order.slice(from, to).toReversed() : order.slice(from, from + 1)))
      from = Math.max(to, from + 1)
    }
    order = next
  }
  return order
}

/** The font lays out letters of such a script from right to left, but not what stands between them. */
const mirrored = (text: string) =>
  [...text]
    .toReversed()
    .map(letter => bidi.getMirroredCharacter(letter) ?? letter)
    .join('')

export const runsOf = (text: string, bold: boolean, fonts: Fonts): Run[] =>
  turned(stretchesOf(text.replaceAll(/[\p{Cc}\p{Zs}]/gu, ' ').normalize(), bold, fonts)).map(
    ({ face, level, text: said, copied }) => {
      if (copied !== undefined) return { face, text: said, copied }
      if (level % 2 && !rightToLeft.test(said)) return { face, text: mirrored(said) }
      return reordered.test(said) ? { face, text: said, copied: said } : { face, text: said }
    },
  )
