import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Query, type Result } from '#contract'
import { dealSorts } from '#contract/deal-order.ts'
import { useAddress } from '../../address.ts'
import { ask, useApi } from '../../api.ts'
import { usePageState } from '../../filters.ts'
import { useMoreRows } from '../../more-rows.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { dealColumns } from './deal-columns.tsx'
import type { State } from './narrowing.ts'

type Answer = Result<typeof api.operations.opportunities>
type Props = {
  answer: Answer
  asked: Query<typeof api.operations.opportunities>
  state: State
  /** The answer is to an older question: nothing can follow it. */
  outdated: boolean
}

/** What the deals at hand are decides, not what was asked: of a stage that was entered all may be lost by now. */
const keptOf = ({ deals, open }: Answer['data']['total'], state: State) =>
  open === deals && deals > 0
    ? ('open' as const)
    : open === 0 && state !== 'open'
      ? ('closed' as const)
      : ('both' as const)

/** The order that the address names; the server sorts. */
const useDealOrder = () => {
  const { params, set } = useAddress()
  const sort = dealSorts.find(name => name === params.get('sort')) ?? 'amount'
  return {
    sort: { id: sort, desc: params.get('direction') !== 'asc' },
    onSort: (next: { id: string; desc: boolean } | undefined) =>
      set({
        sort: next && next.id !== 'amount' ? next.id : undefined,
        direction: next && !next.desc ? 'asc' : undefined,
      }),
  }
}

/** Deals, page after page by cursor, with the sums of all that match; a click opens one. */
export const DealsTable = ({ answer, asked, state, outdated }: Props) => {
  const { carried } = usePageState()
  const order = useDealOrder()
  const navigate = useNavigate()
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, cursor =>
    ask(api.operations.opportunities, { ...asked, limit: 200, cursor }),
  )
  const { currency } = answer.meta
  const { total } = answer.data
  const known = useApi(api.operations.filters).data?.data
  const columns = useMemo(() => {
    const unnamed = [
      ...(known?.teams.length ? [] : ['team' as const]),
      ...(known?.regions.length ? [] : ['region' as const]),
    ]
    return dealColumns(keptOf(total, state), unnamed, currency, total, asked.search ?? '')
  }, [state, currency, total, asked.search, known])
  return (
    <>
      <DataTable
        label="Deals"
        columns={columns}
        rows={rows}
        rowKey={row => row.id}
        {...order}
        onRowClick={row => void navigate(`/operations/deals/${row.id}${carried}`)}
        rowAction={() => 'Open the deal'}
        onMore={outdated ? undefined : onMore}
        loadingMore={loadingMore}
        of={total.deals}
        empty={asked.search ? `Nothing matches “${asked.search}”.` : 'No deals.'}
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </>
  )
}
