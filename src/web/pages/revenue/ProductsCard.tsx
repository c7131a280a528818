import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { NoData } from '../../layout/NoData.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { knownComparison, usePageState } from '../../filters.ts'
import { money, number, percent, plural, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

const most = 1000

/** Every product with its share of the revenue. */
export const ProductsCard = () => {
  const { question } = usePageState()
  const query = useApi(api.revenue.topProducts, { ...question, limit: most })
  const count = query.data?.data.length
  return (
    <Card
      title="Products" definition={definitions.topProducts} className="@4xl:col-span-12"
      subtitle={count === undefined ? undefined : count === most ? `the ${number(most)} with most revenue` : plural(count, 'product')}
    >
      <QueryState query={query} skeleton={<SkeletonRows rows={12} />} isEmpty={({ data }) => data.length === 0} empty={<NoData what="orders" brief />}>
        {answer => <Products {...answer} />}
      </QueryState>
    </Card>
  )
}

type Answer = Result<typeof api.revenue.topProducts>
type Product = Answer['data'][number]
type Total = Result<typeof api.revenue.kpis>['data'] | undefined

/** Only where there is something to compare with. */
const compared = (currency: string, total: Total): Column<Product>[] => [
  {
    id: 'previous', header: 'Before', value: row => row.previousRevenue, align: 'right', cell: row => money(row.previousRevenue, currency),
    total: money(total?.revenue.previousValue, currency),
  },
  {
    id: 'change', header: 'Change', value: row => row.growth, align: 'right', early: true,
    cell: row => <Delta value={row.growth} none={row.previousRevenue === null ? unknown : 'new'} />,
    total: <Delta value={total?.revenue.changePercent} none={unknown} />,
  },
]

const Products = ({ data, meta }: Answer) => {
  const { carried, question } = usePageState()
  const navigate = useNavigate()
  const hasEarlier = knownComparison(meta.comparison) !== null
  const kpis = useApi(api.revenue.kpis, question)
  const total = kpis.isPlaceholderData ? undefined : kpis.data?.data
  const columns = useMemo((): Column<Product>[] => [
    {
      id: 'name', header: 'Product', value: row => row.name, total: 'All products',
      cell: row => <span className="inline-flex align-middle" title={row.name}><span className="line-clamp-2 max-sm:line-clamp-4">{row.name}</span></span>,
    },
    { id: 'category', header: 'Category', value: row => row.category },
    {
      id: 'revenue', header: 'Revenue', value: row => row.revenue, align: 'right', bar: true, early: true, total: money(total?.revenue.value, meta.currency),
      cell: row => money(row.revenue, meta.currency),
    },
    {
      id: 'share', header: 'Share', value: row => row.percentage, align: 'right', cell: row => percent(row.percentage),
      total: total?.revenue.value ? percent(100) : unknown,
    },
    { id: 'units', header: 'Units', value: row => row.unitsSold, align: 'right', cell: row => number(row.unitsSold, 2), total: number(total?.units.value, 2) },
    { id: 'orders', header: 'Orders', value: row => row.orders, align: 'right', cell: row => number(row.orders), total: number(total?.orders.value) },
    {
      id: 'price', header: 'Avg. price', value: row => row.avgPrice, align: 'right', cell: row => money(row.avgPrice, meta.currency),
      total: money(total?.revenue.value && total.units.value ? total.revenue.value / total.units.value : null, meta.currency),
    },
    ...(hasEarlier ? compared(meta.currency, total) : []),
  ], [meta.currency, hasEarlier, total])
  return (
    <DataTable
      label="Revenue by product" columns={columns} rows={data} rowKey={row => row.id} sort={{ id: 'revenue', desc: true }} search="Search products"
      onRowClick={row => void navigate(rowsAddress(carried, { product: String(row.id) }))} rowAction={() => 'See the rows'}
    />
  )
}
