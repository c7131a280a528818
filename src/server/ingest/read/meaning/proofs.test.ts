import { expect, test } from 'vitest'
import { type Case, given } from './test-cases.ts'

const cases: Case[] = [
  // flags more
  [
    'two flags',
    'Order ID,Date,Amount,Voided,Deleted,Test\n1,2026-08-13,80,0,0,0\n2,2026-08-13,20,1,0,0\n3,2026-08-13,20,0,1,0\n4,2026-08-13,20,0,0,1\n',
    80,
  ],
  [
    'refunded numeric',
    'Order ID,Date,Amount,Refunded\n1,2026-08-13,80,0.00\n2,2026-08-13,20,20.00\n3,2026-08-14,50,10\n',
    120,
  ],
  ['is_voided yes', 'Receipt No,Date,Total,Is Voided\n1,2026-08-13,80,No\n2,2026-08-13,20,Yes\n', 80],
  ['Gelöscht', 'Belegnummer;Datum;Betrag;Gelöscht\n1;13.08.2026;80,00;nein\n2;13.08.2026;20,00;ja\n', 80],
  ['Test Mode', 'Order ID,Date,Amount,Test Mode\n1,2026-08-13,80,false\n2,2026-08-13,20,true\n', 80],
  ['Livemode', 'Order ID,Date,Amount,Livemode\n1,2026-08-13,80,true\n2,2026-08-13,20,false\n', 80],
  [
    'Cancel reason',
    'Order ID,Date,Amount,Cancel Reason\n1,2026-08-13,80,\n2,2026-08-13,20,Customer changed mind\n',
    80,
  ],
  ['Active flag', 'Order ID,Date,Amount,Active\n1,2026-08-13,80,true\n2,2026-08-13,20,false\n', 100],
  // discounts
  [
    'pct discount',
    'Order ID,Date,Item,Qty,Price,Discount %,Line Total\n1,2026-08-13,A,2,40,10,72\n1,2026-08-13,B,1,60,0,60\n',
    132,
  ],
  [
    'pct discount total before',
    'Order ID,Date,Item,Qty,Price,Discount %,Line Total\n1,2026-08-13,A,2,40,10,80\n1,2026-08-13,B,1,60,5,60\n',
    129,
  ],
  [
    'de discount',
    'Bestellnr;Datum;Artikel;Menge;Einzelpreis;Rabatt;Gesamt\n1;13.08.2026;A;2;40,00;8,50;80,00\n1;13.08.2026;B;1;60,00;6,25;60,00\n',
    125.25,
  ],
  [
    'fr',
    'N° commande;Date;Article;Quantité;Prix unitaire;Remise;Total ligne\n1;13/08/2026;A;2;40,00;8,50;80,00\n1;13/08/2026;B;1;60,00;6,25;60,00\n',
    125.25,
  ],
  [
    'ja discount',
    '注文番号,注文日,商品名,数量,単価,割引額,小計\n1,2026/08/13,A,2,400,85,800\n1,2026/08/13,B,1,600,62,600\n',
    1253,
  ],
  [
    'subtotal discount total',
    'Order ID,Date,Subtotal,Discount,Shipping,Total\n1,2026-08-13,100,10,5,95\n2,2026-08-13,50,0,5,55\n',
    140,
  ],
  [
    'gross discounts returns net',
    'Order ID,Date,Gross sales,Discounts,Returns,Net sales\n1,2026-08-13,100,-10,0,90\n2,2026-08-13,50,0,-20,30\n',
    120,
  ],
  [
    'total only w shipping tax',
    'Order ID,Date,Shipping,Tax,Total\n1,2026-08-13,5,19,124\n2,2026-08-14,5,9.5,64.5\n',
    'asked',
  ],
  [
    'de brutto mwst',
    'Rechnungsnummer;Rechnungsdatum;Kunde;MwSt;Bruttobetrag\n1;13.08.2026;Ann;19,00;119,00\n2;14.08.2026;Bo;9,50;59,50\n',
    '150',
  ],
  [
    'netto steuer brutto',
    'Rechnungsnummer;Rechnungsdatum;Kunde;Netto;Steuer;Brutto\n1;13.08.2026;Ann;100,00;19,00;119,00\n',
    100,
  ],
  ['amount + tip', 'Receipt,Date,Amount,Tip,Total\n1,2026-08-13,50,5,55\n2,2026-08-13,20,0,20\n', 70],
  [
    'net after fee only positive',
    'Transaction ID,Date,Amount,Processing Fee,Net Amount\n1,2026-08-13,100,2.9,97.1\n2,2026-08-13,50,1.5,48.5\n',
    150,
  ],
  [
    'payout gross/commission',
    'Booking,Date,Customer,Total price,Commission,Payout\n1,2026-08-13,Ann,100,15,85\n2,2026-08-13,Bo,50,7.5,42.5\n',
    150,
  ],
  [
    'balance column',
    'Invoice No,Invoice Date,Customer,Total,Amount Paid,Balance Due\n1,2026-08-13,Ann,100,100,0\n2,2026-08-13,Bo,50,20,30\n',
    150,
  ],
  ['two readings', 'Order ID,Date,Item,Qty,Price,Amount\n1,2026-08-13,A,2,40,75\n2,2026-08-13,B,1,60,57\n', 132],
  // types with cat
  [
    'product type col',
    'Order ID,Date,Product,Type,Amount\n1,2026-08-13,Chair,Furniture,80\n2,2026-08-13,Pen,Office Supplies,20\n',
    'asked',
  ],
  ['order type channel', 'Order ID,Date,Order Type,Amount\n1,2026-08-13,Dine In,80\n2,2026-08-13,Delivery,20\n', 100],
  [
    'payment method type',
    'Order ID,Date,Payment Type,Amount\n1,2026-08-13,Cash,80\n2,2026-08-13,Bank transfer,20\n',
    100,
  ],
  [
    'Transaction Type methods',
    'Order ID,Date,Transaction Type,Amount\n1,2026-08-13,Cash,80\n2,2026-08-13,Bank transfer,20\n',
    100,
  ],
  ['customer type', 'Order ID,Date,Customer Type,Amount\n1,2026-08-13,New,80\n2,2026-08-13,Returning,20\n', 100],
  ['kind refund negative', 'Order ID,Date,Type,Qty,Amount\n1,2026-08-13,Sale,1,80\n1,2026-08-14,Refund,-1,-20\n', 60],
  [
    'tax lines',
    'Order ID,Date,Line Type,Description,Amount\n1,2026-08-13,Item,Mug,80\n1,2026-08-13,Shipping,DHL,5\n1,2026-08-13,Tax,VAT,16\n1,2026-08-13,Discount,Coupon,-8\n',
    72,
  ],
  ['tip lines', 'Order ID,Date,Type,Amount\n1,2026-08-13,Sale,80\n1,2026-08-13,Tip,5\n1,2026-08-13,Tax,16\n', 80],
  [
    'invoice proforma',
    'Document No,Date,Document Type,Amount\n1,2026-08-13,Invoice,80\n2,2026-08-13,Proforma Invoice,20\n3,2026-08-13,Credit Invoice,10\n',
    70,
  ],
  ['purchase sale', 'ID,Date,Type,Amount\n1,2026-08-13,Sale,80\n2,2026-08-13,Purchase,20\n', 80],
  ['purchase refund', 'ID,Date,Type,Amount\n1,2026-08-13,Purchase,80\n2,2026-08-13,Refund,20\n', 'asked'],
  ['Income Expense', 'Date,Type,Description,Amount\n2026-08-13,Income,Shop,80\n2026-08-14,Expense,Fuel,20\n', 'asked'],
  [
    'einnahme ausgabe',
    'Datum;Art;Beschreibung;Betrag\n13.08.2026;Einnahme;Shop;80,00\n14.08.2026;Ausgabe;Benzin;20,00\n',
    'asked',
  ],
  ['credit debit', 'Date,Type,Description,Amount\n2026-08-13,Credit,Shop,80\n2026-08-14,Debit,Fuel,20\n', 'asked'],
  [
    'status+payment',
    'Order ID,Date,Order Status,Payment Status,Amount\n1,2026-08-13,Completed,Paid,80\n2,2026-08-13,Completed,Refunded,20\n3,2026-08-13,Completed,Voided,20\n',
    80,
  ],
  [
    'fulfil + fin',
    'Order,Date,Fulfillment Status,Financial Status,Amount\n1,2026-08-13,unfulfilled,paid,80\n2,2026-08-13,fulfilled,refunded,20\n',
    80,
  ],
  ['guest 000', 'Order ID,Date,Customer ID,Total\n1,2026-08-13,0000,10\n2,2026-08-13,0000,10\n', '20/2/0'],
  ['float ids', 'Order ID,Date,Customer ID,Total\n1,2026-08-13,501,10\n2,2026-08-13,501.0,10\n', '20/2/1'],
  ['case ids', 'Order ID,Date,Customer ID,Total\n1,2026-08-13,C-01,10\n2,2026-08-13,c-01,10\n', '20/2/1'],
  [
    'id of transactions',
    'id,Date,Customer,Region,Channel,Amount\n11,2026-08-13,Ann,East,Web,10\n12,2026-08-13,Ann,West,Shop,20\n',
    '30/2/1',
  ],
  [
    'no number same day regions',
    'Date,Customer,Region,Channel,Amount\n2026-08-13,Ann,East,Web,10\n2026-08-13,Ann,West,Shop,20\n',
    '30/2/1',
  ],
]

test.each(cases)('%s', async (_, text, gives) => {
  expect(await given(text, gives)).toBe(String(gives))
})
