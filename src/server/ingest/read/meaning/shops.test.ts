import { expect, test } from 'vitest'
import { type Case, given } from './test-cases.ts'

const cases: Case[] = [
  [
    'paypal fr',
    '"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net","De l\'adresse email","À l\'adresse email","Numéro de transaction"\n"13/08/2026","10:00:00","CEST","Jana","Paiement Express Checkout","Terminé","EUR","1 250,00","-43,40","1 206,60","jana@example.com","shop@example.com","1AB"\n"14/08/2026","11:00:00","CEST","Bo","Remboursement","Terminé","EUR","-40,00","0,00","-40,00","shop@example.com","bo@example.com","3AB"\n"14/08/2026","11:00:00","CEST","","Virement standard","Terminé","EUR","-1 000,00","0,00","-1 000,00","","","4AB"\n"14/08/2026","11:00:00","CEST","Papier","Paiement préapprouvé d\'un utilisateur","Terminé","EUR","-60,00","0,00","-60,00","","","5AB"\n',
    1210,
  ],
  [
    'paypal es',
    '"Fecha","Hora","Zona horaria","Nombre","Tipo","Estado","Divisa","Bruto","Comisión","Neto","Correo electrónico del remitente","Id. de transacción"\n"13/08/2026","10:00:00","CEST","Jana","Pago de Pago exprés","Completado","EUR","1.250,00","-43,40","1.206,60","jana@example.com","1AB"\n"14/08/2026","11:00:00","CEST","Bo","Reembolso de pago","Completado","EUR","-40,00","0,00","-40,00","shop@example.com","3AB"\n"14/08/2026","11:00:00","CEST","","Retirada general","Completado","EUR","-1.000,00","0,00","-1.000,00","","4AB"\n"15/08/2026","11:00:00","CEST","","Conversión de divisa general","Completado","EUR","-5,00","0,00","-5,00","","6AB"\n',
    1210,
  ],
  [
    'paypal it',
    '"Data","Orario","Fuso orario","Nome","Tipo","Stato","Valuta","Lordo","Tariffa","Netto","Indirizzo email mittente","Codice transazione"\n"13/08/2026","10:00:00","CEST","Jana","Pagamento Express Checkout","Completata","EUR","1.250,00","-43,40","1.206,60","jana@example.com","1AB"\n"14/08/2026","11:00:00","CEST","Bo","Rimborso","Completata","EUR","-40,00","0,00","-40,00","shop@example.com","3AB"\n"14/08/2026","11:00:00","CEST","","Prelievo generico","Completata","EUR","-1.000,00","0,00","-1.000,00","","4AB"\n',
    1210,
  ],
  [
    'amazon fr',
    '"date/heure","numéro de versement","type","numéro de la commande","sku","description","quantité","Marketplace","ventes de produits","frais de vente","total"\n"3 août 2026 14:23:10 UTC","12345","Commande","302-1","LAMP-1","Lampe","2","amazon.fr","59,98","-9,60","50,38"\n"4 août 2026 09:00:00 UTC","12345","Remboursement","302-0","LAMP-1","Lampe","1","amazon.fr","-29,99","4,80","-25,19"\n"5 août 2026 09:00:00 UTC","12345","Frais de service","","","Pub","","amazon.fr","0","0","-12,00"\n"6 août 2026 09:00:00 UTC","12345","Transfert","","","Compte","","","0","0","-13,19"\n',
    '29.99/1/0',
  ],
  [
    'amazon es',
    '"fecha y hora","identificador de pago","tipo","número de pedido","sku","descripción","cantidad","web de Amazon","ventas de productos","tarifas de venta","total"\n"3 ago 2026 14:23:10 UTC","12345","Pedido","302-1","LAMP-1","Lampara","2","amazon.es","59,98","-9,60","50,38"\n"4 ago 2026 09:00:00 UTC","12345","Reembolso","302-0","LAMP-1","Lampara","1","amazon.es","-29,99","4,80","-25,19"\n"6 ago 2026 09:00:00 UTC","12345","Transferir","","","Cuenta","","","0","0","-13,19"\n',
    '29.99/1/0',
  ],
  [
    'amazon it',
    '"Data/Ora:","Numero pagamento","Tipo","Numero ordine","SKU","Descrizione","Quantità","Marketplace","Vendite","Commissioni di vendita","totale"\n"3 ago 2026 14:23:10 UTC","12345","Ordine","302-1","LAMP-1","Lampada","2","amazon.it","59,98","-9,60","50,38"\n"4 ago 2026 09:00:00 UTC","12345","Rimborso","302-0","LAMP-1","Lampada","1","amazon.it","-29,99","4,80","-25,19"\n"6 ago 2026 09:00:00 UTC","12345","Trasferimento","","","Conto","","","0","0","-13,19"\n',
    '29.99/1/0',
  ],
  [
    'amazon ja',
    '"日付/時間","決済番号","トランザクションの種類","注文番号","SKU","説明","数量","Amazon 出品サービス","商品売上","手数料","合計"\n"2026/08/03 14:23:10JST","12345","注文","302-1","LAMP-1","ランプ","2","amazon.jp","5998","-960","5038"\n"2026/08/04 09:00:00JST","12345","返金","302-0","LAMP-1","ランプ","1","amazon.jp","-2999","480","-2519"\n"2026/08/05 09:00:00JST","12345","注文外料金","","","広告費","","amazon.jp","0","0","-1200"\n"2026/08/06 09:00:00JST","12345","振込み","","","口座","","","0","0","-1319"\n',
    '2999/1/0',
  ],
  [
    'amazon en',
    '"date/time","settlement id","type","order id","sku","description","quantity","marketplace","product sales","selling fees","total"\n"Aug 3, 2026 2:23:10 PM PDT","12345","Order","302-1","LAMP-1","Lamp","2","amazon.com","59.98","-9.60","50.38"\n"Aug 4, 2026 2:23:10 PM PDT","12345","Refund","302-0","LAMP-1","Lamp","1","amazon.com","-29.99","4.80","-25.19"\n"Aug 5, 2026 2:23:10 PM PDT","12345","FBA Inventory Fee","","","Storage","","","0","0","-12"\n"Aug 5, 2026 2:23:10 PM PDT","12345","Adjustment","","","Reimbursement","1","","0","0","5"\n',
    '29.99/1/0',
  ],
  [
    'shopify lineitems refunded cancelled',
    'Name,Email,Financial Status,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Cancelled at\n#1,a@example.com,paid,2026-08-13 10:00:00 +0200,EUR,100,10,20.9,130.9,0,1,Lamp,100,0,\n',
    100,
  ],
  [
    'vend returns',
    'Date,Receipt Number,Line Type,Customer Code,Quantity,Subtotal,Sales Tax,Total,Status,Details\n2026-08-13 10:00:00,55,Sale,ANN,1,80,12,92,CLOSED,\n2026-08-13 10:00:00,55,Sale Line,ANN,1,80,12,92,CLOSED,Helmet\n2026-08-14 10:00:00,56,Sale,ANN,-1,-20,-3,-23,CLOSED,\n2026-08-14 10:00:00,56,Sale Line,ANN,-1,-20,-3,-23,CLOSED,Glove\n2026-08-15 10:00:00,57,Sale,ANN,1,30,4.5,34.5,VOIDED,\n2026-08-15 10:00:00,57,Sale Line,ANN,1,30,4.5,34.5,VOIDED,Glove\n',
    60,
  ],
  [
    'sumup',
    'Date,Transaction ID,Transaction type,Status,Description,Price (Gross),Price (Net),Tax amount,Fee,Payout\n2026-08-13 10:00,T1,Sale,Successful,Coffee,11.90,10.00,1.90,0.20,11.70\n2026-08-14 10:00,T2,Sale,Failed,Coffee,11.90,10.00,1.90,0,0\n2026-08-14 10:00,T3,Refund,Successful,Coffee,11.90,10.00,1.90,0,0\n',
    0,
  ],
  [
    'zettle',
    'Date,Receipt number,Product,Quantity,Price,Discount,VAT,Total,Staff\n13/08/2026,1,Coffee,2,5.00,0.00,2.00,10.00,Sam\n14/08/2026,2,Coffee,-1,5.00,0.00,-1.00,-5.00,Sam\n',
    5,
  ],
  [
    'billbee',
    'Bestellnummer;Shop-Bestellnummer;Bestelldatum;Bestellstatus;Kunde;Artikel;Menge;Einzelpreis brutto;Gesamtpreis brutto;Gesamtpreis netto;Mwst\n1;S1;13.08.2026;Versendet;Ann;Lampe;2;11,90;23,80;20,00;3,80\n2;S2;14.08.2026;Storniert;Bo;Lampe;1;11,90;11,90;10,00;1,90\n',
    20,
  ],
  [
    'jtl',
    'Auftragsnummer;Auftragsdatum;Kundennummer;Artikelnummer;Bezeichnung;Anzahl;VK Netto;VK Brutto;Zahlungsstatus\nA1;13.08.2026;K1;L1;Lampe;2;10,00;11,90;bezahlt\n',
    20,
  ],
  [
    'prestashop',
    'ID,Reference,New client,Delivery,Customer,Total,Payment,Status,Date\n1,ABC,Yes,France,A. Lee,120.00,Card,Payment accepted,08/13/2026 10:00:00\n2,DEF,No,France,B. Li,50.00,Card,Canceled,08/14/2026 10:00:00\n3,GHI,No,France,B. Li,50.00,Card,Refunded,08/14/2026 10:00:00\n',
    120,
  ],
  [
    'magento',
    'ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Subtotal,Shipping and Handling,Customer Group,Payment Method,Total Refunded\n1,Main,"Aug 13, 2026, 10:02:11 AM",Ann,Ann,$55.00,$55.00,Complete,$50.00,$5.00,General,Card,\n2,Main,"Aug 14, 2026, 10:02:11 AM",Bo,Bo,$25.00,$25.00,Closed,$20.00,$5.00,General,Card,$25.00\n3,Main,"Aug 14, 2026, 10:02:11 AM",Bo,Bo,$25.00,$25.00,Canceled,$20.00,$5.00,NOT LOGGED IN,Card,\n',
    50,
  ],
  [
    'taobao',
    '订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,订单创建时间,宝贝标题,宝贝总数量\n1001,ann,100.00,10.00,110.00,110.00,交易成功,安,2026-08-13 10:00:00,灯,1\n1002,bo,50.00,0.00,50.00,0.00,交易关闭,波,2026-08-14 10:00:00,灯,1\n',
    100,
  ],
  [
    'rakuten',
    '注文番号,注文日時,ステータス,商品名,単価,個数,合計金額,注文者名\n1,2026-08-13 10:00:00,発送完了,ランプ,1000,2,2200,山田\n2,2026-08-14 10:00:00,キャンセル確定,ランプ,1000,1,1100,佐藤\n',
    2000,
  ],
  [
    'smartstore',
    '주문번호,주문일시,주문상태,상품명,수량,상품가격,총 주문금액,구매자명\n1,2026-08-13 10:00:00,구매확정,램프,2,1000,2000,김\n2,2026-08-14 10:00:00,취소완료,램프,1,1000,1000,이\n3,2026-08-14 10:00:00,반품완료,램프,1,1000,1000,이\n',
    2000,
  ],
  [
    'ozon',
    'Номер заказа;Принят в обработку;Статус;Наименование товара;Артикул;Количество;Сумма отправления\n1;2026-08-13 10:00:00;Доставлен;Лампа;L1;2;2000,00\n2;2026-08-14 10:00:00;Отменён;Лампа;L1;1;1000,00\n',
    2000,
  ],
  [
    'wildberries',
    'Дата продажи;Обоснование для оплаты;Артикул;Предмет;Кол-во;Вайлдберриз реализовал Товар (Пр)\n2026-08-13;Продажа;L1;Лампа;1;1000\n2026-08-14;Возврат;L1;Лампа;1;1000\n2026-08-14;Логистика;L1;;;50\n',
    'asked',
  ],
  [
    'trendyol',
    'Sipariş Numarası;Sipariş Tarihi;Alıcı;Ürün Adı;Barkod;Adet;Birim Fiyatı;Satış Tutarı;Sipariş Statüsü\n1;13.08.2026 10:00;Ayşe;Lamba;B1;2;100,00;200,00;Teslim Edildi\n2;14.08.2026 10:00;Ali;Lamba;B1;1;100,00;100,00;İptal Edildi\n',
    200,
  ],
  [
    'mercado',
    'N.º de venta;Fecha de venta;Estado;Comprador;Título de la publicación;SKU;Unidades;Ingresos por productos (ARS);Cargo por venta;Total (ARS)\n1;13/08/2026;Entregado;Ana;Lampara;L1;2;2000;-200;1800\n2;14/08/2026;Venta cancelada;Beto;Lampara;L1;1;1000;0;0\n',
    2000,
  ],
  [
    'allegro',
    'Numer zamówienia;Data zakupu;Kupujący;Nazwa oferty;Liczba sztuk;Cena;Wartość;Status\n1;2026-08-13;ann;Lampa;2;10,00;20,00;Wysłane\n2;2026-08-14;bo;Lampa;1;10,00;10,00;Anulowane\n',
    20,
  ],
  [
    'bol',
    'Bestelnummer,Besteldatum,EAN,Titel,Aantal,Prijs,Status,Land\n1,13-08-2026,123,Lamp,2,10.00,Verzonden,NL\n2,14-08-2026,123,Lamp,1,10.00,Geannuleerd,NL\n',
    20,
  ],
  [
    'cdiscount',
    'N° de commande;Date de commande;Statut;Produit;Référence;Quantité;Prix unitaire;Total TTC;Commission\n1;13/08/2026;Expédiée;Lampe;L1;2;10,00;20,00;2,00\n2;14/08/2026;Annulée;Lampe;L1;1;10,00;10,00;0\n',
    20,
  ],
]

test.each(cases)('%s', async (_, text, gives) => {
  expect(await given(text, gives)).toBe(String(gives))
})
