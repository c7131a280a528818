import { useMemo } from 'react'
import { api, type Query, type Result } from '#contract'
import { ask } from '../../api.ts'
import { useMoreRows } from '../../more-rows.ts'
import { date, instant, money, number, unknown } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'

type Answer = Result<typeof api.transactions.list>
type Line = Answer['data']['rows'][number]
type Sort = 'newest' | 'oldest' | 'amount'

type Props = {
  answer: Answer
  asked: Query<typeof api.transactions.list>
  /** How many rows there are in all. */
  of: number | undefined
  /** The answer is to an older question: nothing can follow it. */
  outdated: boolean
  sort: Sort
  onSort: (sort: Sort) => void
  onNarrow: (name: 'product' | 'customer', id: number) => void
}

const tones = { completed: 'positive', pending: 'neutral', refunded: 'warning', cancelled: 'negative' } as const

/** The rows, page after page by cursor. The server sorts: by day either way, or by the greatest amount. */
export const OrderLines = ({ answer, asked, of, outdated, sort, onSort, onNarrow }: Props) => {
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, cursor =>
    ask(api.transactions.list, { ...asked, limit: 200, cursor }),
  )
  const { currency, timezone } = answer.meta
  const columns = useMemo(
    (): Column<Line>[] => [
      {
        id: 'date',
        header: 'Date',
        value: row => row.orderedAt,
        cell: row => (
          <span className="block whitespace-nowrap" title={instant(row.orderedAt, timezone)}>
            {date(row.orderedOn)}
            <span className="block text-xs text-muted">Order {row.orderId}</span>
          </span>
        ),
      },
      {
        id: 'customer',
        header: 'Customer',
        sortable: false,
        value: row => row.customer,
        width: 'min-w-36',
        cell: row => <Narrow words={row.customer} of="customer" onClick={() => onNarrow('customer', row.customerId)} />,
      },
      {
        id: 'product',
        header: 'Product',
        sortable: false,
        value: row => row.product,
        width: 'min-w-40',
        cell: row => (
          <>
            <Narrow words={row.product} of="product" onClick={() => onNarrow('product', row.productId)} />
            <span className="block text-xs text-muted">{row.category}</span>
          </>
        ),
      },
      { id: 'region', header: 'Region', sortable: false, value: row => row.region },
      { id: 'channel', header: 'Channel', sortable: false, value: row => row.channel },
      { id: 'rep', header: 'Sales rep', sortable: false, value: row => row.rep, cell: row => row.rep ?? unknown },
      {
        id: 'status',
        header: 'Status',
        sortable: false,
        value: row => row.status,
        cell: row => <Badge tone={tones[row.status]}>{row.status}</Badge>,
      },
      {
        id: 'quantity',
        header: 'Quantity',
        sortable: false,
        value: row => row.quantity,
        align: 'right',
        cell: row => number(row.quantity, 2),
      },
      {
        id: 'price',
        header: 'Unit price',
        sortable: false,
        value: row => row.unitPrice,
        align: 'right',
        cell: row => money(row.unitPrice, currency),
      },
      {
        id: 'discount',
        header: 'Discount',
        sortable: false,
        value: row => row.discount,
        align: 'right',
        cell: row => money(row.discount, currency),
      },
      {
        id: 'amount',
        header: 'Amount',
        value: row => row.amount,
        align: 'right',
        pinned: true,
        early: true,
        cell: row => <b className="font-semibold">{money(row.amount, currency)}</b>,
      },
    ],
    [currency, timezone, onNarrow],
  )
  return (
    <>
      <DataTable
        label="Rows"
        columns={columns}
        rows={rows}
        rowKey={row => row.id}
        sort={sort === 'amount' ? { id: 'amount', desc: true } : { id: 'date', desc: sort === 'newest' }}
        onSort={next =>
          next && onSort(next.id === 'amount' ? 'amount' : sort !== 'amount' && !next.desc ? 'oldest' : 'newest')
        }
        onMore={outdated ? undefined : onMore}
        loadingMore={loadingMore}
        of={of}
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </>
  )
}

const Narrow = ({ words, of, onClick }: { words: string; of: string; onClick: () => void }) => (
  <button type="button" onClick={onClick} title={`Only this ${of}`} className="rounded text-left hover:underline">
    {words}
  </button>
)
