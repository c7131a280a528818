import { Link } from 'react-router'
import { api } from '#contract'
import { useAddress, useSearchWords } from '../../address.ts'
import { useApi } from '../../api.ts'
import { NoData } from '../../layout/NoData.tsx'
import { usePageState } from '../../filters.ts'
import { money, plural } from '../../format.ts'
import { customerAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { OrderLines } from './OrderLines.tsx'

const shares = [
  { value: 'counted', label: 'Counted as revenue' },
  { value: 'all', label: 'All rows' },
] as const
const sorts = ['newest', 'oldest', 'amount'] as const
type Sort = (typeof sorts)[number]

/** The page's own part of the URL: one product, one customer, which rows, in which order. */
const useNarrowing = () => {
  const { params, set } = useAddress()
  const id = (name: string) => (/^\d+$/.test(params.get(name) ?? '') ? Number(params.get(name)) : undefined)
  return {
    product: id('product'),
    customer: id('customer'),
    rows: params.get('rows') === 'all' ? ('all' as const) : undefined,
    sort: sorts.find(sort => sort === params.get('sort') && sort !== 'newest'),
    set,
  }
}

/** The order lines behind any figure, with the same range and filters; the header's export is of exactly these. */
export const TransactionsPage = () => {
  const { question, carried } = usePageState()
  const { set, ...narrowing } = useNarrowing()
  const { search, onSearch } = useSearchWords()
  // A comparison means nothing to rows.
  const asked = { ...question, compare: 'none' as const, ...narrowing, ...(search ? { search } : {}) }
  const query = useApi(api.transactions.list, { ...asked, limit: 100 })
  const { product, customer } = narrowing
  const total = query.data?.data.total
  const [first] = query.data?.data.rows ?? []
  return (
    <Card
      title={narrowing.rows === 'all' ? 'All order lines' : 'Order lines that count as revenue'}
      actions={
        <Segmented
          label="Which rows"
          value={narrowing.rows ?? 'counted'}
          choices={[...shares]}
          onChange={value => set({ rows: value === 'all' ? value : undefined })}
        />
      }
    >
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <AskingSearchField label="Order, product or customer" words={search} onSearch={onSearch} />
        {total && query.data ? (
          <p role="status">
            <b className="font-semibold">{plural(total.rows, 'row')}</b>,{' '}
            <b className="font-semibold">{money(total.revenue, query.data.meta.currency)}</b> revenue
          </p>
        ) : (
          <Skeleton className="h-5 w-56" />
        )}
        {product !== undefined && (
          <Chip
            label={`Product: ${first?.productId === product ? first.product : `number ${product}`}`}
            onRemove={() => set({ product: undefined })}
          />
        )}
        {customer !== undefined && (
          <Chip
            label={`Customer: ${first?.customerId === customer ? first.customer : `number ${customer}`}`}
            onRemove={() => set({ customer: undefined })}
          />
        )}
        {customer !== undefined && customer > 0 && (
          <Link to={customerAddress(carried, customer)} className="text-accent-text hover:underline">
            Open this customer
          </Link>
        )}
      </div>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={14} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={
          search ? (
            <Empty title={`Nothing matches “${search}”`}>Only the dates and filters of the page were searched.</Empty>
          ) : (
            <NoData what="order lines" />
          )
        }
      >
        {answer => (
          <OrderLines
            answer={answer}
            asked={asked}
            of={total?.rows}
            outdated={query.isPlaceholderData}
            sort={narrowing.sort ?? 'newest'}
            onSort={(sort: Sort) => set({ sort: sort === 'newest' ? undefined : sort })}
            onNarrow={(name, id) => set({ [name]: String(id) })}
          />
        )}
      </QueryState>
    </Card>
  )
}
