import { api, type Result } from '#contract'
import type { useApi } from '../../api.ts'
import { date, number } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { tableNames } from './words.ts'

export type Loaded = Result<typeof api.data.loaded>['data']
export type LoadedQuery = ReturnType<typeof useApi<typeof api.data.loaded>>
type Table = Loaded['tables'][number]

const columns: Column<Table>[] = [
  { id: 'table', header: 'Table', value: row => tableNames[row.table] ?? row.table },
  { id: 'rows', header: 'Rows', align: 'right', value: row => row.rows, cell: row => number(row.rows) },
  {
    id: 'span',
    header: 'Days',
    align: 'right',
    value: row => row.first,
    cell: row => <Days {...row} />,
  },
]

/** Customers, products and the like are known, but not of a day. */
const Days = ({ rows, first, last }: Table) =>
  first && last ? (
    <span className="whitespace-normal">
      {first < last && (
        <>
          <span className="whitespace-nowrap">{date(first)} –</span>{' '}
        </>
      )}
      <span className="whitespace-nowrap">{date(last)}</span>
    </span>
  ) : (
    <span className="text-muted">{rows === 0 ? 'none yet' : 'not dated'}</span>
  )

export const LoadedCard = ({ loaded, className }: { loaded: LoadedQuery; className: string }) => (
  <Card title="What is loaded" className={className}>
    <QueryState query={loaded} skeleton={<SkeletonRows rows={7} />}>
      {({ data }) => (
        <DataTable label="What is loaded" columns={columns} rows={data.tables} rowKey={row => row.table} />
      )}
    </QueryState>
  </Card>
)
