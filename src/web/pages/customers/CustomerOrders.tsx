import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Result } from '#contract'
import { ask } from '../../api.ts'
import { useMoreRows } from '../../more-rows.ts'
import { instant, list, money, number, plural } from '../../format.ts'
import { linesAddress } from '../../people.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'

type Answer = Result<typeof api.customers.one>
type Order = Answer['data']['orders'][number]

const tones = { completed: 'positive', pending: 'neutral', refunded: 'warning', cancelled: 'negative' } as const

/** Every order, newest first, also those that do not count; each opens its lines. */
export const CustomerOrders = ({ answer, id }: { answer: Answer; id: number }) => {
  const navigate = useNavigate()
  const orders = useMemo(() => ({ data: { rows: answer.data.orders, nextCursor: answer.data.nextCursor } }), [answer])
  const { rows, onMore, loadingMore, failed } = useMoreRows(orders, async cursor => {
    const { data } = await ask(api.customers.one, { limit: 500, cursor }, { id })
    return { data: { rows: data.orders, nextCursor: data.nextCursor } }
  })
  const { currency, timezone } = answer.meta
  const columns = useMemo(
    (): Column<Order>[] => [
      {
        id: 'order',
        header: 'Order',
        value: row => row.orderId,
        cell: row => <span className="font-medium">{row.orderId}</span>,
      },
      {
        id: 'date',
        header: 'Ordered at',
        value: row => row.orderedAt,
        cell: row => <span className="whitespace-nowrap">{instant(row.orderedAt, timezone)}</span>,
      },
      {
        id: 'status',
        header: 'Status',
        value: row => row.statuses.join(' '),
        cell: row => (
          <span className="flex flex-wrap gap-1">
            {row.statuses.map(status => (
              <Badge key={status} tone={tones[status]}>
                {status}
              </Badge>
            ))}
          </span>
        ),
      },
      {
        id: 'categories',
        header: 'Categories',
        value: row => row.categories.join(', '),
        width: 'min-w-40',
        cell: row => list(row.categories),
      },
      {
        id: 'channel',
        header: 'Channel',
        value: row => row.channel,
        cell: row => (
          <>
            {row.channel}
            <span className="block text-xs text-muted">{row.region}</span>
          </>
        ),
      },
      { id: 'lines', header: 'Lines', value: row => row.lines, align: 'right', cell: row => number(row.lines) },
      { id: 'units', header: 'Units', value: row => row.units, align: 'right', cell: row => number(row.units, 2) },
      {
        id: 'revenue',
        header: 'Revenue',
        value: row => row.revenue,
        align: 'right',
        early: true,
        pinned: true,
        cell: row => <b className="font-semibold">{money(row.revenue, currency)}</b>,
      },
    ],
    [currency, timezone],
  )
  return (
    <Card id="orders" title="Orders" subtitle={`${plural(answer.data.totalOrders, 'order')}, newest first`}>
      <DataTable
        label="Orders"
        columns={columns}
        rows={rows}
        rowKey={row => row.orderId}
        onRowClick={row => void navigate(linesAddress(id, { order: row.orderId, rows: 'all' }))}
        rowAction={() => 'See its lines'}
        onMore={onMore}
        loadingMore={loadingMore}
        of={answer.data.totalOrders}
        beyond={12}
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </Card>
  )
}
