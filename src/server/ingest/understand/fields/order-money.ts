import { type Field, words } from './field.ts'

/** What an order's rows say of quantities and money. */
export const orderMoney: Field[] = [
  {
    field: 'quantity',
    label: 'Quantity',
    type: 'number',
    required: false,
    hint: '1 without it. Negative: a refund.',
    names: words(`
      quantity qty quantityordered orderquantity itemquantity units unitssold unitsold pieces count
      numberofitems itemssold cds menge anzahl stuckzahl stuck quantite qte cantidad unidades quantita
      quantidade aantal ilosc
    `),
  },
  {
    field: 'unit_price',
    label: 'Unit price',
    type: 'number',
    required: false,
    hint: 'Before discounts. Needed when there is no amount.',
    names: words(`
      unitprice priceeach priceperunit itemprice unitamount pricepereach saleprice sellingprice price rate
      einzelpreis stuckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo
      precounitario preco stukprijs prijs cena
    `),
  },
  {
    field: 'discount',
    label: 'Discount',
    type: 'number',
    required: false,
    hint: 'Of the line, as money or as a rate (0.2 or 20 %). Taken off only when the amount is computed.',
    names: words(`
      discount discountamount linediscount itemdiscount discountrate discountpercent discountpct rabatt
      nachlass remise descuento sconto desconto korting rabat
    `),
  },
  {
    field: 'order_discount',
    label: 'Order discount',
    type: 'number',
    required: false,
    hint: 'Of the whole order; spread over its lines.',
    names: words('orderdiscount cartdiscount cartdiscountamount'),
  },
  {
    field: 'order_net',
    label: 'Order net total',
    type: 'number',
    required: false,
    hint: 'Of the whole order after discounts; what its lines exceed it by is spread over them as a discount.',
    names: words('ordernet ordernettotal'),
  },
  {
    field: 'amount',
    label: 'Amount',
    type: 'number',
    required: false,
    hint: 'Net revenue of the line. Without it: quantity × unit price − discount.',
    names: words(`
      amount netamount lineamount linetotal lineitemtotal totalamount netsales sales salesamount
      salesvalue revenue netrevenue totalrevenue total totalprice totalsales extendedprice subtotal
      ordertotal ordervalue orderamount grandtotal dollars value betrag nettobetrag umsatz gesamtpreis
      gesamtbetrag summe montant montantht montanttotal total ht ventes chiffredaffaires importe ventas
      importo vendite valor valortotal vendas bedrag omzet kwota
    `),
  },
  {
    field: 'less_discount',
    label: 'Discount to take off',
    type: 'number',
    required: false,
    hint: 'The amount stands before this discount, as money.',
    names: [],
  },
  {
    field: 'less_shipping',
    label: 'Shipping to take off',
    type: 'number',
    required: false,
    hint: 'The amount holds this shipping: revenue is without it.',
    names: [],
  },
  {
    field: 'tax_inside',
    label: 'Tax inside',
    type: 'number',
    required: false,
    hint: 'The amount holds this tax: revenue is without it.',
    names: [],
  },
  {
    field: 'taxed_total',
    label: 'Total of that tax',
    type: 'number',
    required: false,
    hint: 'What the tax inside is part of, where that is more than the amount, such as goods with shipping.',
    names: [],
  },
  {
    field: 'order_tax',
    label: 'Order’s taxes',
    type: 'number',
    required: false,
    hint: 'Of the whole order; taken out of its lines where its total shows that they hold it.',
    names: [],
  },
  {
    field: 'order_shipping',
    label: 'Order’s shipping',
    type: 'number',
    required: false,
    hint: 'Of the whole order; no revenue.',
    names: [],
  },
  {
    field: 'order_total',
    label: 'Order’s total',
    type: 'number',
    required: false,
    hint: 'With shipping and taxes; shows whether the lines hold taxes.',
    names: [],
  },
  {
    field: 'refund_date',
    label: 'Refund date',
    type: 'date',
    required: false,
    hint: 'The refund is booked on this day.',
    names: words('refunddate refundedat refundeddate refundedon returndate returnedat datereturned'),
  },
  {
    field: 'refund_amount',
    label: 'Refunded amount',
    type: 'number',
    required: false,
    hint: 'Of the whole order.',
    names: words('refundamount refundedamount amountrefunded orderrefundamount'),
  },
  {
    field: 'cost',
    label: 'Unit cost',
    type: 'number',
    required: false,
    hint: 'Of one unit, or of the line where the rows say so: margins add it up.',
    names: words('unitcost cost costprice costperunit standardcost unitcogs einkaufspreis kosten cout costo custo'),
  },
  {
    field: 'profit',
    label: 'Profit',
    type: 'number',
    required: false,
    hint: 'Of the line, as an amount: margins add it up.',
    names: words('profit margin grossprofit gewinn deckungsbeitrag beneficio benefice profitto lucro winst'),
  },
  {
    field: 'currency',
    label: 'Currency',
    type: 'text',
    required: false,
    hint: 'Rows in another one than the company’s need an exchange rate, or rates by day.',
    names: words('currency currencycode ordercurrency wahrung devise moneda valuta moeda waluta'),
  },
  {
    field: 'exchange_rate',
    label: 'Exchange rate',
    type: 'number',
    required: false,
    hint: 'Of the row, between its currency and the company’s. Which way it leads is asked unless a column shows it.',
    names: words(`
      exchangerate fxrate forexrate currencyrate currencyexchangerate currencyconversionrate rateofexchange
      wechselkurs umrechnungskurs devisenkurs wahrungskurs kurs tauxdechange tauxchange coursdechange
      tipodecambio tipocambio tasadecambio tassodicambio taxadecambio taxacambio wisselkoers kurswaluty
      kurswymiany vaxelkurs valutakurs dovizkuru курсвалюты 為替レート 汇率 匯率 환율
    `),
  },
]
