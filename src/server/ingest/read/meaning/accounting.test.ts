import { expect, test } from 'vitest'
import { type Case, given } from './test-cases.ts'

const o = (head: string, ...rows: string[]) => `${head}\n${rows.join('\n')}\n`

const cases: Case[] = [
  [
    'lemonsqueezy',
    o(
      'identifier,date_utc,user_name,user_email,product_name,status,currency,subtotal,discount_total,tax,total,refunded',
      'a1,2026-08-13 10:00:00,Ann,a@example.com,App,paid,USD,50.00,5.00,9.00,54.00,0',
      'a2,2026-08-14 10:00:00,Bo,b@example.com,App,refunded,USD,50.00,0.00,10.00,60.00,1',
    ),
    45,
  ],
  [
    'paddle',
    o(
      'Order ID,Created,Customer email,Product,Quantity,Currency,Gross,Tax,Fee,Earnings,Status',
      '1,2026-08-13,a@example.com,App,1,USD,120,20,6,94,completed',
      '2,2026-08-14,b@example.com,App,1,USD,60,10,3,47,completed',
    ),
    150,
  ],
  [
    'toast items',
    o(
      'Order Date,Order Id,Menu Item,Qty,Gross Price,Discount,Net Price,Tax,Void?',
      '8/13/26 10:00 AM,1001,Soup,2,20.00,2.00,18.00,1.50,false',
      '8/13/26 10:10 AM,1002,Soup,1,10.00,0.00,10.00,0.80,true',
    ),
    'asked',
  ],
  [
    'revel',
    o(
      'Order ID,Created Date,Item,Quantity,Price,Discount,Total,Refund,Employee',
      '1,2026-08-13 10:00,Tea,2,4.00,0.00,8.00,No,Sam',
      '2,2026-08-13 11:00,Tea,1,4.00,0.00,4.00,Yes,Sam',
    ),
    8,
  ],
  [
    'sevdesk',
    'Belegnummer;Belegdatum;Kunde;Belegart;Status;Summe netto;Summe brutto\nRE-1;13.08.2026;Ann;RE;Bezahlt;100,00;119,00\nSR-2;14.08.2026;Ann;SR;Bezahlt;20,00;23,80\n',
    'asked',
  ],
  [
    'fastbill',
    'Rechnungsnummer;Typ;Rechnungsdatum;Kunde;Netto;Brutto;Bezahlt am\n1;Rechnung;13.08.2026;Ann;100,00;119,00;20.08.2026\n2;Stornorechnung;14.08.2026;Ann;-100,00;-119,00;\n3;Rechnungskorrektur;15.08.2026;Bo;20,00;23,80;\n4;Rechnung;15.08.2026;Bo;70,00;83,30;\n',
    '50',
  ],
  [
    'holded',
    'Número;Fecha;Cliente;Tipo;Base imponible;IVA;Total;Estado\nF1;13/08/2026;Ana;Factura;100,00;21,00;121,00;Pagada\nA1;14/08/2026;Ana;Factura rectificativa;20,00;4,20;24,20;Pagada\nP1;14/08/2026;Beto;Presupuesto;500,00;105,00;605,00;Pendiente\n',
    80,
  ],
  [
    'fatture in cloud',
    'Numero;Data;Cliente;Tipo documento;Imponibile;IVA;Totale;Stato\n1;13/08/2026;Anna;Fattura;100,00;22,00;122,00;Saldata\n2;14/08/2026;Anna;Nota di credito;20,00;4,40;24,40;Saldata\n3;15/08/2026;Beto;Preventivo;900,00;198,00;1098,00;Bozza\n',
    80,
  ],
  [
    'pennylane',
    'Numéro;Date;Client;Type;Montant HT;TVA;Montant TTC;Statut\nF1;13/08/2026;Anne;Facture;100,00;20,00;120,00;Payée\nA1;14/08/2026;Anne;Avoir;20,00;4,00;24,00;Remboursé\nD1;15/08/2026;Bob;Devis;900,00;180,00;1080,00;En attente\n',
    80,
  ],
  [
    'moneybird',
    'Factuurnummer;Factuurdatum;Klant;Soort;Bedrag excl. btw;Btw;Bedrag incl. btw;Status\n1;13-08-2026;Anna;Factuur;100,00;21,00;121,00;Betaald\n2;14-08-2026;Anna;Creditfactuur;-20,00;-4,20;-24,20;Open\n3;15-08-2026;Bo;Offerte;900,00;189,00;1089,00;Concept\n',
    80,
  ],
  [
    'fortnox',
    'Fakturanr;Fakturadatum;Kund;Typ;Netto;Moms;Summa;Status\n1;2026-08-13;Anna;Faktura;100,00;25,00;125,00;Betald\n2;2026-08-14;Anna;Kreditfaktura;-20,00;-5,00;-25,00;Betald\n3;2026-08-15;Bo;Faktura;70,00;17,50;87,50;Makulerad\n',
    80,
  ],
  [
    'parasut',
    'Fatura No;Fatura Tarihi;Müşteri;Belge Türü;Ara Toplam;KDV;Genel Toplam;Durum\n1;13.08.2026;Ayşe;Satış Faturası;100,00;20,00;120,00;Ödendi\n2;14.08.2026;Ayşe;İade Faturası;20,00;4,00;24,00;Ödendi\n3;15.08.2026;Ali;Alış Faturası;50,00;10,00;60,00;Ödendi\n',
    80,
  ],
  [
    '1c',
    'Номер;Дата;Контрагент;Вид документа;Сумма\n1;13.08.2026;ООО Альфа;Реализация;100,00\n2;14.08.2026;ООО Альфа;Возврат от покупателя;20,00\n3;14.08.2026;ООО Бета;Поступление товаров;50,00\n4;14.08.2026;ООО Альфа;Поступление на расчетный счет;100,00\n',
    'asked',
  ],
  [
    'freee',
    '伝票番号,取引日,取引先,取引種別,金額\n1,2026/08/13,山田商店,売上,10000\n2,2026/08/14,山田商店,売上返品,2000\n3,2026/08/14,紙屋,仕入,5000\n4,2026/08/15,山田商店,入金,10000\n',
    8000,
  ],
  [
    'kingdee',
    '单据编号,日期,客户,单据类型,金额\n1,2026-08-13,甲公司,销售出库单,100\n2,2026-08-14,甲公司,销售退货单,20\n3,2026-08-14,甲公司,收款单,100\n4,2026-08-14,乙公司,采购入库单,50\n',
    'asked',
  ],
  [
    'ecount',
    '전표번호,일자,거래처명,거래유형,합계\n1,2026-08-13,가나상사,판매,100\n2,2026-08-14,가나상사,반품,20\n3,2026-08-14,다라상사,구매,50\n4,2026-08-15,가나상사,수금,100\n',
    'asked',
  ],
  [
    'insales is_refund',
    o(
      'order_number,created_at,total_price,is_refund,is_test',
      '1,2026-08-13,80,0,0',
      '2,2026-08-13,20,0,1',
      '3,2026-08-14,10,1,0',
    ),
    80,
  ],
  ['x marks', 'Bon;Datum;Betrag;Storniert\n1;13.08.2026;80,00;\n2;13.08.2026;20,00;X\n', 80],
  [
    'discount before pct sv',
    'Ordernr;Orderdatum;Artikel;Antal;Pris;Rabatt %;Belopp\n1;2026-08-13;A;2;40,00;10;72,00\n2;2026-08-13;B;1;60,00;0;60,00\n',
    132,
  ],
  [
    'ru discount',
    'Номер заказа;Дата;Товар;Количество;Цена;Скидка;Сумма\n1;13.08.2026;A;2;40,00;8,50;80,00\n2;13.08.2026;B;1;60,00;6,25;60,00\n',
    125.25,
  ],
  [
    'zh gross fee net',
    '交易号,交易时间,交易类型,交易金额,手续费,净额\n1,2026-08-13 10:00:00,支付,100,2,98\n2,2026-08-14 10:00:00,退款,-20,0,-20\n3,2026-08-15 10:00:00,提现,-78,0,-78\n',
    80,
  ],
  ['summed es', 'Día;Pedidos;Ventas netas\n13/08/2026;12;1200,00\n14/08/2026;10;900,00\n', 'asked'],
  ['summed de', 'Datum;Bestellungen;Umsatz netto\n13.08.2026;12;1200,00\n14.08.2026;10;900,00\n', 'asked'],
  [
    'deals de odd',
    'Nr;Vorgang;Firma;Schritt;Wert;Angelegt;Beendet\n1;A;Acme;Gewonnen;10000;01.07.2026;13.08.2026\n2;B;Beta;Verloren;5000;02.07.2026;14.08.2026\n3;C;Gamma;Angebot;2700;03.07.2026;\n',
    'deals lost:1:5000 open:1:2700 won:1:10000',
  ],
  [
    'freshsales',
    o(
      'Name,Account,Deal value,Deal stage,Expected close,Closed date,Created at',
      'A,Acme,100,Won,2026-08-10,2026-08-13,2026-07-01',
      'B,Beta,50,Lost,2026-08-10,2026-08-14,2026-07-01',
      'C,Gamma,20,New,2026-12-10,,2026-07-01',
    ),
    'deals lost:1:50 open:1:20 won:1:100',
  ],
  [
    'copper',
    o(
      'Name,Company,Value,Pipeline,Stage,Status,Close Date,Created At,Loss Reason',
      'A,Acme,100,Sales,Negotiation,Won,2026-08-13,2026-07-01,',
      'B,Beta,50,Sales,Proposal,Lost,2026-08-14,2026-07-01,Price',
      'C,Gamma,20,Sales,Proposal,Open,2026-12-01,2026-07-01,',
      'D,Delta,30,Sales,Proposal,Abandoned,2026-08-15,2026-07-01,',
    ),
    'deals lost:2:80 open:1:20 won:1:100',
  ],
  [
    'guest ids es',
    o(
      'Pedido,Fecha,Cliente,Importe',
      '1,2026-08-13,Público en general,10',
      '2,2026-08-14,Consumidor final,20',
      '3,2026-08-14,Ana,30',
    ),
    '60/3/1',
  ],
  ['created by', o('Order ID,Date,Created By,Total', '1,2026-08-13,Sam,10', '2,2026-08-14,Kim,20'), '30/2/0'],
]

test.each(cases)('%s', async (_, text, gives) => {
  expect(await given(text, gives)).toBe(String(gives))
})
