/** Files of orders that are none of sales: purchases of the company's own, and quotes. */
import type { ImportReport } from '#contract'
import type { Mapping } from './column-names.ts'
import { wordsOf } from './header-words.ts'
import type { Survey } from './survey.ts'
import { meaningBy, type WordTable } from './words/table.ts'

type What = 'purchases' | 'quotes'
const headingTable: WordTable<What> = [
  [
    'purchases',
    `supplier, vendor, creditor, payee, purchase order, =po number, =po no, =po date, =po, bill no, bill number, bill date, expense, lieferant, kreditor, einkaufs, ausgabe, aufwand, fournisseur, depense, proveedor, gasto,
    fornitore, spesa, fornecedor, despesa, leverancier, inkoop, uitgave, dostawc, wydat, leverantor, utgift, tedarikci, gider, поставщик, расход, закуп, 仕入先, 仕入, 支払先, 経費, 供应商, 供應商, 采购, 支出, 공급업체, 매입처, 지출, 발주`,
  ],
  [
    'quotes',
    `=quote, =quote no, =quote number, =quote id, =quote date, =quotation no, =quotation number, =quotation date, =estimate, =estimate no, =estimate number, =estimate date, =proposal no, =proposal date, angebotsnummer, angebots nr, angebotsnr, angebotsdatum, numero de devis, numero devis, date du devis,
    date devis, =devis, numero de presupuesto, fecha de presupuesto, numero preventivo, data preventivo, numero do orcamento, data do orcamento, offertenummer, offertedatum, numer oferty, data oferty, offertnummer, offertdatum, teklif no, teklif tarihi, номер предложения, 見積番号, 見積日, 报价单号, 报价日期, 견적번호, 견적일`,
  ],
]
const heading = meaningBy(headingTable)

const names: Record<What, string> = { purchases: 'purchases of your own', quotes: 'quotes' }

/** What it is answered under. */
export const holdsKey = (column: string) => `${column}: the rows`
export const holdsAnswers = ['sales', 'others'] as const

/** A column that says so, where no column names customers (of purchases), or numbers orders (of quotes). */
const sign = (
  survey: Survey,
  { customer_id: id, customer_name: name, product_id: sku, order_id: number, row_type: type }: Mapping,
): { column: string; what: What } | null => {
  for (const column of survey.columns) {
    const what = heading(wordsOf(column))
    if (what === 'purchases' && !type && !(id ?? name) && !(sku && number) && survey.of(column).filled > 0)
      return { column, what }
    if (what === 'quotes' && (!number || number === column)) return { column, what }
  }
  return null
}

/** Whether rows are sales at all: a question, or a sentence where that was denied. */
export const notSales = (
  survey: Survey,
  mapping: Mapping,
  answers: Record<string, string>,
): { questions: ImportReport['questions']; problems: string[]; used: Record<string, string> } => {
  const found = sign(survey, mapping)
  if (!found) return { questions: [], problems: [], used: {} }
  const { column, what } = found
  const answer = answers[holdsKey(column)]
  if (answer === 'sales') return { questions: [], problems: [], used: { [holdsKey(column)]: answer } }
  if (answer === 'others')
    return {
      questions: [],
      problems: [`The file holds ${names[what]}, which are no revenue: there is nothing to import.`],
      used: {},
    }
  const options = [
    { value: 'sales', example: 'sales: they count as revenue' },
    { value: 'others', example: `${names[what]}: they do not` },
  ]
  const sentence = `The column ${column} speaks of ${names[what]}. What are the rows?`
  return { questions: [{ column: holdsKey(column), about: 'meaning', sentence, options }], problems: [], used: {} }
}
