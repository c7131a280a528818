export type OrderRow = readonly (string | number | null)[]
/** The staging columns of an order line, in the order of its rows. */
export const orderColumns = [
  'line int',
  'external_id text',
  'order_id text',
  'ordered_at timestamptz',
  'ordered_on date',
  'customer int',
  'product int',
  'rep int',
  'quantity numeric(14, 3)',
  'unit_price numeric(18, 4)',
  'discount numeric(18, 4)',
  'amount numeric(18, 4)',
  'cost numeric(18, 4)',
  'whole_cost numeric(18, 4)',
  'region text',
  'channel text',
  'status text',
  'ordered_wall timestamp',
]
