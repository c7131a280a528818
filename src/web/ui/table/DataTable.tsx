import type { RowData } from '@tanstack/react-table'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { number, plural } from '../../format.ts'
import { useWidth } from '../../width.ts'
import { Button } from '../Button.tsx'
import { BodyCell, type Column } from './DataTableCell.tsx'
import { HeaderCell, pinnedCell, type SortState } from './DataTableHeader.tsx'
import { SearchField } from '../SearchField.tsx'
import { useTableRows } from './table-rows.ts'
import { useVirtualRows } from './virtual-rows.ts'

export type { Column } from './DataTableCell.tsx'

export type DataTableProps<T> = {
  /** Names the table for screen readers. */
  label: string
  columns: Column<T>[]
  rows: T[]
  rowKey: (row: T) => string | number
  sort?: SortState
  /** With it the order comes from outside (`rows` are already sorted). */
  onSort?: (sort: SortState) => void
  /** Words in the field that searches `rows`; without it no search. */
  search?: string
  onRowClick?: (row: T) => void
  /** What a click on a row does, for screen readers: "Show the orders of Acme". */
  rowAction?: (row: T) => string
  /** Loads what comes next; called from a button below the last row. */
  onMore?: () => void
  loadingMore?: boolean
  /** How many rows there are, where `rows` are only the first of them. */
  of?: number
  empty?: ReactNode
  /** Rows close to each other. */
  dense?: boolean
  /** With more rows than this the table scrolls inside itself and draws only what is in sight. */
  beyond?: number
  /** However many rows, they are part of the page, which scrolls past them: the table is one thing among others there. */
  flow?: boolean
}

const inPhoneOrder = <T,>([first, ...others]: Column<T>[]): Column<T>[] =>
  [...(first ? [first] : []), ...others.filter(column => column.early), ...others.filter(column => !column.early)].map(
    column => ({ ...column, pinned: false }),
  )

/** Sortable, searchable rows. */
export const DataTable = <T extends RowData>({
  label,
  columns: given,
  rows,
  rowKey,
  sort,
  onSort,
  search,
  onRowClick,
  rowAction,
  onMore,
  loadingMore = false,
  of,
  empty,
  dense = false,
  beyond = 50,
  flow = false,
}: DataTableProps<T>) => {
  const { phone } = useWidth()
  const columns = useMemo(() => (phone ? inPhoneOrder(given) : given), [phone, given])
  const [ownSort, setOwnSort] = useState(sort)
  const [words, setWords] = useState('')
  const sorting = onSort ? sort : ownSort
  const shown = useTableRows({ columns, rows, rowKey, sort: sorting, sorted: onSort !== undefined, words })
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = shown.length > beyond
  const { indexes, before, after, measure, fits } = useVirtualRows({
    count: shown.length,
    dense,
    virtual,
    flow,
    scroller,
  })
  const stays = virtual && !flow
  const [head, foot] = [
    stays ? 'sticky top-0 z-20 bg-card' : flow && fits ? 'sticky top-14 z-20 bg-card max-md:top-24' : undefined,
    stays || (flow && fits) ? 'sticky bottom-0 z-20 bg-card' : undefined,
  ]
  const most = useMemo(
    () =>
      new Map(
        columns
          .filter(column => column.bar)
          .map(column => [column.id, Math.max(0, ...rows.map(row => Number(column.value(row)) || 0))]),
      ),
    [columns, rows],
  )
  const toggle = (column: Column<T>) => {
    const numeric = column.align === 'right'
    const next = sorting?.id === column.id ? { id: column.id, desc: !sorting.desc } : { id: column.id, desc: numeric }
    if (onSort) onSort(next)
    else setOwnSort(next)
  }
  const hasTotals = columns.some(column => column.total !== undefined)
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {search && <SearchField label={search} words={words} onChange={setWords} />}
      {/* relative: a visually hidden word in a far cell must scroll with the table instead of widening the page.
          scroll-p: what takes the focus must not hide under the parts that stay. */}
      <div
        ref={scroller}
        role="group"
        aria-label={label}
        tabIndex={0}
        data-keys
        className={`relative min-w-0 ${flow && fits ? '' : 'overflow-auto scroll-thin scroll-cue scroll-pl-40'} ${stays ? 'max-h-[max(34rem,70dvh)] scroll-pt-10 scroll-pb-12' : ''}`}
      >
        <table
          className="w-full border-separate border-spacing-0 text-sm"
          aria-rowcount={virtual ? shown.length + 1 : undefined}
        >
          <caption className="sr-only">{label}</caption>
          <thead className={head}>
            <tr>
              {columns.map((column, index) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  first={index === 0}
                  sort={sorting}
                  onSort={() => toggle(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr aria-hidden style={{ height: before }} />}
            {indexes.map(index => {
              const row = shown[index]
              return (
                row && (
                  <tr
                    key={row.id}
                    ref={measure}
                    data-index={index}
                    aria-rowindex={virtual ? index + 2 : undefined}
                    onClick={onRowClick && (() => onRowClick(row.original))}
                    className={`group ${onRowClick ? 'cursor-pointer' : ''}`}
                  >
                    {columns.map((column, place) => (
                      <BodyCell
                        key={column.id}
                        column={column}
                        row={row.original}
                        first={place === 0}
                        dense={dense}
                        most={most.get(column.id)}
                        action={onRowClick && rowAction?.(row.original)}
                      />
                    ))}
                  </tr>
                )
              )
            })}
            {after > 0 && <tr aria-hidden style={{ height: after }} />}
            {shown.length === 0 && (
              <tr>
                <td colSpan={columns.length} className="px-2 py-8 text-muted sm:text-center">
                  {words ? `Nothing matches “${words}”.` : (empty ?? 'No rows.')}
                </td>
              </tr>
            )}
          </tbody>
          {hasTotals && shown.length > 0 && (
            <tfoot className={foot}>
              <tr>
                {columns.map((column, index) => (
                  <td
                    key={column.id}
                    className={`border-t border-line px-2 py-2.5 font-semibold whitespace-nowrap first:pl-0 last:pr-0 ${column.align === 'right' ? 'text-right' : ''} ${index === 0 ? 'sticky left-0 bg-card' : ''} ${column.pinned ? pinnedCell : ''}`}
                  >
                    {column.total}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {(onMore || words || virtual) && (
        <div className="flex items-center justify-between gap-3 text-xs text-muted">
          <span role="status">
            {words
              ? `${number(shown.length)} of ${plural(rows.length, 'row')}`
              : onMore
                ? `${of && of > rows.length ? `${number(rows.length)} of ` : ''}${plural(of && of > rows.length ? of : rows.length, 'row')} shown`
                : plural(rows.length, 'row')}
          </span>
          {onMore && (
            <Button size="sm" disabled={loadingMore} onClick={onMore}>
              {loadingMore ? 'Loading…' : 'Show more'}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
