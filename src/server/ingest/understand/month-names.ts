/**
 * Months by their names in the languages that exports are written in, as Intl knows them: whole and short, alone and in
 * a date (Polish styczeń, 5 stycznia).
 */

const languages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'tr',
  'fi',
  'sv',
  'da',
  'nb',
  'cs',
  'sk',
  'hu',
  'ro',
  'ru',
  'uk',
  'el',
  'id',
]
/** What spreadsheets write and Intl does not. */
const others: [string, number][] = [
  ['mrz', 3],
  ['ene', 1],
  ['set', 9],
  ['sept', 9],
]

/** Without accents, case and the dot of a short name; Turkish ı is i. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(/\p{M}|\.$/gu, '')
    .toLowerCase()
    .replaceAll('ı', 'i')

const shortest = 3

const read = () => {
  const found = new Map<string, number | null>(others)
  // of the beginnings of names that mean different months in different languages, none counts
  const add = (word: string, month: number, isWhole: boolean) => {
    const before = found.get(word)
    if (before === undefined) found.set(word, month)
    else if (before !== month && !isWhole) found.set(word, null)
  }
  const names = languages
    .flatMap(language =>
      (['long', 'short'] as const).flatMap(month => {
        const alone = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' })
        const inDate = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' })
        return Array.from({ length: 12 }, (_, i) =>
          [
            alone.format(Date.UTC(2000, i)),
            inDate.formatToParts(Date.UTC(2000, i)).find(({ type }) => type === 'month')?.value ?? '',
          ].map(name => [plain(name), i + 1] as const),
        ).flat()
      }),
    )
    .filter(([name]) => /^\p{L}{3,}$/u.test(name))
  for (const [name, month] of names) add(name, month, true)
  const whole = new Set(found.keys())
  for (const [name, month] of names) {
    for (let length = shortest; length < name.length; length++)
      if (!whole.has(name.slice(0, length))) add(name.slice(0, length), month, false)
  }
  return found
}

let months: Map<string, number | null> | undefined

/** 1–12, by a name or a beginning of it that tells it apart. */
export const monthOf = (word: string): number | null => (months ??= read()).get(plain(word)) ?? null
