import { wordsOf } from '../header-words.ts'
import { meaningBy, type WordTable } from './table.ts'

/** What a column of money beside the amount is, by its name. */
export type MoneyRole =
  | 'fee'
  | 'shipping'
  | 'tip'
  | 'refund'
  | 'discount'
  | 'paid'
  | 'balance'
  | 'cost'
  | 'tax'
  | 'rate'
  | 'whole'

export const moneyRoleTable: WordTable<MoneyRole> = [
  [
    'rate',
    `tax rate, vat rate, exchange rate, conversion rate, commission rate, fee rate, discount rate, percent, pct$, %, code$, id$, no$, number$, type$, name$, date$, status$, method$, currency$, name, satz$, ~satz$, taux, tipo de iva, aliquota, kurs$, kurz$`,
  ],
  // not of one order
  [
    'whole',
    `balance after, running balance, kontostand, solde, saldo, =balance, stock, inventory, list price, compare at, budget, target, quota, previous, lifetime, ytd, average, avg, mean`,
  ],
  [
    'refund',
    `refund, returned, returns$, adjusted, ~erstattet, ~erstattung, ruckerstatt, rembourse, reembols, devuel, rimbors, devolvid, terugbetaald, zwrot, aterbetal, iade, возврат, 返金, 退款, 환불`,
  ],
  [
    'fee',
    `fee$, fees$, commission, ~gebuhr, provision, frais, comision, cargo por, cargos por, tarifa, commissione, commissioni, comissao, taxa de venda, kosten$, provisie, oplata, prowizja, avgift, komisyon, комисси, сбор, 手数料, 手续费, 手續費, 佣金, 수수료, charge$, charges$`,
  ],
  [
    'shipping',
    `shipping, postage, freight, delivery, handling, carriage, porto, ~versand, ~fracht, livraison, port$, expedition, envio, transporte, flete, spedizione, trasporto, frete, verzend, wysylk, dostaw, frakt, kargo, доставк, 送料, 配送, 邮费, 快递费, 运费, 運費, 배송비`,
  ],
  [
    'tip',
    `tip$, tips$, gratuity, trinkgeld, pourboire, propina, mancia, gorjeta, fooi, napiwek, dricks, bahsis, чаевые, チップ, 小费, 팁`,
  ],
  [
    'discount',
    `discount, promotion, coupon, voucher, rebate, ~rabatt, nachlass, skonto, gutschein, remise, reduction, rabais, ristourne, descuento, dto$, sconto, desconto, abatimento, korting, rabat, indirim, iskonto, скидк, 割引, 値引, クーポン, 折扣, 优惠, 優惠, 할인`,
  ],
  [
    'balance',
    `due$, outstanding, open$, owed, remaining, unpaid, offen, ~offener, restbetrag, reste a payer, pendiente, da pagare, residuo, em aberto, openstaand, do zaplaty, att betala, kalan, остаток, долг, 未払, 残, 未付, 미수, 잔액`,
  ],
  [
    'paid',
    `paid$, payment$, payments$, received, applied, tendered, tender$, change$, deposit, prepaid, prepayment, allocated, settled, cash$, gift card, store credit, bezahlt, gezahlt, erhalten, anzahlung, ruckgeld, paye$, regle, recu, acompte, pagado, cobrado, anticipo,
    pagato, incassato, acconto, pago$, recebido, sinal$, betaald, ontvangen, aanbetaling, zaplacono, wplacono, betalt, mottaget, odenen, tahsil edilen, оплачено, получено, аванс, 入金, 支払済, 预付, 已付, 实收, 입금, 선금, 결제된`,
  ],
  [
    'cost',
    `cost$, costs$, cogs, profit, margin, einkauf, selbstkosten, gewinn, deckungsbeitrag, cout, marge, costo, margen, utilidad, custo, lucro, margem, inkoop, winst, koszt, zysk, marza, kostnad, vinst, maliyet, kar$, себестоим, прибыль, маржа, 原価, 粗利, 利益, 成本, 利润, 毛利, 원가, 이익, 마진`,
  ],
  [
    'tax',
    `tax$, taxes$, tax amount, tax total, total tax, sales tax, vat$, vat amount, gst$, hst$, pst$, cgst, sgst, igst, steuer$, ~steuer$, steuerbetrag, mwst, ust$, tva$, taxe$, iva$, imposta, impuesto, imposto, icms, btw$, btw bedrag, podatek, kwota vat, moms$, skatt$, kdv, vergi, ндс, налог, 税額, 消費税, 税$, 税金, 稅額, 稅, 세액, 부가세, 세금, duties, duty$`,
  ],
]
const role = meaningBy(moneyRoleTable)

/** null: the name says none of them. */
export const moneyRole = (column: string): MoneyRole | null => role(wordsOf(column))
