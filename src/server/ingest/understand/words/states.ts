import type { Status } from '../status.ts'
import { meaningBy, plainWords, remembered, type WordTable } from './table.ts'

const partly =
  /partial\w* (refund|return)|(refund|return)ed partial|teilweise (erstattet|zuruck)|teilerstatt|partiellement rembours|parcialmente (reembols|devol)|parzialmente rimbors|gedeeltelijk terug|czesciowo zwroc|delvis aterbetal|kismen iade|частичн\p{L}* возв|一部返金|部分退款|부분 ?환불/u

/** Refunds that cannot, will not or did not yet happen: the sale stands. */
const noRefund =
  /\b(non|no|not|un) ?(refund|return)|(refund|return)\w* (was |request )?(declin|reject|denied|refus|fail|expire|window|period|request|pending|initiat|open|label)|(await|pending|request|reject|declin|denied|fail)\w* (refund|return)|(charge ?back|dispute) (reversed|won)/

/** What is denied (not shipped, unbezahlt, non payé) is looked for before what it denies. */
const denied =
  /(?<!\p{L})(not|nicht|non|no|niet|nie|nao|inte|ej|не|to be|ready to|ready for|da|zu) \p{L}|(?<!\p{L})un(paid|ship|deliver|settled|resolved|invoiced|approved|fulfil|bezahlt|captured)|nieoplac|impay[eé]|onbetaald|obetald|odenmedi|odenmemis|неоплач|未(払|入金|決済|支払|発送|出荷|付|支付|发货|發貨|完成)|미(결제|입금|발송|납)/u

/** A source's words for an order's state, as sale, given back, come to nothing, or not yet a sale. */
export const stateTable: WordTable<Status> = [
  [
    'refunded',
    `~refund, ~return, charge back, ~chargeback, ~revers, ~erstatt, ~gutschrift, ~gutgeschrieben, ~zuruckge, ~rembours, ~reembols, ~rimborsa, ~rimborso, ~retour, ~retur, ~devuelt, ~devolvid,
    estornad, terugbetaald, ~zwrot, ~zwroc, avoir$, aterbetal, returnerad, iade, возвращ, возврат, 返金済, 返金, 返品, 払戻, 已退款, 退款, 退货, 退貨, 환불, 반품, disputed lost, dispute lost`,
  ],
  [
    'cancelled',
    `~cancel, ~void, ~fail, ~declin, ~denied, ~expire, ~reject, ~refus, ~abandon, ~storn, ~annul, ~anul, abgelehnt, abgebrochen, fehlgeschlagen, ~echou, ~echec, ~erreur, ~rechazad, ~fallid, ~rifiutat,
    ~mislukt, ~blocked, ~trash, ~deleted, ~duplicate, ~incomplete, ~requires payment, ~unsuccess, ~disapprov, geannuleerd, afgewezen, odrzuc, makuler, annuller, avbrut, avvisad, misslyckad, iptal, reddedil,
    basarisiz, отмен, отклон, аннулир, неуспеш, ошибк, キャンセル, 取消, 失敗, 無効, 已取消, 已关闭, 已關閉, 交易关闭, 失败, 作废, 作廢, 취소, 실패, 거절, recusad, scaduto, vencida, perdida, verlopen$, mislukt`,
  ],
  [
    'pending',
    `~pending, ~hold, processing, ~in progress, ~progress, ~draft, open$, opened, in process, =process, ~teilweise, ~teilbezahlt, ~authorized, ~authorised, ~await, ~dispute, ~partial, ~backorder, ~quotation, quote, offen, ausstehend, ~bearbeitung,
    ~vorbereitung, wartet, ~en attente, ~en cours, preparation, ~pendient, ~pendent, procesando, ~en proceso, ~in attesa, lavorazione, ~behandel, oczekuj, w realizacji, aguardando, processando, requires, scheduled, =new, new order, =neu, =nowe,
    =nouveau, =nouvelle, =nuevo, =nuovo, =novo, =nieuw, =ny, vantar, under behandling, pagaende, beklemede, bekliyor, hazirlaniyor, isleniyor, =yeni, ожида, в обработк, обрабатыв, =новый, в пути оплат,
    保留, 処理中, 準備中, 入金待ち, 待ち, 新規, 待付款, 待支付, 待发货, 待發貨, 处理中, 處理中, 대기, 처리 ?중, 준비 ?중, 보류, brouillon, borrador, bozza, rascunho, concept, szkic, utkast, taslak, черновик, 下書き, 草稿, entwurf,
    teilzahlung, gedeeltelijk, czesciowo, delvis, kismi, частичн`,
  ],
  [
    'completed',
    `~complet, ~paid, ~ship, ~deliver, ~dispatch, ~in transit, ~picked up, ~fulfil, ~closed, ~success, succeed, ~resolved, ~captured, ~received, ~processed, ~done, ~invoiced, ~settled, ~accept, ~approved, ~confirmed, ~sales order,
    ~posted, ~booked, ordered, placed, ~sold, ~finish, active$, active, erledigt, ~bezahlt, ~abgeschlossen, versandt, versendet, verschickt, geliefert, ~zugestellt, ~payee, ~paye$, ~payes, ~termine, ~expedi, ~livre, ~envoye, pagad, =pago, =paga, =pagos,
    ~aprovad, ~enviad, ~entreg, ~finalizad, ~conclui, pagat, ~spedit, ~consegnat, ~completat, betaald, verzonden, geleverd, voltooid, afgerond, oplacon, wyslan, zrealizowan, zakoncz, dostarcz, =ok, =yes,
    sent$, issued, overdue, past due, outstanding, viewed, =approved, authorised invoice, sold, collected, redeemed, available, uberfallig, gemahnt, versandt, ausgestellt, festgeschrieben, verbucht, gebucht, en retard, echue, emise, encaissee, facturee, cobrad, emitid, facturad, abonad, vencido,
    incassat, emess, saldat, fatturat, faturad, emitid, verstuurd, gefactureerd, wystawion, zaplac, betald, levererad, skickad, slutford, avslutad, fakturerad, forfallen, godkand, tamamland, odendi, teslim, gonderildi, kargoland, onayland, faturaland, gecikmis,
    оплачен, выполнен, заверш, доставлен, отправлен, отгруж, закрыт, проведен, подтвержд, выдан, просроч, 完了, 支払済, 支払い済, 発送済, 出荷済, 配達済, 入金済, 決済済, 確定, 成功, 已付款, 已支付, 已完成, 完成, 已发货, 已發貨, 已收货, 已收貨, 已签收, 交易成功, 支付成功, 완료, 결제됨, 배송 ?중, 배송됨, 승인, 확정, 입금`,
  ],
]

const state = meaningBy(stateTable)
const read = (word: string): Status | null => {
  const text = plainWords(word)
  if (text === '') return 'completed'
  if (partly.test(text) || noRefund.test(text)) return 'completed'
  const found = state(text)
  // given back or cancelled is never denied by the words of a denial: "not yet refunded" stood above
  return found === 'refunded' || found === 'cancelled' ? found : denied.test(text) ? 'pending' : found
}

/** A source's word for an order's state; completed where it says nothing, null when the word is unknown. */
export const statusOf = remembered(read)

export const isPartlyRefunded = remembered(word => word !== '' && partly.test(plainWords(word)))

/** Payments and refunds that were tried alone. A cancelled booking of less than nothing, on the other hand, takes back an earlier one. */
export const cameToNothing = remembered(word =>
  /void|fail|declin|denied|expire|reject|refus|abandon|unsuccess|fehlgeschlagen|echou|echec|erreur|rechazad|fallid|rifiutat|mislukt|misslyckad|basarisiz|неуспеш|отклон|失敗|失败|실패|거절/.test(
    plainWords(word),
  ),
)
