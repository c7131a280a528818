import { expect, test } from 'vitest'
import { stageKind, statusOf } from './words.ts'

test.each([
  ['completed', 'paid, fulfilled, Shipped, wc-completed, Processed, Payment received, Bezahlt, Versendet, Zugestellt, Payé, Livrée, Expédiée, Pago, Enviado, Entregue, Spedito, Verzonden, partially_refunded, Partially refunded, Teilweise erstattet'],
  ['pending', 'Unfulfilled, unpaid, Not shipped, undelivered, Unshipped, no pagado, non payé, Nicht bezahlt, unbezahlt, impayé, Ready to ship, processing, In Bearbeitung, En cours, Pendente, Partially paid, authorized'],
  ['cancelled', 'annulé, Storniert, Cancelado, anulado, Refused, disapproved, declined, Abgelehnt, voided, requires_payment_method'],
  ['refunded', 'refunded, Returned, Reversed, Retourniert, Zurückgesendet, Gutschrift, Remboursé, Devuelto, charge-back'],
  [null, 'wobbly, inactive'],
])('%s: %s', (status, words) => {
  expect(words.split(', ').filter(word => statusOf(word) !== status)).toEqual([])
})

test.each([
  ['won', 'Closed Won, Gewonnen, Gagnée, Vinta, Ganho'], ['lost', 'Closed Lost, Verloren, Perdue, Persa, Dead'], ['open', 'Proposal, Verhandlung, Closed'],
])('%s: %s', (kind, words) => {
  expect(words.split(', ').filter(word => stageKind(word) !== kind)).toEqual([])
})
