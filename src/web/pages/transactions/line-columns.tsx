import type { ReactNode } from 'react'
import type { api, Result } from '#contract'
import type { LineColumn, LineState } from '#contract/line-order.ts'
import type { Dimension } from '../../filters.ts'
import { date, instant, money, number, plural, unknown } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import type { Column } from '../../ui/DataTable.tsx'

export type Line = Result<typeof api.transactions.list>['data']['rows'][number]
export type Order = Result<typeof api.transactions.orders>['data']['rows'][number]

/** What a cell narrows the page to. */
export type Narrow =
  | { to: 'product' | 'customer' | 'rep_id' | 'order' | 'rep' | 'status'; value: string }
  | { to: 'day'; value: string }
  | { to: 'filter'; name: Dimension; value: string }
/** `keep`: of an order, its own lines whatever else narrows the page. */
export type OnNarrow = (narrow: Narrow) => void

export type LinesColumn<Row> = Column<Row> & {
  id: LineColumn
  /** The row has nothing here; a column of which all rows have nothing is folded away. */
  bare?: (row: Row) => boolean
}

const tones = { completed: 'positive', pending: 'neutral', refunded: 'warning', cancelled: 'negative' } as const
export const StatusBadge = ({ status }: { status: LineState }) => <Badge tone={tones[status]}>{status}</Badge>

/** A cell whose click (or Enter) shows only what is like it. */
const Only = ({
  of,
  title,
  onClick,
  children,
}: {
  of?: string
  title?: string
  onClick: () => void
  children: ReactNode
}) => (
  <button
    type="button"
    onClick={onClick}
    title={title ?? `Only this ${of}`}
    className="rounded text-left hover:underline"
  >
    {children}
  </button>
)

const isUnknown = (value: string | null) => value === null || value === 'Unknown'

type Of = { currency: string; timezone: string; onNarrow: OnNarrow }

const dateColumn = <Row extends Line | Order>({ timezone, onNarrow }: Of): LinesColumn<Row> => ({
  id: 'date',
  header: 'Date',
  value: row => row.orderedAt,
  width: 'whitespace-nowrap',
  cell: row => (
    <Only
      title={`${instant(row.orderedAt, timezone)}. Only this day`}
      onClick={() => onNarrow({ to: 'day', value: row.orderedOn })}
    >
      {date(row.orderedOn)}
    </Only>
  ),
})

const customerColumn = <Row extends Line | Order>({ onNarrow }: Of, sortable: boolean): LinesColumn<Row> => ({
  id: 'customer',
  header: 'Customer',
  sortable,
  value: row => row.customer,
  bare: row => row.customerId === 0,
  width: 'min-w-36',
  cell: row => (
    <Only of="customer" onClick={() => onNarrow({ to: 'customer', value: String(row.customerId) })}>
      {row.customer}
    </Only>
  ),
})

const filterColumn = <Row extends Line | Order>(
  { onNarrow }: Of,
  name: 'region' | 'channel',
  header: string,
  sortable: boolean,
): LinesColumn<Row> => ({
  id: name,
  header,
  sortable,
  value: row => row[name],
  bare: row => isUnknown(row[name]),
  cell: row => (
    <Only of={name} onClick={() => onNarrow({ to: 'filter', name, value: row[name] })}>
      {row[name]}
    </Only>
  ),
})

const repColumn = <Row extends Line | Order>({ onNarrow }: Of, sortable: boolean): LinesColumn<Row> => ({
  id: 'rep',
  header: 'Sales rep',
  sortable,
  value: row => row.rep,
  bare: row => row.rep === null,
  cell: row => (
    <Only
      title={row.rep === null ? 'Only lines without a sales rep' : 'Only this sales rep'}
      onClick={() => onNarrow(row.rep === null ? { to: 'rep_id', value: '0' } : { to: 'rep', value: row.rep })}
    >
      {row.rep ?? unknown}
    </Only>
  ),
})

type LineTotal = Result<typeof api.transactions.list>['data']['total']

/** The sums of the rows that count, in words where others are shown, too. */
const sums = (all: boolean, words: string) =>
  all ? <span title="Of the lines that count as revenue">{words}</span> : words

/** What the rows are, then what was paid; what they are grouped by comes last, as a narrow window cuts it. */
export const columnsOfLines = (of: Of, total: LineTotal, all: boolean): LinesColumn<Line>[] => [
  { ...dateColumn<Line>(of), total: plural(total.rows, 'line') },
  {
    id: 'order',
    header: 'Order',
    width: 'min-w-32',
    value: row => row.orderId,
    cell: row => (
      <Only of="order" onClick={() => of.onNarrow({ to: 'order', value: row.orderId })}>
        {row.orderId}
      </Only>
    ),
  },
  customerColumn(of, true),
  {
    id: 'product',
    header: 'Product',
    value: row => row.product,
    width: 'min-w-40',
    cell: row => (
      <Only of="product" onClick={() => of.onNarrow({ to: 'product', value: String(row.productId) })}>
        {row.product}
      </Only>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    value: row => row.status,
    cell: row => (
      <Only of="status" onClick={() => of.onNarrow({ to: 'status', value: row.status })}>
        <StatusBadge status={row.status} />
      </Only>
    ),
  },
  {
    id: 'quantity',
    header: 'Quantity',
    value: row => row.quantity,
    align: 'right',
    cell: row => number(row.quantity, 2),
    total: sums(all, number(total.units, 2)),
  },
  {
    id: 'price',
    header: 'Unit price',
    value: row => row.unitPrice,
    align: 'right',
    cell: row => money(row.unitPrice, of.currency),
  },
  {
    id: 'discount',
    header: 'Discount',
    value: row => row.discount,
    bare: row => row.discount === 0,
    align: 'right',
    cell: row => money(row.discount, of.currency),
  },
  {
    id: 'category',
    header: 'Category',
    value: row => row.category,
    width: 'min-w-32',
    bare: row => isUnknown(row.category),
    cell: row => (
      <Only of="category" onClick={() => of.onNarrow({ to: 'filter', name: 'category', value: row.category })}>
        {row.category}
      </Only>
    ),
  },
  filterColumn(of, 'region', 'Region', true),
  filterColumn(of, 'channel', 'Channel', true),
  repColumn(of, true),
  {
    id: 'amount',
    header: 'Amount',
    value: row => row.amount,
    align: 'right',
    pinned: true,
    early: true,
    cell: row => <b className="font-semibold">{money(row.amount, of.currency)}</b>,
    total: sums(all, money(total.revenue, of.currency)),
  },
]

type OrderTotal = Result<typeof api.transactions.orders>['data']['total']

export const columnsOfOrders = (of: Of, total: OrderTotal, all: boolean): LinesColumn<Order>[] => [
  {
    id: 'order',
    header: 'Order',
    width: 'min-w-32',
    value: row => row.orderId,
    total: plural(total.rows, 'row'),
    cell: row => (
      <Only title="See its lines" onClick={() => of.onNarrow({ to: 'order', value: row.orderId })}>
        {row.orderId}
      </Only>
    ),
  },
  dateColumn(of),
  customerColumn(of, false),
  {
    id: 'products',
    header: 'Products',
    sortable: false,
    value: row => row.products.join(', '),
    width: 'min-w-48',
    cell: row => <span className="line-clamp-2">{row.products.join(', ')}</span>,
  },
  filterColumn(of, 'region', 'Region', false),
  filterColumn(of, 'channel', 'Channel', false),
  repColumn(of, false),
  {
    id: 'status',
    header: 'Status',
    sortable: false,
    value: row => row.statuses.join(', '),
    cell: row => (
      <span className="flex flex-wrap gap-1">
        {row.statuses.map(status => (
          <StatusBadge key={status} status={status} />
        ))}
      </span>
    ),
  },
  {
    id: 'lines',
    header: 'Lines',
    value: row => row.lines,
    align: 'right',
    cell: row => number(row.lines),
    total: number(total.lines),
  },
  {
    id: 'quantity',
    header: 'Quantity',
    value: row => row.quantity,
    align: 'right',
    cell: row => number(row.quantity, 2),
    total: sums(all, number(total.units, 2)),
  },
  {
    id: 'amount',
    header: 'Amount',
    value: row => row.amount,
    align: 'right',
    pinned: true,
    early: true,
    cell: row => <b className="font-semibold">{money(row.amount, of.currency)}</b>,
    total: sums(all, money(total.revenue, of.currency)),
  },
]
