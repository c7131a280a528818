import { useNavigate } from 'react-router'
import { useMemo } from 'react'
import { definitions } from '#contract/definitions.ts'
import { NoData } from '../../layout/NoData.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyWhole, number, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Delta } from '../../ui/Delta.tsx'
import type { Summary } from './DashboardPage.tsx'

type Product = Summary['data']['topProducts'][number]

const changed = (ofAll: number | null): Column<Product> => ({
  id: 'change', header: 'Change', value: row => row.growth, align: 'right', early: true,
  cell: row => <Delta value={row.growth} none={row.previousRevenue === null ? unknown : 'new'} />,
  total: <Delta value={ofAll} none={unknown} />,
})

/** The products that sell most; a click shows the rows behind one. */
export const ProductsCard = ({ data, meta }: Summary) => {
  const { carried } = usePageState()
  const navigate = useNavigate()
  const compared = data.topProducts.some(product => product.previousRevenue !== null)
  const { totalRevenue } = data.kpis
  const units = data.revenueTrend.reduce((sum, point) => sum + point.units, 0)
  const columns = useMemo((): Column<Product>[] => [
    {
      id: 'name', header: 'Product', value: row => row.name, total: 'All products',
      cell: row => (
        <span className="block">
          <span className="line-clamp-2 max-sm:line-clamp-4" title={row.name}>{row.name}</span>
          <span className="block text-xs text-muted">{row.category}</span>
        </span>
      ),
    },
    {
      id: 'revenue', header: 'Revenue', value: row => row.revenue, align: 'right', bar: true, early: true, total: moneyWhole(totalRevenue.value, meta.currency),
      cell: row => <span title={money(row.revenue, meta.currency)}>{moneyWhole(row.revenue, meta.currency)}</span>,
    },
    { id: 'units', header: 'Units', value: row => row.unitsSold, align: 'right', cell: row => number(row.unitsSold), total: number(units) },
    {
      id: 'price', header: 'Avg. price', value: row => row.avgPrice, align: 'right', cell: row => money(row.avgPrice, meta.currency),
      total: money(units > 0 && totalRevenue.value !== null ? totalRevenue.value / units : null, meta.currency),
    },
    ...(compared ? [changed(totalRevenue.changePercent)] : []),
  ], [meta.currency, compared, totalRevenue, units])
  return (
    <Card title="Top products" subtitle="by revenue" definition={definitions.topProducts} className="@4xl:col-span-12 @5xl:col-span-7">
      {data.topProducts.length === 0
        ? <NoData what="orders" brief />
        : (
          <DataTable
            label="Products with most revenue" columns={columns} rows={data.topProducts.slice(0, shown)} rowKey={row => row.id}
            sort={{ id: 'revenue', desc: true }}
            onRowClick={row => void navigate(rowsAddress(carried, { product: String(row.id) }))} rowAction={() => 'See the rows'}
          />
          )}
    </Card>
  )
}

/** About as high as the funnel beside it. */
const shown = 6
