import { ArrowDown, ArrowUp } from 'lucide-react'

/** Stays at the right edge. */
export const pinnedCell = 'bg-card pinned-right'

export type SortState = { id: string; desc: boolean } | undefined

/** A column's head: a button that sorts, its state in `aria-sort`. */
export const HeaderCell = ({
  column,
  first,
  sort,
  onSort,
}: {
  column: { id: string; header: string; align?: 'left' | 'right'; sortable?: boolean; pinned?: boolean }
  first: boolean
  sort: SortState
  onSort: () => void
}) => {
  const mine = sort?.id === column.id ? sort : undefined
  const Arrow = mine?.desc ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={mine ? (mine.desc ? 'descending' : 'ascending') : undefined}
      className={`border-b border-line bg-card px-2 pb-1.5 font-medium whitespace-nowrap text-muted first:pl-0 last:pr-0 ${column.align === 'right' ? 'text-right' : 'text-left'} ${first ? 'sticky left-0 z-10' : ''} ${column.pinned ? pinnedCell : ''}`}
    >
      {column.sortable === false ? (
        <span className="align-middle">{column.header}</span>
      ) : (
        <button
          type="button"
          onClick={onSort}
          className={`group/sort inline-flex min-h-6 align-middle items-center gap-1 rounded hover:text-ink ${column.align === 'right' ? 'flex-row-reverse' : ''} ${mine ? 'text-ink' : ''}`}
        >
          {column.header}
          <Arrow aria-hidden className={`size-3.5 shrink-0 ${mine ? '' : 'opacity-0 group-hover/sort:opacity-50'}`} />
        </button>
      )}
    </th>
  )
}
