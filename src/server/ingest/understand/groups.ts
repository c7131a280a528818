/** Accounting reports write a customer or product on a row of its own, above the rows that belong to it. */
import type { Mapping } from './column-names.ts'
import { wordsOf } from './header-words.ts'
import type { Survey } from './survey.ts'
import { plainWords } from './words/table.ts'

const filledIn = (row: string[]) => row.filter(cell => cell.trim() !== '').length
const isGroup = (row: string[]) => (row[0] ?? '').trim() !== '' && filledIn(row) === 1
/** What closes a group: "Total for Ann Lee". */
const closes =
  /^(total|subtotal|sum|summe|gesamt|zwischensumme|totale|totaal|suma|razem|totalt|toplam|итого|всего)(?!\p{L})|(?<!\p{L})(total|subtotal|gesamt|summe)$|^(合計|小計|合计|小计|합계|소계)/u
const isClosing = (row: string[]) => closes.test(plainWords(row[0] ?? ''))

/** Of lines at least so many cells are filled. */
const lineCells = 3

/** Whether the first column holds the names of groups of rows. */
export const isGrouped = ({ firstRows }: Pick<Survey, 'firstRows'>): boolean => {
  const groups = firstRows.filter(row => isGroup(row) && !isClosing(row)).length
  const lines = firstRows.filter(row => filledIn(row) >= lineCells && !isClosing(row))
  const bare = lines.filter(row => (row[0] ?? '').trim() === '').length
  return groups > 0 && lines.length > 0 && bare >= 0.95 * lines.length
}

/** What the groups are, by the column's name or by the report's title; customers where nothing says otherwise. */
export const withGroups = (survey: Survey, mapping: Mapping): void => {
  const [first] = survey.columns
  if (!first || !isGrouped(survey)) return
  const title = `${wordsOf(first)} ${survey.above.flat().map(wordsOf).join(' ')}`
  const isOfGoods =
    /\b(products?|items?|services?|artikel|produkte?|produits?|articles?|productos?|articulos?|prodott[oi]|produtos?)\b/.test(
      title,
    )
  const field = isOfGoods && !/\b(customers?|clients?|kunden?)\b/.test(title) ? 'product_name' : 'customer_name'
  for (const [other, column] of Object.entries(mapping)) if (column === first) delete mapping[other]
  if (!mapping[field]) mapping[field] = first
}

/** Hands a group's name down to its rows. Says of each row whether it is a group's own. */
export const groupNames = (survey: Survey) => {
  const isOn = isGrouped(survey)
  let name = ''
  return (row: string[]): boolean => {
    if (!isOn) return false
    if (isClosing(row)) name = ''
    else if (isGroup(row)) {
      name = row[0] ?? ''
      return true
    } else if ((row[0] ?? '').trim() === '') row[0] = name
    return false
  }
}
