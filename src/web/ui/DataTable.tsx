import type { RowData } from '@tanstack/react-table'
import { laterPart } from '../later.ts'
import { SkeletonRows } from './Skeleton.tsx'
import type { DataTableProps } from './table/DataTable.tsx'

export type { Column } from './table/DataTableCell.tsx'

/** The charts of a page do not wait for the code of its tables. A page that is a table loads it along with itself. */
export const tableCode = laterPart(() => import('./table/DataTable.tsx'))

/** Sortable, searchable rows. */
export const DataTable = <T extends RowData>(props: DataTableProps<T>) => {
  const code = tableCode.use(true)
  return code ? <code.DataTable {...props} /> : <SkeletonRows rows={Math.min(props.rows.length, 12)} />
}
