import { meaningBy, plainWords, type WordTable } from './table.ts'

export type StageKind = 'open' | 'won' | 'lost'

/** How a stage says that a deal ended, or that it did not yet. */
export const stageTable: WordTable<StageKind> = [
  [
    'lost',
    `lost$, not won, nicht gewonnen, verloren, perdu, perdid, =persa, =perso, persa$, persi$, przegran, utracon, disqualified, unqualified, abandon, reject, cancel, no decision, stornier, dead$, churn, declin, refus, closed no, no deal, no sale, nurture lost,
    abgelehnt, abgesagt, abgesprungen, gekundigt, absage, refuse, abandonne, annule, rechaz, descartad, cancelad, anulad, rifiutat, annullat, scartat, recusad, verlor, afgewezen, afgevallen, geannuleerd, odrzuc, anulowan, rezygnac, forlorad, forlorat, tappad, tappat, avbojd, avslag,
    tabt$, tapt$, kaybedil, kaybedildi, kayip, reddedil, iptal, проигран, потерян, отказ, отклон, отмен, не реализован, 失注, 敗戦, 却下, 辞退, 失败, 失敗, 丢单, 丟單, 输单, 流失, 已丢失, 실패, 패배, 거절, 이탈, 실주`,
  ],
  [
    'open',
    `pending, awaiting, not yet, to be, almost, ausstehend, soon, en attente, pendiente, in attesa, ожида, verbal`,
  ],
  [
    'won',
    `won$, win$, gewonnen, gewonnener, gagn, ganad, ganho, ganha, vinto, vinta, vinti, wygran, signed, sign, closed deal, deal closed successfully, success, converted, order received, contract signed, renewed, unterschrieben, unterzeichnet, erfolgreich, auftrag erhalten, beauftragt,
    abgeschlossen und gewonnen, remporte, signe, conclu, ganada, cerrada ganada, firmad, chiusa vinta, firmat, acquisit, fechado ganho, assinad, gewonnen, getekend, ondertekend, podpisan, vunnen, vunnet, vundet, vunnit, avtal signerat, signerad, signeret, kazanil, kazanildi, imzaland,
    выигран, успешно реализован, успешно, подписан, заключен, 受注, 成約, 契約済, 成立, 締結, 赢单, 贏單, 成交, 已签约, 已簽約, 赢得, 성공, 수주, 계약 ?완료, 성사`,
  ],
]
const stage = meaningBy(stageTable)

/** Whether a stage's name means won, lost, or still open. */
export const stageKind = (name: string): StageKind => stage(name) ?? 'open'

/** A stage that ended without saying how. */
export const endsUnsaid = (name: string): boolean =>
  /^(closed?|abgeschlossen|geschlossen|ferme|cerrad[oa]|chius[oa]|gesloten|fechad[oa]|zamkniet[aey]|stangd|kapandi|kapali|закрыт[ао]?|クローズ|完了|关闭|已关闭|종료)$/.test(
    plainWords(name),
  )

/** Stages as CRMs ship them, with the probability they ship: gives sources without probabilities their order. */
const usual: [RegExp, number][] = [
  [/prospect|^new$|^neu$/, 0.1],
  [/^lead|^mql|inquiry|interest/, 0.1],
  [/contacted|^contact/, 0.15],
  [/appointment|meeting|discovery|engag|^sql/, 0.2],
  [/qualif|qualified to buy/, 0.25],
  [/needs|analysis/, 0.3],
  [/demo|presentation|evaluation|trial|value prop/, 0.5],
  [/decision/, 0.6],
  [/perception/, 0.7],
  [/proposal|quote|angebot|devis/, 0.65],
  [/negotiat|review|verhandl/, 0.8],
  [/contract|verbal|commit|vertrag/, 0.9],
]

export const usualProbability = (name: string): number | null =>
  usual.find(([words]) => words.test(name.toLowerCase().trim()))?.[1] ?? null
