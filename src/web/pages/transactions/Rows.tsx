import type { ReactNode } from 'react'
import { useMoreRows } from '../../more-rows.ts'
import { number, plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { useWidth } from '../../width.ts'
import type { Line, LinesColumn, Order } from './line-columns.tsx'
import { useNarrowing } from './narrowing.ts'
import { PhoneOrder } from './PhoneOrder.tsx'
import { TableOptions } from './TableOptions.tsx'
import { useTableLook } from './table-look.ts'

type Answer<Row> = { data: { rows: Row[]; nextCursor: string | null; total: { rows: number } } }

type Props<Row> = {
  label: string
  answer: Answer<Row>
  columns: LinesColumn<Row>[]
  rowKey: (row: Row) => string | number
  next: (cursor: string) => Promise<Answer<Row>>
  /** The answer is to an older question: nothing can follow it. */
  outdated: boolean
  card: (row: Row) => ReactNode
}

/** Rows, page after page by cursor, sorted by the server: a table, or on a phone cards. */
export const Rows = <Row extends Line | Order>({
  label,
  answer,
  columns,
  rowKey,
  next,
  outdated,
  card,
}: Props<Row>) => {
  const { phone } = useWidth()
  const { sort, onSort } = useNarrowing()
  const look = useTableLook()
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, next)
  const bare = columns.filter(({ id, bare: isBare }) => isBare && id !== sort.id && rows.every(isBare))
  const shown = columns.filter(column => !look.hide.includes(column.id) && !bare.includes(column))
  const more = outdated ? undefined : onMore
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        {phone ? (
          <PhoneOrder columns={columns.filter(column => column.sortable !== false)} sort={sort} onSort={onSort} />
        ) : (
          <TableOptions columns={columns} bare={bare.map(({ id }) => id)} look={look} />
        )}
      </div>
      {phone ? (
        <Cards {...{ label, rows, rowKey, card, loadingMore }} onMore={more} of={answer.data.total.rows} />
      ) : (
        <DataTable
          label={label}
          columns={shown}
          rows={rows}
          rowKey={rowKey}
          sort={sort}
          onSort={onSort}
          dense={look.dense}
          onMore={more}
          loadingMore={loadingMore}
          of={answer.data.total.rows}
        />
      )}
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </>
  )
}

type CardsProps<Row> = Pick<Props<Row>, 'label' | 'rowKey' | 'card'> & {
  rows: Row[]
  onMore?: () => void
  loadingMore: boolean
  of: number
}

const Cards = <Row,>({ label, rows, rowKey, card, onMore, loadingMore, of }: CardsProps<Row>) => (
  <>
    <ul aria-label={label} className="flex flex-col">
      {rows.map(row => (
        <li key={rowKey(row)} className="border-t border-line py-2.5 text-sm first:border-t-0">
          {card(row)}
        </li>
      ))}
    </ul>
    {onMore && (
      <div className="mt-2 flex items-center justify-between gap-3 text-xs text-muted">
        <span role="status">
          {number(rows.length)} of {plural(of, 'row')} shown
        </span>
        <Button size="sm" disabled={loadingMore} onClick={onMore}>
          {loadingMore ? 'Loading…' : 'Show more'}
        </Button>
      </div>
    )}
  </>
)
