/**
 * Tables of words by what they mean, in the languages that exports are written in. Of a table's rows the first that fits counts.
 * Words are separated by commas. A word fits where one of the text's words begins with it; `~word` anywhere, `word$` where it ends there, too,
 * `=words` only the whole text. Accents and case do not matter. In Chinese, Japanese and Korean a word fits anywhere.
 */
export type WordTable<Meaning extends string> = readonly (readonly [Meaning, string])[]

const accents = /[\u0300-\u036f]/g

/** As words are compared: lower case without accents, full-width letters as narrow ones, one space between words. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim()

const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

const patternOf = (word: string): string => {
  const bare = plainWords(word)
  if (word.startsWith('=')) return `^${bare}$`
  const end = word.endsWith('$') ? '(?!\\p{L})' : ''
  return word.startsWith('~') || eastern.test(bare) ? `${bare}${end}` : `(?<!\\p{L})${bare}${end}`
}

/** Answers of the past, for texts that come again on every row. */
export const remembered = <Answer>(ask: (text: string) => Answer, most = 5_000): ((text: string) => Answer) => {
  const known = new Map<string, Answer>()
  return text => {
    let answer = known.get(text)
    if (answer === undefined) {
      if (known.size > most) known.clear()
      known.set(text, (answer = ask(text)))
    }
    return answer
  }
}

/** What a text means by a table; null where no word of it is known. Each text is looked at once. */
export const meaningBy = <Meaning extends string>(table: WordTable<Meaning>, most = 5_000) => {
  const rows = table.map(
    ([meaning, words]) =>
      [
        meaning,
        new RegExp(
          words
            .split(',')
            .map(word => word.trim())
            .filter(Boolean)
            .map(patternOf)
            .join('|'),
          'u',
        ),
      ] as const,
  )
  return remembered((text): Meaning | null => {
    const words = plainWords(text)
    return words === '' ? null : (rows.find(([, pattern]) => pattern.test(words))?.[0] ?? null)
  }, most)
}
