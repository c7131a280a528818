/** Digits and signs of other scripts as those of a plain CSV file. */

/** Where the digits of scripts begin: Arabic, Persian, Devanagari, Bengali, Thai. Full-width ones are put right by NFKC. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50]

const western = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0
  const zero = zeros.find(first => code >= first && code < first + 10)
  return zero === undefined ? digit : String(code - zero)
}

const foreign = /[\u0080-\u{10ffff}]/u

/** ="007" is how exports keep spreadsheets from changing 007. */
const unquoted = (cell: string): string => (cell.startsWith('="') && cell.endsWith('"') ? cell.slice(2, -1) : cell)

/** Full-width, Arabic, Persian, Devanagari, Bengali and Thai digits as 0–9, with their separators. */
export const plainDigits = (cell: string): string => {
  const bare = unquoted(cell)
  if (!foreign.test(bare)) return bare
  return bare
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, western)
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
    .replaceAll('،', ',')
}
