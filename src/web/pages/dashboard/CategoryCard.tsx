import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { colorOf } from '../../charts/colors.ts'
import { DonutChart, DonutTable } from '../../charts/DonutChart.tsx'
import { NoData } from '../../layout/NoData.tsx'
import { isUnbroken, Unbroken } from '../../layout/Unbroken.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyCompact, percent } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import type { Summary } from './summary.ts'

const title = 'Revenue by category'

/** What the revenue is made of; a click filters the page. */
export const CategoryCard = ({ data, meta }: Summary) => {
  const { filters, toggleFilter, carried } = usePageState()
  const dimensions = useApi(api.data.dimensions)
  const all = dimensions.data?.data.category ?? data.revenueByCategory.map(row => row.category)
  if (isUnbroken(data.revenueByCategory.map(row => row.category)))
    return (
      <Unbroken title={title} definition={definitions.byCategory} dimension="category" className="@4xl:col-span-12" />
    )
  const chart = {
    label: 'Revenue by category',
    names: { part: 'Category', value: 'Revenue' },
    parts: data.revenueByCategory.map(row => ({
      name: row.category,
      value: row.value,
      share: row.percentage,
      color: colorOf(row.category, all),
      href: rowsAddress(carried, { category: row.category }),
    })),
    total: data.kpis.totalRevenue.value ?? 0,
    exact: (value: number) => money(value, meta.currency),
    share: (value: number | null) => percent(value),
  }
  return (
    <Card
      id="category"
      title={title}
      definition={definitions.byCategory}
      table={chart.parts.length ? () => <DonutTable {...chart} /> : undefined}
      className="@4xl:col-span-4"
    >
      {chart.parts.length === 0 ? (
        <NoData what="orders" brief />
      ) : (
        <DonutChart
          {...chart}
          short={value => moneyCompact(value, meta.currency)}
          selected={filters.category}
          onToggle={name => toggleFilter('category', name)}
        />
      )}
    </Card>
  )
}
