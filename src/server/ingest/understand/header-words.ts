/** What column names mean by their words, for names that no list has: "Qty Sold (pcs)", "Bill-to Name". */
import type { ImportKind } from '#contract'

/** A column name as words of lower case: "Bill-to Name" → "bill to name", "ContactName" → "contact name". */
export const wordsOf = (name: string): string =>
  name
    .replace(/^deal - /i, '')
    .replaceAll('MwSt', 'Mwst')
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('#', ' no ')
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim()

const taxWord = '(?:sales )?(?:tax(?:es)?|vat|gst|mwst|ust|tva|iva|btw|moms)'
const withoutTax = new RegExp(
  `\\b(?:ex|excl|excluding|exclusive(?: of)?|without|before|less|exkl|ohne|zzgl|hors|sin|senza|sem|net of) ${taxWord}\\b|\\b${taxWord} (?:ex|excl|excluded|exclusive)\\b`,
)
const withTax = new RegExp(
  `\\b(?:inc|incl|including|inclusive(?: of)?|with|after|plus|inkl|mit|con|com) ${taxWord}\\b|\\b${taxWord} (?:inc|incl|included|inclusive|incluido|inclusa)\\b`,
)

export const saysNet = (name: string): boolean => {
  const words = wordsOf(name)
  return (
    withoutTax.test(words) ||
    /\b(net|nett|netto|neto|untaxed|imponibi?l[ei]|ht)\b|nettowert|nettobetrag|nettoumsatz/.test(words)
  )
}
export const saysGross = (name: string): boolean => {
  const words = wordsOf(name)
  return withTax.test(words) || /\b(gross|brutto|bruto|lordo|ttc)\b|bruttobetrag|bruttoumsatz/.test(words)
}
/** A column of tax amounts. */
export const isTax = (name: string): boolean =>
  new RegExp(`\\b${taxWord}\\b`).test(wordsOf(name)) &&
  !withoutTax.test(wordsOf(name)) &&
  !withTax.test(wordsOf(name)) &&
  !/\b(id|no|number|rate|code|type|status|exempt|model|%)\b|taxable/.test(wordsOf(name))

/** `is` and not `isNot`, tested on the words. The surer rules of a field come first. */
type Rule = { field: string; is: RegExp; isNot?: RegExp }

const number = '(?:no|nos|nr|num|numero|number|numer|id|ids|n|code|key|ref|reference)'
const paper =
  '(?:order|orders|invoice|receipt|document|doc|so|bill|billing|ticket|check|voucher|txn|transaction|sale|sales record|pedido|commande|facture|fattura|factura|ordine|zamowienia|faktury|objednavky|ordre|documento)'
const party =
  '(?:customer|client|buyer|bill to|sold to|sold to party|contact|patient|member|kunde|kunden|firma|klient|kontrahent|nabywca|auftraggeber|zakaznik|asiakas|empresa|cliente|acheteur)'
const ware = '(?:product|item|article|artikel|material|part|produkt|producto|produit|prodotto|produto)'
const notAbout =
  /\b(ship\w*|deliver\w*|lieferung|due|birth\w*|expir\w*|valid\w*|refund\w*|return\w*|cancel\w*|updat\w*|modif\w*|chang\w*|clos\w*|start\w*|end|last|first|regist\w*|request\w*|promis\w*|expected|estimated|join\w*|zone|year|customer|product|item)\b/
const notMoneyOfSale = new RegExp(
  `\\b(tax(es)?|vat|gst|mwst|ust|tva|iva|discounts?|rabatt|refund\\w*|return\\w*|ship\\w*|freight|postage|delivery|handling|fees?|commissions?|tips?|gratuity|costs?|cogs|profit|margin|paid|pay(ment|out)|due|balance|outstanding|owed|open|quantity|qty|units?|weight|items|count|orders|points|no|nr|number|id|date|rep|person|channel|order type|type|region|team|target|quota|annual|yearly|lifetime|spen[dt]|insured|insurance|deposit|currency|customer|account|status|each|per|average|avg|credits?|coupon|gift|loyalty|rebate|list|market|stock|inventory|previous|expected|budget|forecast|%|pct|percent|ytd|loss|lost|conversion|exchange|option|reason|source|customers|guests|visits)\\b`,
)

const orders: Rule[] = [
  {
    field: 'date',
    is: new RegExp(
      `\\b${paper}( \\w+)? (date|datum|time|placed|created|day)\\b|\\bdate (of )?(the )?(${paper}|purchase|created|placed|wystawienia|sprzedazy|sold)\\b|\\b(purchase|posting|sale|sales|booking|entry|sold) (date|time|on|at)\\b`,
    ),
    isNot: notAbout,
  },
  {
    field: 'date',
    is: /(auftrags|bestell|rechnungs|beleg|buchungs|verkaufs|kauf)(datum|zeit)\b|\bfecha de (compra|venta|pedido|factura)\b|\bdata (di )?(vendita|da venda|wystawienia|sprzedazy|objednavky)\b|\bdatum objednavky\b|^(orderdato|fakturadato|dato|orderdatum)$/,
  },
  { field: 'date', is: /\b(payment|paid) (date|on|at)\b/, isNot: /\b(due|refund\w*|last)\b/ },
  {
    field: 'date',
    is: /注文日|受注日|購入日|売上日|下单时间|下單時間|订单日期|付款时间|주문일|결제일|판매일|дата (заказа|продажи|оплаты)|(siparis|satis|fatura) tarihi/,
  },
  { field: 'date', is: /^(month|monat|mois|mes|period|week|woche|date time|time|day)$/ },
  {
    field: 'order_id',
    is: new RegExp(`\\b${paper}( record)? ${number}\\b|\\b${number} (de |do |di |del )?${paper}\\b`),
    isNot:
      /\b(customer|client|line|item|product|type|date|status|po|purchase|count|parent|original|ship\w*|tracking|date|return|refund)\b/,
  },
  {
    field: 'order_id',
    is: /^(auftrags?|bestell|rechnungs?|beleg|verkaufs?beleg)( ?(nr|nummer|id))?$|^(billing doc|sales document|verkaufsbeleg|order code|order name|doc|document|cislo objednavky|ordrenummer|fakturanummer|facture|factura|fattura)$|^(ticket|check|voucher|reference|referenz)$/,
  },
  {
    field: 'customer_id',
    is: new RegExp(`\\b(customer|client|buyer|account|bill to|sold to|contact|kunden?)( unique)? ${number}\\b`),
    isNot: /\b(type|group|vat|tax|po|order)\b/,
  },
  {
    field: 'customer_id',
    is: /\be ?mail\b/,
    isNot: /\b(to|rep|agent|seller|vendor|owner|marketing|status|accepts|opt|consent|subscribed)\b/,
  },
  { field: 'customer_name', is: /^name 1$/ },
  {
    field: 'customer_name',
    is: new RegExp(`\\b${party}( full)? name\\b|^${party}$`),
    isNot: /\b(id|first|last|user|sales)\b/,
  },
  {
    field: 'product_id',
    is: new RegExp(`\\b${ware} (${number}|sku)\\b`),
    isNot: /\b(line|order|count|category|group|type|no of)\b/,
  },
  {
    field: 'product_name',
    is: new RegExp(`\\b${ware} (name|title|desc|description|text|bezeichnung)\\b`),
    isNot: /\b(category|group|type)\b/,
  },
  {
    field: 'product_name',
    is: /^(materialkurztext|vare|varenavn|towar|nazwa|produkt|designation|descrizione|articulo|articolo)$/,
  },
  { field: 'product_name', is: /^material$/ },
  { field: 'category', is: /\bcategory\b|kategorie\b/, isNot: /\b(customer|id|code|sub|tax)\b/ },
  { field: 'category', is: /\b(item|product) (type|group|line|family)\b/, isNot: /\b(id|code|order)\b/ },
  {
    field: 'quantity',
    is: /\b(qty|quantity|qte|quantite|cant|cantidad|quantita|quantidade)\b.*\b(sold|shipped|ordered|invoiced|purchased|billed)\b|\b(sold|order|ordered|sales|shipped|invoiced|purchased?|billed|item|line|product) (qty|quantity|units|pieces)\b|\b(units|items|pieces|pcs) (ordered|sold|shipped|invoiced|purchased|billed)\b/,
    isNot: /\b(return\w*|refund\w*|cancel\w*|back|total order|price|cost|per|value|min\w*|max\w*|re)\b/,
  },
  {
    field: 'quantity',
    is: /\b(qty|quantity|qte|quantite|cant|cantidad|quantita|quantidade|mnozstvi|ilosc)\b|\b(auftrags|bestell|verkaufs|liefer|rechnungs|absatz)?(menge|anzahl)\b|\b(no|nos|nr|nb|number|count) (of )?(units|items|pieces|pcs)\b|^(units?|items?) count$|^\p{L}+s sold$|^(pcs|pieces|units|nb|nos|stk|stck|antal|szt|sztuk|volume|hours|hrs|stunden)$/u,
    isNot:
      /\b(stock|hand|available|inventory|reorder|re order|min\w*|max\w*|back\w*|open|return\w*|refund\w*|cancel\w*|price|cost|discount|per|rate|weight|days|promised|allocated|remaining|reserved|type|measure|uom|code|break\w*|total order|pack|lager\w*|bestand)\b/,
  },
  {
    field: 'unit_price',
    is: /\bpu( ht)?$|\b(verkaufspreis|e preis|preis pro stuck)\b|\b(unit|sell|selling|sales?|item|net|piece|line) (price|rate|amount)\b|\bprice (each|per (unit|item|piece)|net|ex|excl)\b|^sold for$|^(unit amount|pris|cena|vk|vk netto|vk preis|price ht|prix unitaire ht|prix ht|precio venta)$|\bcena (netto|jedn\w*)\b/,
    isNot: /\b(cost|purchase|old|original|before|total|tax|discount|list|compare|type|currency|code)\b/,
  },
  {
    field: 'unit_price',
    is: /\b(price|preis|prix|precio|prezzo|preco|prijs|pris|cena)\b|^vk\b/,
    isNot:
      /\b(total|ext\w*|list|compare|cost|purchase|buy\w*|original|old|before|ship\w*|tax|discounts?|wholesale|ek|einkaufs?\w*|manufactur\w*|msrp|exchange|conversion|type|point|name|currency|band|level|range|break|book|line)\b/,
  },
  {
    field: 'discount',
    is: /\b(discounts?|rabatt|remise|descuento|sconto|desconto)\b/,
    isNot: /\b(codes?|band|name|reason|type|ship\w*|order|cart|coupon|total|price|before|after|id|invoice|title)\b/,
  },
  {
    field: 'order_discount',
    is: /\b(order|cart|invoice) discounts?\b/,
    isNot: /\b(codes?|name|reason|type|tax|price|%|pct|percent|rate)\b/,
  },
  {
    field: 'status',
    is: /\b(order|invoice|sales?|transaction|document|payment|financial|deal|ticket|receipt) (status|state)\b/,
    isNot: /\b(email|ship\w*|tax|reason|date|code)\b/,
  },
  {
    field: 'status',
    is: /\bstatu(su)?$|durum|статус|ステータス|状態|状态|狀態|상태/,
    isNot: /email|ship|доставк|配送|배송/,
  },
  {
    field: 'row_type',
    is: /^(type|transaction type|event type|document type|doc type|record type|entry type|sales? type|sale or return)$/,
  },
  { field: 'region', is: /\b(country|land|region|territory)\b/, isNot: /\b(code|id|manager|of origin|origin)\b/ },
  { field: 'region', is: /\b(customer|ship(ping)?( to)?|billing|delivery) (state|province|country code|city)\b/ },
  {
    field: 'refund_amount',
    is: /\b(refund|refunded) (amount|total|value)\b|\b(total|amount) refunded\b/,
    isNot: /\b(ship\w*|tax|date|item|line|status)\b/,
  },
  {
    field: 'cost',
    is: /\b(unit|item|product|average|standard|purchase) cost\b|\bcost (price|each|per (unit|item))\b|^(ek|ek netto|ek preis)$/,
    isNot: /\b(ship\w*|total|labou?r|delivery)\b/,
  },
  {
    field: 'exchange_rate',
    is: /\b(exchange|fx|forex|currency( conversion)?) rate\b|\brate of exchange\b|\b(wechsel|umrechnungs|devisen)kurs\b|\btaux (de )?change\b|\btipo (de )?cambio\b|\btasso (di )?cambio\b|\btaxa (de )?cambio\b/,
    isNot: /\b(date|datum|type|source|id)\b/,
  },
  { field: 'currency', is: /^(curr|cur|wkz|mena|waluta)$|\bcurrency( code)?$/, isNot: /\b(in|by|exchange)\b/ },
]

/** Amounts of a line or an order; `mapping.ts` chooses among them. */
const amountRule: Rule = {
  field: 'amount',
  is: /^(net|nett|netto|gross|brutto)$|\b(sales|totale?)( (amount|amt|price|value|net|gross|revenue|ht|ttc|usd|eur|gbp|chf|pln|netto|brutto|facture|factura))?$|^ca( (ht|ttc))?$|\b(amount|amt|revenue|turnover|value|umsatz|betrag|montant|importe|importo|imponibi?l[ei]|valor|wartosc|razem|summe|summa|belob|beløb|celkem|gesamt|subtotal|ingresos|tutari?)\b|\b(line|ext|extended) (net|price)\b|\bprice total\b|nettowert|nettobetrag|nettoumsatz|positionswert|positionssumme|warenwert|rechnungsbetrag|bruttobetrag|сумма|выручка|金額|金额|금액|货款|貨款|合計|合计|합계|总价|總價|売上|매출액|销售额/,
  isNot: notMoneyOfSale,
}

const customers: Rule[] = [
  { field: 'id', is: new RegExp(`\\b(customer|client|account|company|contact|kunden?) ${number}\\b`) },
  { field: 'id', is: /\be ?mail\b/, isNot: /\b(accepts|marketing|status|opt|consent|owner)\b/ },
  {
    field: 'name',
    is: new RegExp(
      `\\b(${party}|company|account|organi[sz]ation)( full)? name\\b|^(${party}|unternehmen|unternehmensname|accountname)$`,
    ),
    isNot: /\b(first|last|owner)\b/,
  },
  {
    field: 'company',
    is: /\b(company|organi[sz]ation|firma|unternehmen)\b/,
    isNot: /\b(id|size|type|owner|phone|domain)\b/,
  },
  { field: 'industry', is: /\b(industry|branche)\b/ },
  { field: 'region', is: /\b(country|land|region)\b/, isNot: /\bphone\b/ },
]

const products: Rule[] = [
  {
    field: 'id',
    is: new RegExp(`\\b(variant|product|item|article|artikel) (${number}|sku)\\b`),
    isNot: /\b(parent|group|type|category|tax)\b/,
  },
  { field: 'name', is: new RegExp(`\\b${ware} (name|title|description)\\b`), isNot: /\b(option|category|type)\b/ },
  { field: 'category', is: /\bcategor(y|ies)\b|kategorie/, isNot: /\b(id|sub|tax)\b/ },
  {
    field: 'unit_price',
    is: /\b(regular|sales?|selling|retail|list|unit|variant) price\b/,
    isNot: /\b(compare|cost)\b/,
  },
  {
    field: 'unit_price',
    is: /\b(price|preis)\b/,
    isNot: /\b(compare|cost|purchase|wholesale|einkauf\w*|international|type|adjustment)\b/,
  },
  { field: 'cost', is: /\b(unit|item) cost\b|\bcost (price|per item)\b/ },
]

const salesReps: Rule[] = [
  { field: 'quota', is: /\b(quota|target)\b/, isNot: /\b(monthly|quarterly|attain\w*|%|market)\b/ },
  { field: 'name', is: /\b(rep|agent|employee|salesperson) name\b/ },
]

const deals: Rule[] = [
  {
    field: 'stage',
    is: /\b(stage|phase|etapa|etape|fase)\b|dealphase|opportunityphase|verkaufsphase/,
    isNot: /\b(date|entered|probability|previous|forecast|duration|time|days|id|order|last|lifecycle)\b/,
  },
  {
    field: 'id',
    is: new RegExp(`\\b(deal|opportunity|datensatz|record) ${number}\\b`),
    isNot: /\b(company|contact|account)\b/,
  },
  {
    field: 'name',
    is: /\b(deal|opportunity|verkaufschance) (name|title)\b|^(deal|opportunity|topic|betreff|thema|titel)$/,
  },
  {
    field: 'customer_name',
    is: /\b(account|company|organi[sz]ation|customer|client) name\b|^(accountname|unternehmen|unternehmensname|firma|organisation|zugehoriges unternehmen|potential customer|primary company)$/,
    isNot: /\b(owner|id)\b/,
  },
  {
    field: 'rep',
    is: /\b(deal|opportunity|record) owner\b|\binhaber\b|\beigentumer\b|dealeigentumer|opportunityinhaber|^(zustandiger mitarbeiter|besitzer|verantwortlicher|salesperson|assigned user)$/,
    isNot: /\b(role|id|email|team|account|company|contact)\b/,
  },
  { field: 'expected_close', is: /\b(est|estimated|expected|forecast\w*|target|planned|anticipated) clos\w+/ },
  {
    field: 'closed',
    is: /\b(actual )?clos\w+ (date|on|at|day)\b|\bdate closed\b|schlusstermin|abschlussdatum|^(actual close)$/,
    isNot: /\b(reason|quarter|type)\b/,
  },
  {
    field: 'created',
    is: /\b(creat\w+|opened|entered) (date|on|at|time)\b|^(erstelldatum|erstellungsdatum|erstellt am|angelegt am|date de creation|fecha de creacion)$/,
    isNot: /\b(by|stage|account|contact|company)\b/,
  },
  { field: 'probability', is: /\b(probability|wahrscheinlichkeit|probabilite|probabilidad)\b/ },
  {
    field: 'amount',
    is: /\b(actual|est|estimated|expected|deal|opportunity|potential) (revenue|amount|value|size)\b|\b(betrag|auftragswert|dealwert)\b/,
    isNot: /\b(weighted|date)\b/,
  },
]

export const headerRules: Record<ImportKind, Rule[]> = {
  orders,
  customers,
  products,
  sales_reps: salesReps,
  deals,
  rates: [],
}

export const fits = ({ is, isNot }: Rule, column: string): boolean => {
  const words = wordsOf(column)
  return is.test(words) && !isNot?.test(words)
}
/** Whether a column's words say an amount of a sale. */
export const saysAmount = (column: string): boolean => {
  const words = wordsOf(column).replace(withoutTax, ' ').replace(withTax, ' ').trim()
  return (words === '' || amountRule.is.test(words)) && !notMoneyOfSale.test(words) && words !== ''
}
