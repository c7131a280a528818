/** Fonts that came as packages, cut into files by letters; which file has which letter stands in `unicode.json`. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const { resolve } = createRequire(import.meta.url)

/** A file and the weights that can be taken out of it; without them it has one. */
export type FontFile = { path: string; weights: boolean }
export type Family = { fileOf: (point: number, bold: boolean) => FontFile | undefined }

/** Scripts by the name Unicode gives them, and the font that has few others. */
const scripts: Record<string, string> = {
  // Noto's glyphs for it do not say which letters they are
  Arabic: 'vazirmatn',
  ...Object.fromEntries(
    `Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam
      Myanmar Oriya Sinhala Tamil Telugu Thaana Thai`
      .split(/\s+/)
      .map(script => [script, `noto-sans-${script.toLowerCase()}`]),
  ),
  Tibetan: 'noto-serif-tibetan',
}
const eastern: Record<string, string> = { Hiragana: 'jp', Katakana: 'jp', Hangul: 'kr', Bopomofo: 'tc', Han: 'sc' }

const prefix = '@fontsource-variable/'
/** The package that would bring a script's letters. */
export const packageOf = (script: string): string | null => {
  const name = eastern[script] ? `noto-sans-${eastern[script]}` : scripts[script]
  return name ? prefix + name : null
}

const pointsIn = (ranges: string): number[] =>
  ranges.split(',').flatMap(range => {
    const [from = 0, to = from] = range
      .replace('U+', '')
      .split('-')
      .map(point => Number.parseInt(point, 16))
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })

/** null: it is not installed. */
const packaged = (name: string): Family | null => {
  let folder: string
  try {
    folder = dirname(resolve(`${prefix}${name}/unicode.json`))
  } catch {
    return null
  }
  const slices = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  const files = new Map<number, FontFile>()
  for (const [slice, ranges] of Object.entries(slices)) {
    const path = join(folder, 'files', `${name}-${slice.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`)
    for (const point of pointsIn(ranges)) files.set(point, { path, weights: true })
  }
  return { fileOf: point => files.get(point) }
}

/** Arrows and triangles, and what the typeface lacks of Latin, Greek and Cyrillic. */
const dejaVu: Family = {
  fileOf: (_, bold) => ({ path: resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${bold ? '-Bold' : ''}.ttf`), weights: false }),
}

/** Chinese letters look different in Japan, Korea, Taiwan and China: whose they are is guessed from the others. */
const easterly = (text: string, currency: string): string[] => {
  const all = ['sc', 'jp', 'kr', 'tc']
  const first = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? 'jp'
    : ['TWD', 'HKD'].includes(currency)
      ? 'tc'
      : /\p{Script=Hangul}/u.test(text)
        ? 'kr'
        : 'sc'
  return [first, ...all.filter(one => one !== first)]
}

/**
 * In the order in which they are asked for a letter: the page's own typeface first, as on screen, and what has many
 * letters after what has few. A package is looked for when it is its turn.
 */
export const families = (text: string, currency: string): (() => Family | null)[] => [
  () => packaged('inter'),
  ...Object.values(scripts).map(name => () => packaged(name)),
  () => dejaVu,
  ...easterly(text, currency).map(land => () => packaged(`noto-sans-${land}`)),
  () => packaged('noto-emoji'),
]
