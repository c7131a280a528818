import type { ReactNode } from 'react'
import { pinnedCell } from './DataTableHeader.tsx'

export type Scalar = string | number | null

export type Column<T> = {
  id: string
  header: string
  /** What is sorted and searched by. */
  value: (row: T) => Scalar
  /** How it is shown; without it the value itself. */
  cell?: (row: T) => ReactNode
  /** Figures stand right. */
  align?: 'left' | 'right'
  /** A bar behind the figure, its length the value's share of the column's largest. */
  bar?: boolean
  sortable?: boolean
  /** Stays in sight at the right edge while the others scroll; for the last column only. */
  pinned?: boolean
  /** On a phone it stands beside the first column, before those that one must scroll to. */
  early?: boolean
  /** In the totals row. */
  total?: ReactNode
  /** Classes for a width. */
  width?: string
}

/** A figure or a name in its row; the first of a row carries what a click on the row does. */
export const BodyCell = <T,>({
  column,
  row,
  first,
  dense,
  most,
  action,
}: {
  column: Column<T>
  row: T
  first: boolean
  dense: boolean
  most: number | undefined
  action: string | undefined
}) => {
  const value = column.value(row)
  const content = column.cell ? column.cell(row) : (value ?? '—')
  return (
    <td
      className={`border-t border-line px-2 first:pl-0 last:pr-0 group-first:border-t-0 group-hover:bg-hover ${dense ? 'py-0.5' : 'py-2'} ${column.align === 'right' ? 'text-right whitespace-nowrap' : 'min-w-24 wrap-anywhere'} ${
        first ? 'sticky left-0 z-10 min-w-28 max-w-80 bg-card sm:min-w-36' : ''
      } ${column.pinned ? pinnedCell : ''} ${column.width ?? ''}`}
    >
      {first && action ? (
        // The row's click does the work; the button brings it to the keyboard.
        <button type="button" className={`text-left hover:underline ${dense ? '' : 'min-h-6'}`}>
          {content}
          <span className="sr-only">. {action}</span>
        </button>
      ) : most ? (
        <span className="flex items-center justify-end gap-2">
          <span aria-hidden className="flex h-1.5 w-16 justify-end max-sm:hidden">
            <i
              className="rounded-full bg-chart-1 opacity-75"
              style={{ width: `${Math.max(0, ((Number(value) || 0) / most) * 100)}%` }}
            />
          </span>
          {content}
        </span>
      ) : (
        content
      )}
    </td>
  )
}
