import { useCallback } from 'react'
import { api, type Result } from '#contract'
import { useSearchWords } from '../../address.ts'
import { useApi } from '../../api.ts'
import { Remarks } from '../../charts/Remarks.tsx'
import { usePageState } from '../../filters.ts'
import { money, number, plural } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Narrow } from './line-columns.tsx'
import { LineFilters } from './LineFilters.tsx'
import { Narrowed } from './Narrowed.tsx'
import { type OrdersAsked, useNarrowing } from './narrowing.ts'
import { OrderLines, Orders } from './OrderLines.tsx'

const shares = [
  { value: 'counted', label: 'Counted as revenue' },
  { value: 'all', label: 'All rows' },
] as const
const groupings = [
  { value: 'lines', label: 'Lines' },
  { value: 'order', label: 'Orders' },
] as const

/** The order lines behind any figure, or their orders, with the same range and filters; the header's export is of exactly these. */
export const TransactionsPage = () => {
  const { grouped, rows, set } = useNarrowing()
  return (
    <Card
      title={`${rows === 'all' ? 'All ' : ''}${grouped ? `${rows === 'all' ? 'o' : 'O'}rders` : `${rows === 'all' ? 'o' : 'O'}rder lines`}${rows === 'all' ? '' : ' that count as revenue'}`}
      actions={
        <>
          <Segmented
            label="Lines or orders"
            value={grouped ? 'order' : 'lines'}
            choices={[...groupings]}
            onChange={value =>
              set({ group: value === 'order' ? value : undefined, sort: undefined, direction: undefined })
            }
          />
          <Segmented
            label="Which rows"
            value={rows ?? 'counted'}
            choices={[...shares]}
            onChange={value => set({ rows: value === 'all' ? value : undefined })}
          />
        </>
      }
    >
      {grouped ? <OrdersOf /> : <LinesOf />}
    </Card>
  )
}

/** What a click on a cell does: of the page's filters it chooses that value alone, of the list's own one more. */
const useOnNarrow = () => {
  const { setFilter, setRange } = usePageState()
  const { set, setStates } = useNarrowing()
  return useCallback(
    (narrow: Narrow) => {
      if (narrow.to === 'filter') setFilter(narrow.name, [narrow.value])
      else if (narrow.to === 'day') setRange({ start: narrow.value, end: narrow.value })
      else if (narrow.to === 'status') setStates([narrow.value])
      else if (narrow.to === 'order')
        set({ order: narrow.value, group: undefined, sort: undefined, direction: undefined })
      else set({ [narrow.to]: [narrow.value] })
    },
    [setFilter, setRange, set, setStates],
  )
}

const LinesOf = () => {
  const { asked } = useNarrowing()
  const query = useApi(api.transactions.list, { ...asked, limit: 100 })
  const onNarrow = useOnNarrow()
  const [first] = query.data?.data.rows ?? []
  return (
    <>
      <Above answer={query.data} first={first}>
        {({ rows, revenue }, currency) => (
          <>
            <b className="font-semibold">{plural(rows, 'row')}</b>,{' '}
            <b className="font-semibold">{money(revenue, currency)}</b> revenue
          </>
        )}
      </Above>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={14} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<Nothing meta={query.data?.meta} what="order lines" />}
      >
        {answer => <OrderLines {...{ answer, asked, onNarrow }} outdated={query.isPlaceholderData} />}
      </QueryState>
    </>
  )
}

const OrdersOf = () => {
  const narrowed = useNarrowing()
  const asked = narrowed.asked as OrdersAsked
  const query = useApi(api.transactions.orders, { ...asked, limit: 100 })
  const onNarrow = useOnNarrow()
  const [first] = query.data?.data.rows ?? []
  return (
    <>
      <Above answer={query.data} first={first}>
        {({ rows, orders, revenue }, currency) => (
          <>
            <b className="font-semibold">{plural(orders, 'order')}</b>,{' '}
            <b className="font-semibold">{money(revenue, currency)}</b> revenue
            {rows > orders && (
              <span className="text-muted">; {number(rows - orders)} more rows of no completed line</span>
            )}
          </>
        )}
      </Above>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={14} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<Nothing meta={query.data?.meta} what="orders" />}
      >
        {answer => <Orders {...{ answer, asked, onNarrow }} outdated={query.isPlaceholderData} />}
      </QueryState>
    </>
  )
}

type Totals = { rows: number; revenue: number; orders: number }
type Answer = { data: { total: Totals }; meta: { currency: string } }

/** The search, how many rows there are and what they add up to, and what narrows them. */
const Above = ({
  answer,
  first,
  children,
}: {
  answer: Answer | undefined
  first: Parameters<typeof Narrowed>[0]['first']
  children: (total: Totals, currency: string) => React.ReactNode
}) => {
  const { search, onSearch } = useSearchWords()
  return (
    <>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <AskingSearchField label="Order, product or customer" words={search} onSearch={onSearch} />
        {answer ? (
          <p role="status">{children(answer.data.total, answer.meta.currency)}</p>
        ) : (
          <Skeleton className="h-5 w-56" />
        )}
        <Narrowed first={first} currency={answer?.meta.currency} />
      </div>
      <LineFilters />
    </>
  )
}

/** Why there is nothing, and the way out. */
const Nothing = ({ meta, what }: { meta: Result<typeof api.transactions.list>['meta'] | undefined; what: string }) => {
  const { search, narrowed, letGo } = useNarrowing()
  if (search)
    return <Empty title={`Nothing matches “${search}”`}>Only the dates and filters of the page were searched.</Empty>
  if (!narrowed) return <NoData what={what} />
  return (
    <Empty
      title={`No ${what} like that`}
      action={
        <Button size="sm" onClick={letGo}>
          Let go of what narrows the list
        </Button>
      }
    >
      {meta && <Remarks meta={meta} />}
    </Empty>
  )
}
