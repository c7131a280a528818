import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Query, type Result } from '#contract'
import type { CustomerSort } from '#contract/customer-groups.ts'
import { ask } from '../../api.ts'
import { knownComparison, usePageState } from '../../filters.ts'
import { plural } from '../../format.ts'
import { useMoreRows } from '../../more-rows.ts'
import { customerAddress } from '../../people.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { customerColumns } from './customer-columns.tsx'

type Props = {
  answer: Result<typeof api.customers.list>
  asked: Query<typeof api.customers.list>
  /** What the list is about. */
  lead: readonly CustomerSort[]
  /** The answer is to an older question: nothing can follow it. */
  outdated: boolean
  sort: { id: string; desc: boolean }
  onSort: (next: { id: string; desc: boolean } | undefined) => void
}

/** The customers, page after page by cursor; the server sorts and adds up, so that it is about all of them whatever is on screen. */
export const CustomerRows = ({ answer, asked, lead, outdated, sort, onSort }: Props) => {
  const { carried } = usePageState()
  const navigate = useNavigate()
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, cursor =>
    ask(api.customers.list, { ...asked, limit: 500, cursor }),
  )
  const { total } = answer.data
  const { currency, comparison } = answer.meta
  const compared = knownComparison(comparison) !== null
  const companies = answer.data.rows.some(row => row.company !== null && row.company !== row.name)
  const columns = useMemo(
    () => customerColumns({ currency, compared, companies, lead, total }),
    [currency, compared, companies, lead, total],
  )
  return (
    <>
      <DataTable
        label="Customers"
        columns={columns}
        rows={rows}
        rowKey={row => row.id}
        sort={sort}
        onSort={onSort}
        onRowClick={row => void navigate(customerAddress(carried, row.id))}
        rowAction={() => 'Open this customer'}
        onMore={outdated ? undefined : onMore}
        loadingMore={loadingMore}
        of={total.customers}
        empty={plural(0, 'customer')}
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </>
  )
}
