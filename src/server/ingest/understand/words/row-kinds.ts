import { meaningBy, plainWords, type WordTable } from './table.ts'

/** What a row of an order file is, by the word of its type. */
export type RowKind =
  | 'sale'
  | 'refund'
  | 'discount'
  | 'correction'
  | 'cancelled'
  | 'header'
  | 'fee'
  | 'payout'
  | 'hold'
  | 'tax'
  | 'shipping'
  | 'tip'
  | 'adjustment'
  | 'quote'
  | 'purchase'
  | 'payment'
  | 'other'

/** What a word alone says. The last ones depend on the words beside it. */
export type WordKind =
  | RowKind
  | 'order'
  | 'invoice'
  | 'line'
  | 'paid'
  | 'credit'
  | 'bought'
  | 'transfer'
  | 'method'
  | 'unsure'

/** English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Turkish, Russian, Japanese, Chinese, Korean. */
export const rowKindTable: WordTable<WordKind> = [
  // words that hold another one's
  [
    'unsure',
    `refund revers, reversal of refund, refund fail, chargeback revers, chargeback won, dispute won, dispute revers, refund cancel,
    cancelled refund, canceled refund, failed refund, failed payment revers, order confirmation, auftragsbestatigung, =storno, =abono,
    confirmation de commande, orderbevestiging, orderbekraftelse, =korekta`,
  ],
  ['paid', `bill user payment, zahlung im einzugsverfahren, поступление на, поступление денеж, приходный кассов`],
  ['credit', `=credit, =credits`],
  [
    'payout',
    `payout, pay out, withdraw, disburse, settlement, sweep, bank deposit, credit card deposit, =deposit, =deposits, cash deposit,
    mass pay, massenzahlung, bankgutschrift, currency conversion, =conversion, general conversion, top up, auszahlung, ubertrag, umbuchung, abbuchung,
    einzahlung, abhebung, ~wahrungsumrechnung, versement, retrait, conversion de devise, conversion de monnaie,
    retiro, retirada, desembolso, deposito, conversion de divisa, conversion de moneda, trasferimento, prelievo,
    versamento, conversione di valuta, conversione valuta, saque, levantamento, repasse, conversao de moeda, uitbetaling,
    =opname, geldopname, storting, valutaomrekening, wyplata, wplata, przeliczenie walut, utbetalning, uttag, insattning,
    valutavaxling, para cekme, para birimi donustur, вывод, выплат, перечислен, снятие, конвертац, 振込み, 入金, 出金,
    引き出し, 通貨換算, 提现, 提現, 出款, 货币兑换, 貨幣兌換, 출금, 입금, 정산, 환전`,
  ],
  [
    'transfer',
    `transfer, uberweisung, virement, transfert, transferencia, bonifico, overboeking, przelew, overforing, havale, =eft, перевод, 振込, 送金, 转账, 轉帳, 转帐,
    汇款, 匯款, 이체, 송금`,
  ],
  [
    'fee',
    `fee$, fees$, ~fee$, commission, =service charge, bank charge, bank charges, advertising, cost of, processing cost, interchange, subscription charge,
    ~gebuhr, provision, werbekosten, frais, redevance, comision, tarifa, cargo por, commissione, commissioni, tariffa, canone, comissao,
    =taxa, taxa de, =taxas, tarifas, provisie, kosten$, ~kosten$, vergoeding, oplata, prowizj, avgift, ~avgift, komisyon, =ucret, ucreti, hizmet bedeli,
    комисси, сбор$, плата за, 手数料, 注文外料金, 广告费, 廣告費, 手续费, 手續費, 佣金, 服务费, 服務費, 수수료, 광고비`,
  ],
  [
    'hold',
    `hold$, holds$, on hold, authorization, authorisation, pre auth, preauth, reserve$, reserve transaction, reserved, autorisierung, einbehalt, sicherheitsleistung, blocage,
    autorisation, retenue, autorizacion, retencion, autorizzazione, trattenuta, autorizacao, retencao, machtiging, reservering, autoryzacj,
    blokada, auktorisering, provizyon, bloke, авторизац, удержан, блокиров, オーソリ, 与信, 保留, 授权, 預授權, 预授权, 冻结, 보류`,
  ],
  [
    'header',
    `=order header, =header, =sale header, =kopf, =kopfzeile, =en tete, =cabecera, =intestazione, =cabecalho, =kop, =naglowek`,
  ],
  [
    'quote',
    `quot, estimate, proposal, =offer, =offers, offer letter, draft, pro forma, proforma, angebot, ~angebot, kostenvoranschlag, entwurf, ~entwurf, devis, offre, brouillon,
    presupuesto, cotizacion, oferta, borrador, preventivo, preventivi, offerta, bozza, orcamento, cotacao, proposta, rascunho, offerte, concept,
    wycena, szkic, offert, utkast, teklif, taslak, предложен, смета, черновик, 見積, 下書き, 报价, 報價, 草稿, 견적, 초안, 임시저장,
    delivery note, delivery slip, packing slip, lieferschein, bon de livraison, albaran, documento di trasporto, =ddt, guia de remessa, pakbon, =wz,
    foljesedel, irsaliye, накладн, 納品書, 送货单, 거래명세`,
  ],
  [
    'purchase',
    `bill$, bills$, payable, goods receipt, item receipt, purchase return, purchase refund, bill payment, bill credit, =check, =cheque, expense, vendor, supplier, purchase order, purchase invoice, purchase credit, =purchases, cash expense,
    credit card expense, credit card charge, credit card credit, payroll, paycheck, accpay, spend money, =spend, purch inv, eingangsrechnung,
    eingangsgutschrift, lieferanten, kreditor, einkauf, ausgabe, aufwand, betriebsausgabe, ~einkaufsrechnung, facture fournisseur, facture d achat, fournisseur,
    depense, note de frais, avoir fournisseur, factura de proveedor, factura recibida, factura de compra, orden de compra, proveedor, gasto, fattura fornitore, fattura passiva,
    fattura di acquisto, fattura d acquisto, ordine di acquisto, fornitore, =spesa, =spese, fatura de fornecedor, fornecedor, ordem de compra, despesa, inkoop, leverancier, uitgave,
    faktura zakup, faktura kosztowa, zakupow, dostawc, wydat, =koszt, leverantor, inkop, utgift, alis fatura, alis iade, gider, masraf, tedarikci, поставщик,
    закуп, расход, приобретен, поступление товар, 仕入, 経費, 支出, 発注, 采购, 採購, 进货, 進貨, 报销, 매입, 지출, 발주, 비용`,
  ],
  [
    'refund',
    `refund, =return, =returns, =returned, sale return, sales return, order return, customer return, item return, product return, return order,
    partial return, full return, credit note, credit memo, credit invoice, =cm, =cn, =rfnd, accreccredit, chargeback, charge back, reversal,
    revers, dispute, money back, claim, ~erstattung, ~gutschrift, ~retoure, rucksendung, ruckgabe, ruckzahlung, ruckbuchung, rucklastschrift, ~stornorechnung, rechnungsstorno,
    storno rechnung, rechnungskorrektur, korrekturrechnung, stornobeleg, verkaufsstorno, remboursement, rembourse, avoir$, retour, note de credit, facture d avoir, retrofacturation,
    litige, reembolso, devoluc, nota de credito, nota credito, nota de abono, contracargo, factura rectificativa, rimborso, =reso, =resi, reso , restituzione, nota di credito, nota di accredito,
    storno vendita, riaccredito, contestazione, devolu, estorno, restituic, terugbet, credit nota, creditnota, creditfactuur, restitutie, teruggave, terugboeking,
    zwrot, koryg, faktura korekt, korekta faktur, korekta sprzedaz, nota kredytowa, obciazenie zwrotne, aterbetal, kreditfaktura, kreditnota, retur, aterkop, iade, alacak dekont, ters ibraz,
    возврат, кредит нота, кредитнота, возмещен, сторно, 返金, 返品, 払い戻し, 払戻, 赤伝, 退款, 退货, 退貨, 红字, 紅字, 折让, 折讓, 拒付, 환불, 반품, 환급, 차지백`,
  ],
  [
    'cancelled',
    `void, cancel, cancell, annul, =failed, failure, declined, payment fail, storniert, stornierung, stornierte, abgebrochen, fehlgeschlagen, annule, annulation, anulac, anulad, cancelac,
    cancelad, =annullo, annullat, annullamento, cancelamento, annulering, geannuleerd, anulow, makuler, annuller, avbestall, avbrut, iptal, отмен, аннулир,
    キャンセル, 取消, 取り消し, 作废, 作廢, 취소, 무효`,
  ],
  [
    'discount',
    `=discount, =discounts, =line discount, =promotion, =promotions, =coupon, =rebate, =rabatt, =nachlass, =gutschein, =remise, =descuento, =sconto, =desconto, =korting, =rabat, =indirim, =скидка, =割引, =值引,
    =値引, =折扣, =优惠, =할인`,
  ],
  [
    'invoice',
    `invoice, tax invoice, inv$, accrec$, sales receipt, cash sale, rechnung, ~rechnung, facture, factura, fattura, fatura, nota fiscal, factuur, ~factuur, faktur, ~faktura, paragon, kvitto, счет фактур, счет, чек, 請求書,
    領収書, 发票, 發票, 세금계산서, 계산서, 청구서, 송장`,
  ],
  [
    'tax',
    `tax$, taxes$, =vat, =gst, =hst, steuer$, ~steuer$, =mwst, =ust, taxe, =tva, impuesto, =iva, imposta, imposto, =icms, belasting, =btw, podatek, skatt$, =moms, =kdv, vergi, налог, ндс, 税, 稅, 세금, 부가세`,
  ],
  [
    'tip',
    `=tip, =tips, gratuity, trinkgeld, pourboire, propina, mancia, gorjeta, fooi, napiw, dricks, bahsis, чаев, チップ, 小费, 小費, 팁`,
  ],
  [
    'shipping',
    `=shipping, =shipping service, =shipping label, =shipping label purchase, =postage, =freight, =delivery charge, =versand, =versandkosten, =porto, =livraison, frais de port, =envio, gastos de envio, =spedizione, spese di spedizione, =frete, =verzending, verzendkosten,
    =wysylka, =frakt, =kargo, =доставка, 送料, 运费, 運費, 배송비, 배송료`,
  ],
  [
    'adjustment',
    `adjust, correction, modifica, journal, opening balance, closing balance, balance forward, beginning balance, anpassung, korrektur, ausgleich, anfangsbestand, saldovortrag, saldo, ajustement, correction, solde,
    ajuste, ajustes, saldo, asiento, rettific, aggiustament, correctie, beginsaldo, korekt, wyrownan, justering, saldo, duzeltme, devir, корректиров, остаток, 調整, 繰越, 调整, 余额, 조정, 잔액, 이월,
    inventory, stock adjust, inventur, stock take, loyalty, =no sale, no sale$`,
  ],
  [
    'line',
    `~ line$, =line, line item, =item, =items, =product, =position, =artikel, =ligne, =linea, =riga, =linha, =regel, =pozycja, =rad, =satir, =строка, =商品, =明細, =明细, =항목, =상품`,
  ],
  [
    'order',
    `order$, orders$, sales order, bestellung, auftrag, ~auftrag, commande, pedido, ordine, bestelling, zamowien, siparis, заказ, 注文, 受注, 订单, 訂單, 주문`,
  ],
  [
    'bought',
    `purchas, =kauf, =kaufe, achat, compra, acquist, aankoop, zakup, =kop, satin al, покупк, 購入, 购买, 購買, 구매`,
  ],
  [
    'sale',
    `sale$, sales$, sold$, =pos, verkauf, ~verkauf, umsatz, kassenbon, =bon, quittung, vente, ticket, encaissement, venta, recibo, boleta, vendit, scontrin, ricevut, corrispettiv, venda, cupom, verkoop, kassabon, sprzedaz,
    forsaljning, satis, продаж, реализац, 売上, 販売, 销售, 銷售, 消费, 판매, 매출, 승인, capture, captured, subscription, renewal, exchange, receipt$, receipts$,
    reservation, booking, prenotazion, boeking, rezerwacj, bokning, rezervasyon, бронирован, 予約, 预订, 예약`,
  ],
  [
    'paid',
    `payment, paid$, =charge, =charges, charge succeeded, card charge, donation, =receive money, =received, money in, zahlung, ~zahlung, paiement, reglement, pago, cobro, pagament, incasso, betaling, platnos, betalning, odeme, tahsilat, оплат, платеж, платёж, 支払, 決済, 入帳, 收款, 付款, 支付, 交易, 결제, 수납`,
  ],
  // how it was paid or where, not what it is
  [
    'method',
    `=cash, =card, =credit card, =debit card, =online, =in store, =instore, =store, =web, =website, =retail, =wholesale, =b2b, =b2c, =standard, =regular, =dine in, =delivery, =pickup, =pick up, =takeaway, =take out, =phone, =mobile, =marketplace, =direct, =digital, =physical, =bar, =karte, =filiale`,
  ],
]

export const wordKind = meaningBy(rowKindTable)

/** In words, of rows that are left out: one, several. */
export const kindNames: Partial<Record<RowKind, [one: string, many: string]>> = {
  header: ['a row of a whole order, whose lines count', 'rows of whole orders, whose lines count'],
  fee: ['a fee', 'fees'],
  payout: ['a payout, deposit or transfer', 'payouts, deposits or transfers'],
  hold: ['a hold or an authorisation', 'holds or authorisations'],
  tax: ['a tax', 'taxes'],
  shipping: ['shipping', 'rows of shipping'],
  tip: ['a tip', 'tips'],
  adjustment: ['an adjustment', 'adjustments'],
  quote: ['a quote, draft or delivery note', 'quotes, drafts or delivery notes'],
  purchase: ['a purchase of your own', 'purchases of your own'],
  payment: ['a payment of what was billed in other rows', 'payments of what was billed in other rows'],
  other: ['not a sale, as you said', 'not sales, as you said'],
}

/** Kinds that count in revenue, or once did. */
const counts: readonly RowKind[] = ['sale', 'refund', 'discount', 'correction', 'cancelled']
export const isLeftOut = (kind: RowKind): boolean => !counts.includes(kind)

/**
 * What each word of a column of types means beside the others: a payment is a sale unless what was sold stands in rows of its own; a sale
 * beside its lines is their sum; what was ordered and then billed may be the same twice. null: nothing says it.
 */
export const kindsBeside = (words: Iterable<string>): ((word: string) => RowKind | null) => {
  const found = new Set([...words].map(wordKind))
  const has = (...kinds: WordKind[]) => kinds.some(kind => found.has(kind))
  const hasLines = has('line') && has('sale', 'order', 'invoice', 'header')
  const beside: Partial<Record<WordKind, RowKind | null>> = {
    line: 'sale',
    method: 'sale',
    sale: hasLines ? 'header' : 'sale',
    invoice: hasLines ? 'header' : 'sale',
    order: hasLines ? 'header' : has('invoice', 'paid') ? null : 'sale',
    paid: hasLines || has('invoice') ? 'payment' : has('sale', 'order') ? null : 'sale',
    bought: has('sale', 'invoice', 'order') ? 'purchase' : null,
    credit: has('sale', 'invoice', 'order') ? 'refund' : null,
    transfer: has('method') ? 'sale' : 'payout',
    unsure: null,
  }
  return word => {
    if (word.trim() === '') return 'sale'
    const kind = wordKind(word)
    return kind !== null && kind in beside ? (beside[kind] ?? null) : (kind as RowKind | null)
  }
}

const dueDate =
  /\bdue ?(date|on)\b|fallig|zahlbar bis|echeance|vencimiento|scadenza|vervaldatum|termin platnosci|forfallodatum|vade|срок оплаты|支払期限|支払期日|到期日|만기일|지급기한/

/** Invoices: by the words of their types, or by a day that payment is due on. */
export const holdsInvoices = (words: Iterable<string>, columns: string[]): boolean =>
  [...words].some(word => wordKind(word) === 'invoice') || columns.some(column => dueDate.test(plainWords(column)))
