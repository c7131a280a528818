import type { ReactNode } from 'react'
import { date, money, number, plural } from '../../format.ts'
import { type Line, type OnNarrow, type Order, StatusBadge } from './line-columns.tsx'

type Of = { currency: string; onNarrow: OnNarrow }

const Word = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" onClick={onClick} className="min-h-6 rounded text-left wrap-anywhere hover:underline">
    {children}
  </button>
)

const known = (words: (string | null)[]) => words.filter(word => word !== null && word !== 'Unknown').join(' · ')

export const LineCard = ({ row, currency, onNarrow }: Of & { row: Line }) => (
  <>
    <div className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 font-medium">
        <Word onClick={() => onNarrow({ to: 'product', value: String(row.productId) })}>{row.product}</Word>
      </span>
      <b className="shrink-0 font-semibold">{money(row.amount, currency)}</b>
    </div>
    <div className="flex items-baseline justify-between gap-3 text-soft">
      <span className="min-w-0">
        <Word onClick={() => onNarrow({ to: 'customer', value: String(row.customerId) })}>{row.customer}</Word>
      </span>
      <span className="shrink-0 text-muted">
        {number(row.quantity, 2)} × {money(row.unitPrice, currency)}
      </span>
    </div>
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      <Word onClick={() => onNarrow({ to: 'day', value: row.orderedOn })}>{date(row.orderedOn)}</Word>
      <Word onClick={() => onNarrow({ to: 'order', value: row.orderId })}>Order {row.orderId}</Word>
      {row.status !== 'completed' && <StatusBadge status={row.status} />}
      <span className="min-w-0 wrap-anywhere">{known([row.category, row.region, row.channel, row.rep])}</span>
    </div>
  </>
)

export const OrderCard = ({ row, currency, onNarrow }: Of & { row: Order }) => (
  <>
    <div className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 font-medium">
        <Word onClick={() => onNarrow({ to: 'order', value: row.orderId })}>Order {row.orderId}</Word>
      </span>
      <b className="shrink-0 font-semibold">{money(row.amount, currency)}</b>
    </div>
    <div className="flex items-baseline justify-between gap-3 text-soft">
      <span className="min-w-0">
        <Word onClick={() => onNarrow({ to: 'customer', value: String(row.customerId) })}>{row.customer}</Word>
      </span>
      <span className="shrink-0 text-muted">{plural(row.lines, 'line')}</span>
    </div>
    <p className="line-clamp-2 text-xs wrap-anywhere text-muted">{row.products.join(', ')}</p>
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      <Word onClick={() => onNarrow({ to: 'day', value: row.orderedOn })}>{date(row.orderedOn)}</Word>
      {row.statuses
        .filter(status => status !== 'completed')
        .map(status => (
          <StatusBadge key={status} status={status} />
        ))}
      <span className="min-w-0 wrap-anywhere">{known([row.region, row.channel, row.rep])}</span>
    </div>
  </>
)
