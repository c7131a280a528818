import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { api, type Query, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useSearchWords } from '../../address.ts'
import { ask, useApi } from '../../api.ts'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { knownComparison, usePageState } from '../../filters.ts'
import { money, number, percent, plural, unknown } from '../../format.ts'
import { useMoreRows } from '../../more-rows.ts'
import { NoData } from '../../layout/NoData.tsx'
import { useProductOrder } from '../../product-order.ts'
import { useStayAt } from '../../stay-at.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

type Answer = Result<typeof api.revenue.products>
type Product = Answer['data']['rows'][number]
type Total = Answer['data']['total']

/**
 * Every product with its share of the revenue: the server searches, sorts and adds up, so that it is about all of them
 * whatever is on screen.
 */
export const ProductsCard = () => {
  const { question } = usePageState()
  const { search, onSearch } = useSearchWords()
  const { own } = useProductOrder()
  const asked = { ...question, ...own, ...(search ? { search } : {}) }
  const query = useApi(api.revenue.products, { ...asked, limit: 200 })
  const total = query.data?.data.total
  useStayAt('products')
  return (
    <Card
      id="products"
      title="Products"
      definition={definitions.products}
      className="@4xl:col-span-12"
      subtitle={total && !query.isPlaceholderData ? howMany(total, search) : undefined}
    >
      {(search || total?.products !== 0) && (
        <div className="mb-3">
          <AskingSearchField label="Search products" words={search} onSearch={onSearch} />
        </div>
      )}
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={12} />}
        isEmpty={({ data }) => data.total.products === 0 && !search}
        empty={<NoData what="orders" brief />}
      >
        {answer => <Products answer={answer} asked={asked} search={search} outdated={query.isPlaceholderData} />}
      </QueryState>
    </Card>
  )
}

const matches = ({ products }: Total) => `${plural(products, 'product')} that ${products === 1 ? 'matches' : 'match'}`

const howMany = (total: Total, search: string) => {
  const gone = total.products - total.sold
  return `${search ? matches(total) : plural(total.products, 'product')}${gone ? `, ${number(gone)} of them sold only before` : ''}`
}

/** Only where there is something to compare with. */
const compared = (currency: string, total: Total): Column<Product>[] => [
  {
    id: 'previous',
    header: 'Before',
    value: row => row.previousRevenue,
    align: 'right',
    cell: row => money(row.previousRevenue, currency),
    total: money(total.previousRevenue, currency),
  },
  {
    id: 'growth',
    header: 'Change',
    value: row => row.growth,
    align: 'right',
    early: true,
    cell: row => (
      <Delta
        value={row.revenue === row.previousRevenue ? 0 : row.growth}
        none={row.previousRevenue === null ? unknown : 'new'}
      />
    ),
    total: <Delta value={total.growth} none={unknown} />,
  },
]

/** The cards below are not to be pushed out of reach. */
const atFirst = 20

type Props = { answer: Answer; asked: Query<typeof api.revenue.products>; search: string; outdated: boolean }

const Products = ({ answer, asked, search, outdated }: Props) => {
  const { carried } = usePageState()
  const { sort, onSort } = useProductOrder()
  const navigate = useNavigate()
  const [most, setMost] = useState(atFirst)
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, cursor =>
    ask(api.revenue.products, { ...asked, limit: 500, cursor }),
  )
  const { currency } = answer.meta
  const { total } = answer.data
  const hasEarlier = knownComparison(answer.meta.comparison) !== null
  const columns = useMemo(
    (): Column<Product>[] => [
      {
        id: 'name',
        header: 'Product',
        value: row => row.name,
        total: search ? matches(total) : `All ${plural(total.products, 'product')}`,
        cell: row => (
          <span className="inline-flex align-middle" title={row.name}>
            <span className="line-clamp-2 max-sm:line-clamp-4">{row.name}</span>
          </span>
        ),
      },
      { id: 'category', header: 'Category', value: row => row.category },
      {
        id: 'revenue',
        header: 'Revenue',
        value: row => row.revenue,
        align: 'right',
        bar: true,
        early: true,
        cell: row => money(row.revenue, currency),
        total: money(total.revenue, currency),
      },
      // in the order of revenue
      {
        id: 'share',
        header: 'Share',
        value: row => row.percentage,
        align: 'right',
        sortable: false,
        cell: row => percent(row.percentage),
        total: percent(total.percentage),
      },
      {
        id: 'units',
        header: 'Units',
        value: row => row.unitsSold,
        align: 'right',
        cell: row => number(row.unitsSold, 2),
        total: number(total.unitsSold, 2),
      },
      {
        id: 'orders',
        header: 'Orders',
        value: row => row.orders,
        align: 'right',
        cell: row => number(row.orders),
        total: (
          <span
            title={
              total.orders === null ? 'Not known together: one order can hold several of these products.' : undefined
            }
          >
            {number(total.orders)}
          </span>
        ),
      },
      {
        id: 'price',
        header: 'Avg. price',
        value: row => row.avgPrice,
        align: 'right',
        cell: row => money(row.avgPrice, currency),
        total: money(total.avgPrice, currency),
      },
      ...(hasEarlier ? compared(currency, total) : []),
    ],
    [currency, hasEarlier, total, search],
  )
  return (
    <>
      <DataTable
        label="Revenue by product"
        columns={columns}
        rows={rows.slice(0, most)}
        rowKey={row => row.id}
        sort={sort}
        onSort={onSort}
        onRowClick={row => void navigate(rowsAddress(carried, { product: String(row.id) }))}
        rowAction={() => 'See the rows'}
        onMore={rows.length > most ? () => setMost(Infinity) : outdated ? undefined : onMore}
        loadingMore={loadingMore}
        of={total.products}
        empty={`Nothing matches “${search}”.`}
        flow
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {failed}
        </p>
      )}
    </>
  )
}
