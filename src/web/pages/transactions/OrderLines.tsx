import { useMemo } from 'react'
import { api, type Result } from '#contract'
import { ask } from '../../api.ts'
import { columnsOfLines, columnsOfOrders, type OnNarrow } from './line-columns.tsx'
import { type LinesAsked, type OrdersAsked, useNarrowing } from './narrowing.ts'
import { LineCard, OrderCard } from './RowCards.tsx'
import { Rows } from './Rows.tsx'

type Shared = { outdated: boolean; onNarrow: OnNarrow }

export const OrderLines = ({
  answer,
  asked,
  outdated,
  onNarrow,
}: Shared & { answer: Result<typeof api.transactions.list>; asked: LinesAsked }) => {
  const all = useNarrowing().rows === 'all'
  const { currency, timezone } = answer.meta
  const { total } = answer.data
  const columns = useMemo(
    () => columnsOfLines({ currency, timezone, onNarrow }, total, all),
    [currency, timezone, onNarrow, total, all],
  )
  return (
    <Rows
      label="Rows"
      answer={answer}
      columns={columns}
      rowKey={row => row.id}
      next={cursor => ask(api.transactions.list, { ...asked, limit: 200, cursor })}
      outdated={outdated}
      card={row => <LineCard row={row} currency={currency} onNarrow={onNarrow} />}
    />
  )
}

export const Orders = ({
  answer,
  asked,
  outdated,
  onNarrow,
}: Shared & { answer: Result<typeof api.transactions.orders>; asked: OrdersAsked }) => {
  const all = useNarrowing().rows === 'all'
  const { currency, timezone } = answer.meta
  const { total } = answer.data
  const columns = useMemo(
    () => columnsOfOrders({ currency, timezone, onNarrow }, total, all),
    [currency, timezone, onNarrow, total, all],
  )
  return (
    <Rows
      label="Orders"
      answer={answer}
      columns={columns}
      rowKey={row => `${row.orderedOn} ${row.orderId}`}
      next={cursor => ask(api.transactions.orders, { ...asked, limit: 200, cursor })}
      outdated={outdated}
      card={row => <OrderCard row={row} currency={currency} onNarrow={onNarrow} />}
    />
  )
}
