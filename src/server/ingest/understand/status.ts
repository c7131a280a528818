/** What became of an order line; only completed lines are revenue. */
export type Status = 'completed' | 'pending' | 'refunded' | 'cancelled'
