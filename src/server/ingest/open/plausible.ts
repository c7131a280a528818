/** How much a text looks like one that people wrote: the measure that tells character sets apart. */

/** Letters beside a–z that languages write. */
const alphabets = [
  'äöüß',
  'éèêëàâçîïôûùœæ',
  'ñáéíóúü',
  'ãõáâàéêíóôúç',
  'àèéìíîòóù',
  'ëïéèöüó',
  'åäöé',
  'æøåé',
  'ąćęłńóśźż',
  'áčďéěíňóřšťúůýž',
  'áäčďéíľňóôšťúýž',
  'áéíóöőúüű',
  'ăâîșțşţ',
  'çğıöşüâî',
  'čćđšž',
  'ðéíóúýþæöá',
  'ąčęėįšųūž',
  'āčēģīķļņšūž',
  'äõöüšž',
].map(letters => new Set(letters))

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u,
  /\p{Script=Hangul}/u,
]
const scriptOf = (letter: string) => scripts.findIndex(script => script.test(letter))

const word = /[\p{L}\p{M}\u0080-\u{10ffff}]*[\u0080-\u{10ffff}][\p{L}\p{M}\u0080-\u{10ffff}]*/gu
/** Signs that stand in texts beside letters. */
const usual = /[€£¥°§®©™«»‹›–—‘’“”„…·½¼¾²³ªº¿¡№‰±×\u00a0´`•、。・「」【】（）：！？，￥～／－＋]/u

const ofWord = (text: string): number => {
  const letters = [...text]
  let score = 0
  const found = new Set<number>()
  letters.forEach((letter, i) => {
    const before = letters[i - 1] ?? ''
    if (/[\ufffd\u0080-\u009f\ue000-\uf8ff]/u.test(letter)) score -= 4
    else if (/[\p{L}\p{M}]/u.test(letter)) {
      found.add(scriptOf(letter))
      if (letter > '\u007f') score += /\p{Lu}/u.test(letter) ? 1 : 1.2
      if (/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(before)) score -= 1.5
      if (/\p{Ll}/u.test(letter) && letter > '\u007f' && i > 1 && /^\p{Lu}+$/u.test(letters.slice(0, i).join('')))
        score -= 1
    } else if (letter > '\u007f') {
      const isInside = /\p{L}/u.test(before) && /\p{L}/u.test(letters[i + 1] ?? '')
      score += usual.test(letter) ? (isInside ? -1.5 : 1.6) : -3
    }
  })
  return score - 2 * Math.max(0, [...found].filter(script => script >= 0).length - 1)
}

/** The best share of foreign Latin letters that one language has all of. */
const covered = (letters: string[]): number =>
  letters.length === 0
    ? 0
    : Math.max(...alphabets.map(alphabet => letters.filter(letter => alphabet.has(letter)).length)) / letters.length

/** Letters that most texts of a script are made of. */
const common = new Set('оеаинтсрвлОЕАИНТСРВЛαοιετνσηρΑΟΙΕΤΝΣיוהלאמרשתاليمنرتبةวกานรมเอ')

/** Per foreign character: about 2 for a text, below 0 for noise. */
export const plausibility = (text: string): number => {
  const words = text.match(word) ?? []
  const foreign = words.join('').replace(/[^\u0080-\u{10ffff}]/gu, '')
  const characters = [...foreign]
  if (characters.length === 0) return 0
  const latin = characters.filter(letter => scriptOf(letter) === 0).map(letter => letter.toLowerCase())
  const others = characters.filter(letter => scriptOf(letter) > 0 && scriptOf(letter) < 6)
  const language = covered(latin) * latin.length + 2 * others.filter(letter => common.has(letter)).length
  return (words.reduce((sum, one) => sum + ofWord(one), 0) + language) / characters.length
}

/** Words to tell two readings apart by. */
export const foreignWords = (text: string): string[] =>
  [...new Set(text.match(word) ?? [])].filter(one => /\p{L}/u.test(one))
