import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { addressOf } from '../../address.ts'
import { useApi } from '../../api.ts'
import { NoData } from '../../layout/NoData.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyWhole, number, plural, unknown } from '../../format.ts'
import { useProductOrder } from '../../product-order.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import type { Summary } from './summary.ts'

type Product = Summary['data']['topProducts'][number]

const changed = (ofAll: number | null): Column<Product> => ({
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
  total: <Delta value={ofAll} none={unknown} />,
})

/** The summary's own while they are in its order, else what the server puts first by the chosen column. */
const useTopProducts = ({ topProducts }: Summary['data']) => {
  const { question } = usePageState()
  const { own, usual } = useProductOrder()
  const asked = useApi(api.revenue.products, { ...question, ...own, limit: shown }, { enabled: !usual })
  const known = topProducts.slice(0, shown)
  if (usual) return { data: known, error: null, isFetching: false, isPlaceholderData: false, refetch: asked.refetch }
  return {
    ...asked,
    data: asked.data?.data.rows ?? known,
    isPlaceholderData: asked.data === undefined || asked.isPlaceholderData,
  }
}

/** The products that come first by a column; a click shows the rows behind one. */
export const ProductsCard = ({ data, meta }: Summary) => {
  const { carried } = usePageState()
  const { sort, onSort, own, words } = useProductOrder()
  const query = useTopProducts(data)
  const navigate = useNavigate()
  const compared = data.topProducts.some(product => product.previousRevenue !== null)
  const { totalRevenue } = data.kpis
  const units = data.revenueTrend.reduce((sum, point) => sum + point.units, 0)
  const columns = useMemo(
    (): Column<Product>[] => [
      {
        id: 'name',
        header: 'Product',
        value: row => row.name,
        total: 'All products',
        cell: row => (
          <span className="block">
            <span className="line-clamp-2 max-sm:line-clamp-4" title={row.name}>
              {row.name}
            </span>
            <span className="block text-xs text-muted">{row.category}</span>
          </span>
        ),
      },
      {
        id: 'revenue',
        header: 'Revenue',
        value: row => row.revenue,
        align: 'right',
        bar: true,
        early: true,
        total: moneyWhole(totalRevenue.value, meta.currency),
        cell: row => <span title={money(row.revenue, meta.currency)}>{moneyWhole(row.revenue, meta.currency)}</span>,
      },
      {
        id: 'units',
        header: 'Units',
        value: row => row.unitsSold,
        align: 'right',
        cell: row => number(row.unitsSold),
        total: number(units),
      },
      {
        id: 'price',
        header: 'Avg. price',
        value: row => row.avgPrice,
        align: 'right',
        cell: row => money(row.avgPrice, meta.currency),
        total: money(units > 0 && totalRevenue.value !== null ? totalRevenue.value / units : null, meta.currency),
      },
      ...(compared ? [changed(totalRevenue.changePercent)] : []),
    ],
    [meta.currency, compared, totalRevenue, units],
  )
  return (
    <Card
      title="Top products"
      subtitle={words}
      definition={definitions.topProducts}
      className="@4xl:col-span-12 @5xl:col-span-7"
      footer={
        data.productCount > shown && (
          <Link
            to={`${addressOf('/revenue', carried, own)}#products`}
            className="inline-flex min-h-6 items-center font-medium text-accent-text hover:underline"
          >
            All {plural(data.productCount, 'product')}
          </Link>
        )
      }
    >
      {data.topProducts.length === 0 ? (
        <NoData what="orders" brief />
      ) : (
        <QueryState query={query} skeleton={null}>
          {rows => (
            <DataTable
              label={`Top products ${words}`}
              columns={columns}
              rows={rows}
              rowKey={row => row.id}
              sort={sort}
              onSort={onSort}
              onRowClick={row => void navigate(rowsAddress(carried, { product: String(row.id) }))}
              rowAction={() => 'See the rows'}
            />
          )}
        </QueryState>
      )}
    </Card>
  )
}

/** About as high as the funnel beside it. */
const shown = 6
