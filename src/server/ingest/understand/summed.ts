/** Reports that are sums already: of days, months or places, each with its number of orders. */
import type { Mapping } from './column-names.ts'
import { wordsOf } from './header-words.ts'
import type { Survey } from './survey.ts'
import { meaningBy, type WordTable } from './words/table.ts'

const countTable: WordTable<'orders'> = [
  [
    'orders',
    `=orders, =total orders, =order count, =orders count, =no of orders, =number of orders, =no orders, =count of orders, =orders placed, =paid orders, =transactions, =total transactions, =transaction count, =no of transactions,
    =number of transactions, =sales count, =number of sales, =no of sales, =invoices, =number of invoices, =invoice count, =receipts, =tickets, =covers, =sessions, =visits, =visitors, =bestellungen, =anzahl bestellungen, =auftrage, =anzahl auftrage,
    =rechnungen, =anzahl rechnungen, =bons, =anzahl bons, =transaktionen, =anzahl transaktionen, =anzahl verkaufe, =commandes, =nombre de commandes, =nb commandes, =nb de commandes, =nombre de ventes, =pedidos, =numero de pedidos, =n de pedidos, =cantidad de pedidos,
    =num pedidos, =total de pedidos, =ordini, =numero ordini, =n ordini, =numero di ordini, =bestellingen, =aantal bestellingen, =aantal orders, =zamowienia, =liczba zamowien, =ilosc zamowien, =transakcje, =liczba transakcji, =bestallningar, =antal bestallningar,
    =antal ordrar, =antal order, =kop, =antal kop, =siparisler, =siparis sayisi, =siparis adedi, =islem sayisi, =заказы, =количество заказов, =число заказов, =кол во заказов, =продаж, =количество продаж, =注文数, =受注数, =注文件数, =受注件数, =件数, =売上件数, =客数,
    =订单数, =訂單數, =订单数量, =订单量, =支付订单数, =成交订单数, =交易笔数, =주문수, =주문건수, =주문 수, =주문 건수, =거래건수, =결제건수, =판매건수`,
  ],
]
const count = meaningBy(countTable)

/** Why rows are no orders; null where they may be. */
export const summedReport = (survey: Survey, mapping: Mapping): string | null => {
  const { order_id: number, customer_id: id, customer_name: name, date } = mapping
  // an "id" numbers the rows of a report, too
  if (id ?? name ?? (number !== undefined && wordsOf(number) !== 'id')) return null
  const column = survey.columns.find(
    one => count(wordsOf(one)) === 'orders' && survey.of(one).numbers?.every(n => n === null || Number.isInteger(n)),
  )
  if (!column) return null
  return `This is a report of sums: ${column} counts the orders of each ${date ?? 'row'}, and no column numbers them. Orders, customers and products cannot be told from sums: export the orders themselves, one row for each order or line.`
}
