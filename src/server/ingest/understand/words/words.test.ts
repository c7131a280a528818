import { expect, test } from 'vitest'
import { stageKind } from './stages.ts'
import { statusOf } from './states.ts'

test.each([
  [
    'completed',
    'paid, fulfilled, Shipped, wc-completed, Processed, Payment received, Bezahlt, Versendet, Zugestellt, Payé, Livrée, Expédiée, Pago, Enviado, Entregue, Spedito, Verzonden, partially_refunded, Partially refunded, Teilweise erstattet, Non-refundable, Refund declined, refund_rejected, Return window closed, No refund, Return rejected, Awaiting return, Return requested, Chargeback reversed, Not refunded, Payment accepted, Zakończone, Sales Order, Placed, Ordered, Booked, Posted, Confirmed, Aprovado, Expediée, Paiement accepté',
  ],
  [
    'pending',
    'Unfulfilled, unpaid, Not shipped, undelivered, Unshipped, no pagado, non payé, Nicht bezahlt, unbezahlt, impayé, Ready to ship, processing, In Bearbeitung, En cours, Pendente, Partially paid, Teilweise bezahlt, authorized, Quotation',
  ],
  [
    'cancelled',
    'annulé, Storniert, Cancelado, anulado, Refused, disapproved, declined, Abgelehnt, voided, requires_payment_method, Deleted, Payment declined, Erreur de paiement',
  ],
  [
    'refunded',
    'refunded, Returned, Reversed, Retourniert, Zurückgesendet, Gutschrift, Remboursé, Devuelto, charge-back, Refund, Refund completed, Returned to seller, Avoir',
  ],
  [null, 'wobbly, inactive'],
])('%s: %s', (status, words) => {
  expect(words.split(', ').filter(word => statusOf(word) !== status)).toEqual([])
})

test.each([
  ['won', 'Closed Won, Gewonnen, Gagnée, Vinta, Ganho, Contract signed, Abgeschlossen und gewonnen'],
  [
    'lost',
    'Closed Lost, Verloren, Perdue, Persa, Dead, Not won, Closed - Cancelled, Closed - No decision, Unqualified',
  ],
  ['open', 'Proposal, Verhandlung, Closed, Contract signed pending, Qualified, Not yet won'],
])('%s: %s', (kind, words) => {
  expect(words.split(', ').filter(word => stageKind(word) !== kind)).toEqual([])
})
