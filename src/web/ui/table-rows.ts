import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Row,
  type RowData,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { byName } from '../format.ts'
import type { Column, Scalar } from './DataTableCell.tsx'
import type { SortState } from './DataTableHeader.tsx'

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
})
const contains = <T extends RowData>(row: Row<typeof features, T>, id: string, words: string) => {
  const value = row.getValue<Scalar>(id)
  return typeof value === 'string' && value.toLocaleLowerCase().includes(words.toLocaleLowerCase())
}
/** Unknown comes last in either direction; Table turns the comparison round for descending order. */
const order = <T extends RowData>(a: Row<typeof features, T>, b: Row<typeof features, T>, id: string) => {
  const [x, y] = [a.getValue<Scalar | undefined>(id), b.getValue<Scalar | undefined>(id)]
  return typeof x === 'number' && typeof y === 'number' ? x - y : byName(String(x), String(y))
}

/** The rows that contain the words, in the order of `sort`; with `sorted` they come in their order. */
export const useTableRows = <T extends RowData>({
  columns,
  rows,
  rowKey,
  sort,
  sorted,
  words,
}: {
  columns: Column<T>[]
  rows: T[]
  rowKey: (row: T) => string | number
  sort: SortState
  sorted: boolean
  words: string
}) => {
  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, T> => ({
        id: column.id,
        accessorFn: row => column.value(row) ?? undefined,
        sortFn: order,
        sortUndefined: 'last',
      })),
    [columns],
  )
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: row => String(rowKey(row)),
    state: { sorting: sort ? [sort] : [], globalFilter: words },
    globalFilterFn: contains,
    getColumnCanGlobalFilter: () => true,
    manualSorting: sorted,
  })
  return table.getRowModel().rows
}
