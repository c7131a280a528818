import { meaningBy, type WordTable } from './table.ts'

/** Words that stand for a sum below or beside a table's rows. */
export const totalTable: WordTable<'total'> = [
  [
    'total',
    `=total, =totals, =grand total, =grand totals, =subtotal, =sub total, =subtotals, =sum, =summe, =zwischensumme, =gesamt, =gesamtsumme, =insgesamt, =endsumme, =totaux, =totale, =sous total, =total general, =suma, =totaal, =subtotaal,
    =eindtotaal, =razem, =suma koncowa, =totalsumma, =summa, =delsumma, =toplam, =genel toplam, =ara toplam, =итого, =всего, =итог, =合計, =総合計, =小計, =总计, =合计, =小计, =總計, =合計, =小計, =합계, =총계, =소계,
    =totale generale, =total geral, =total general`,
  ],
]
const total = meaningBy(totalTable)

export const isTotal = (text: string): boolean =>
  text.length < 60 && total(text.includes('(') ? text.replace(/\([^)]*\)\W*$/, '') : text) === 'total'
