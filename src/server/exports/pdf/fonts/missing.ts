import { packageOf } from './families.ts'
import { pointsOf } from './fonts.ts'

/** Names of scripts as Unicode has them, of those that somebody's names may be in. */
const scripts = `
  Adlam Arabic Armenian Balinese Bengali Bopomofo Canadian_Aboriginal Cherokee Coptic Cyrillic Devanagari Ethiopic
  Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Javanese Kannada Katakana Khmer Lao Latin Malayalam
  Mongolian Myanmar Nko Ol_Chiki Oriya Osage Pahawh_Hmong Sinhala Sundanese Syriac Tai_Tham Tamil Telugu Thaana
  Thai Tibetan Tifinagh Vai Yi
`
  .trim()
  .split(/\s+/)
  .map(name => ({ name, letters: new RegExp(`\\p{Script=${name}}`, 'u') }))

const scriptOf = (point: number) => scripts.find(({ letters }) => letters.test(String.fromCodePoint(point)))?.name

const list = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** What a reader must know of the letters that are not there: which, in how many texts, and what would bring them. */
export const missingWords = (missing: number[], texts: string[]): string | null => {
  if (!missing.length) return null
  const gone = new Set(missing)
  const count = [...new Set(texts)].filter(text => [...pointsOf(text)].some(point => gone.has(point))).length
  const found = [...new Set(missing.map(scriptOf))]
  const named = found.flatMap(script => (script ? [script.replaceAll('_', ' ')] : []))
  const others = missing
    .filter(point => !scriptOf(point))
    .map(point => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`)
  const shown = others.length > 5 ? [...others.slice(0, 5), `${others.length - 5} more`] : others
  const packages = [...new Set(found.flatMap(script => (script && packageOf(script)) ?? []))]
  const way = packages.length
    ? `${packages.length > 1 ? 'The packages' : 'The package'} ${list(packages)} ${packages.length > 1 ? 'bring' : 'brings'} them, or a font installed on the server`
    : 'A font with them, installed on the server, brings them'
  return `No font here has these letters: ${list([...named, ...shown])}. A box stands for each, in ${count === 1 ? 'one text' : `${count} texts`}; copied or searched, the text is whole. ${way}.`
}
