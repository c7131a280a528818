/** Columns by their names. */

/** Field → column name. Stage history columns are fields of their own: `entered:Negotiation`; and so are columns of one currency’s rates: `rate:USD`. */
export type Mapping = Record<string, string>

const accents = /[\u0300-\u036f]/g

/** A column name without case, accents, Pipedrive's "Deal - ", units in brackets, spaces and punctuation. */
export const plainName = (name: string): string =>
  name
    .replace(/\s*[([（][^)\]）]*[)\]）]\s*$/, '')
    .replace(/^deal - /i, '')
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
    .replace(/[^\p{L}\p{N}]/gu, '')

/** As `plainName`, with what stands in brackets. */
export const fullName = (name: string) => plainName(name.replace(/[()[\]]/g, ' '))

const spellings = new Map<string, readonly string[]>()
const spellingsOf = (column: string): readonly string[] => {
  let found = spellings.get(column)
  if (!found) {
    if (spellings.size > 2_000) spellings.clear()
    // Odoo's "Order Lines/Unit Price"
    const ofLine = /^[^/]*\b(?:lines?|items?|zeilen|positionen|lignes|lineas|righe)\/(.+)$/i.exec(column)?.[1]
    found = [plainName(column), fullName(column), ...(ofLine ? [plainName(ofLine)] : [])]
    spellings.set(column, found)
  }
  return found
}

/** Whether a column has one of our names, as `plainName` writes them. */
export const isNamed = (column: string, name: string) => spellingsOf(column).includes(name)

/** The first column that has one of the names, the surest name first. */
export const find = (columns: string[], names: string[], taken: ReadonlySet<string>): string | undefined => {
  for (const name of names) {
    const column = columns.find(candidate => !taken.has(candidate) && isNamed(candidate, name))
    if (column) return column
  }
  return undefined
}

/** What a saved mapping is kept under: the same columns in the same order, whatever their spelling of spaces and case. */
export const signatureOf = (columns: string[]): string => columns.map(plainName).join('|')
