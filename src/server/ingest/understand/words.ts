import type { Status } from './status.ts'

const partly =
  /partial\w*[ _-]*(refund|return)|(refund|return)ed[ _-]*partial|teilweise (erstattet|zurück)|teilerstatt|partiellement rembours|parcialmente reembols|parzialmente rimbors/

/** In order: the first that fits counts. What is denied (no refund, not shipped, unbezahlt, non payé) is looked for before what it denies. */
const statuses: [RegExp, Status][] = [
  [partly, 'completed'],
  // refunds that cannot, will not or did not yet happen: the sale stands
  [
    /\b(non|no|not|un)[ _-]*(refund|return)|(refund|return)\w*[ _-]*(was[ _-]*|request[ _-]*)?(declin|reject|denied|refus|fail|expire|window|period|request|pending|initiat|open|label)|(await|pending|request|reject|declin|denied|fail)\w*[ _-]*(refund|return)|(charge[ -]?back|dispute)[ _-]*(reversed|won)/,
    'completed',
  ],
  [
    /refund|return|charge[ -]?back|revers|erstatt|gutschrift|gutgeschrieben|zurückge|rembours|reembols|rimborsa|retour|retur|devuelt|devolvid|terugbetaald|zwrot|zwróc|\bavoir\b/,
    'refunded',
  ],
  [
    /cancel|void|fail|declin|denied|expire|reject|refus|abandon|storn|an+ul|abgelehnt|abgebrochen|fehlgeschlagen|échou|échec|erreur|rechazad|fallid|rifiutat|mislukt|blocked|trash|deleted|duplicate|incomplete|requires[ _]payment|unsuccess|disapprov/,
    'cancelled',
  ],
  [
    /\b(not|nicht|non|no|niet|nie|não|to be|ready to|ready for|da|zu)[ _-]+\p{L}|\bun(paid|ship|deliver|settled|resolved|invoiced|approved|fulfil|bezahlt|captured)|nieopłac|impay[eé]|onbetaald/u,
    'pending',
  ],
  [
    /pending|hold|process(?!ed)|in progress|progress|draft|open|teilweise|teilbezahlt|authori[sz]ed|await|dispute|partial|backorder|quot(e|ation)|offen|ausstehend|bearbeitung|vorbereitung|wartet|en attente|en cours|préparation|pendient|pendent|procesando|en proceso|in attesa|lavorazione|behandeling|oczekuj|w realizacji|aguardando|requires|scheduled|\bnew\b|\bneu\b|\bnowe\b|nouveau/,
    'pending',
  ],
  [
    /complet|paid|ship|deliver|dispatch|in transit|picked up|fulfil|closed|success|succeed|resolved|captured|received|processed|done|invoiced|settled|accept|approved|confirmed|sales order|posted|booked|\bordered|\bplaced|sold|finish|\bactive|erledigt|bezahlt|abgeschlossen|versandt|versendet|verschickt|geliefert|zugestellt|pay[eé]|termin[eé]|exp[eé]di|livr[eé]|envoy[eé]|pagad|\bpag[oa]s?\b|aprovad|enviad|entreg|finalizad|concluíd|pagat|spedit|consegnat|completat|betaald|verzonden|geleverd|voltooid|afgerond|opłacon|wysłan|zrealizowan|zakończ|^ok$|^yes$/,
    'completed',
  ],
]

const statusWords = new Map<string, Status | null>()

/** A source's word for an order's state; completed where it says nothing, null when the word is unknown. */
export const statusOf = (word: string): Status | null => {
  let status = statusWords.get(word)
  if (status === undefined) {
    const text = word.trim().toLowerCase()
    status = text === '' ? 'completed' : (statuses.find(([words]) => words.test(text))?.[1] ?? null)
    if (statusWords.size > 1000) statusWords.clear()
    statusWords.set(word, status)
  }
  return status
}

export const isPartlyRefunded = (word: string): boolean => word !== '' && partly.test(word.toLowerCase())

/** Payments and refunds that were tried alone. A cancelled booking of less than nothing, on the other hand, takes back an earlier one. */
export const cameToNothing = (word: string): boolean =>
  /void|fail|declin|denied|expire|reject|refus|abandon|unsuccess|fehlgeschlagen|échou|échec|erreur|rechazad|fallid|rifiutat|mislukt/.test(
    word.toLowerCase(),
  )

/** Words that stand for a sum below or beside a table's rows. */
export const isTotal = (text: string): boolean =>
  /^\W*(grand\s*|sub)?(totals?|sum|summe|zwischensumme|gesamt(summe)?|insgesamt|totaux|totale|suma|totaal|razem)\W*(\([^)]*\))?\W*$/i.test(
    text,
  )

/** What a row is by its type: a sale, goods given back, a sale that came to nothing, or (a fee, a transfer) none at all. */
export const rowKind = (word: string): 'sale' | 'return' | 'cancelled' | 'none' => {
  const text = word.trim().toLowerCase()
  if (text === '') return 'sale'
  if (
    /^(\p{L}+ )?(refunds?|refunded|returns?|returned|credit ?(memo|note)s?|gutschrift|retoure|avoir|chargebacks?|reversal)$|^sales credit note$/u.test(
      text,
    )
  )
    return 'return'
  if (/^(void|voided|cancell?ed|cancell?ation|storno)$/.test(text)) return 'cancelled'
  return /(^|\b)(fees?|withdrawals?|transfers?|payouts?|currency conversion|account hold)$|^(quote|quotation|estimate|no sale|bank deposit.*)$/.test(
    text,
  )
    ? 'none'
    : 'sale'
}

export type StageKind = 'open' | 'won' | 'lost'

/** Whether a stage's name means won, lost, or still open. */
export const stageKind = (name: string): StageKind => {
  const text = name
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  if (
    /\b(closed ?)?lost\b|\bnot won\b|nicht gewonnen|verloren|perdu|perdid|\bpers[oa]\b|przegran|disqualified|unqualified|abandoned|rejected|cancell?ed|no decision|storniert|\bdead\b/.test(
      text,
    )
  )
    return 'lost'
  if (/\b(pending|awaiting|not yet|to be|almost|ausstehend)\b/.test(text)) return 'open'
  if (/\b(closed ?)?won\b|gewonnen|gagn[eé]|ganad|ganh[oa]|\bvint[oa]|wygran|\bsigned\b/.test(text)) return 'won'
  return 'open'
}

/** A stage that ended without saying how. */
export const endsUnsaid = (name: string): boolean =>
  /^(closed?|abgeschlossen|geschlossen|ferm[eé]|cerrad[oa]|chius[oa]|gesloten)$/i.test(name.trim())

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

export const yes = (word: string): boolean =>
  !/^(0|n|no|nein|non|false|f|not cancell?ed|0000-00-00.*|inactive|draft|archived|disabled|discontinued)$/i.test(
    word.trim(),
  )

/** Only where it says so, or tells the day: blank, a short number or another word is no yes. */
export const saysYes = (word: string): boolean =>
  /^(y|yes|true|t|x|ja|oui|s[ií]|sim|tak|returned|(?!0000).*\d{4}.*)$/i.test(word.trim())
