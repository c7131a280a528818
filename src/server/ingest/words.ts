import type { Status } from './order-money.ts'

const statuses: [RegExp, Status][] = [
  [/partial\w*[ _-]*(refund|return)|teilweise erstattet|partiellement rembours/, 'completed'],
  [/refund|return|charge ?back|erstatt|rembours|reembols|rimborsa|retur/, 'refunded'],
  [/cancel|void|fail|declin|expire|reject|abandon|storn|annul|blocked|trash|incomplete|requires[ _]payment|unsuccess/, 'cancelled'],
  [/pending|hold|process|draft|open|unpaid|authori[sz]ed|await|dispute|partial|backorder|quote|unfulfilled|not paid|offen|ausstehend|en attente|pendiente|in attesa|requires|uncaptured|\bnew\b/, 'pending'],
  [/complet|paid|ship|deliver|fulfil|closed|success|succeed|resolved|captured|done|invoiced|settled|approved|sold|finish|active|erledigt|bezahlt|abgeschlossen|versandt|geliefert|pay[eé]|termin[eé]|pagad|completad|entregad|pagato|consegnato|betaald|verzonden|^ok$|^yes$/, 'completed'],
]

/** A source's word for an order's state; completed where it says nothing, null when the word is unknown. */
export const statusOf = (word: string): Status | null => {
  const text = word.trim().toLowerCase()
  return text === '' ? 'completed' : (statuses.find(([words]) => words.test(text))?.[1] ?? null)
}

export type StageKind = 'open' | 'won' | 'lost'

/** Whether a stage's name means won, lost, or still open. */
export const stageKind = (name: string): StageKind => {
  const text = name.toLowerCase().replace(/[^\p{L}]+/gu, ' ').trim()
  if (/\b(closed ?)?lost\b|verloren|perdu|perdid|perso\b|disqualified|abandoned|rejected|\bdead\b/.test(text)) return 'lost'
  if (/\b(closed ?)?won\b|gewonnen|gagn[eé]|ganad|vinto|\bsigned\b/.test(text)) return 'won'
  return 'open'
}

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

export const usualProbability = (name: string): number | null => usual.find(([words]) => words.test(name.toLowerCase().trim()))?.[1] ?? null

export const yes = (word: string): boolean => !/^(0|n|no|nein|non|false|f|inactive|draft|archived|disabled|discontinued)$/i.test(word.trim())
