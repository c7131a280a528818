import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { colorsOf, restColor } from '../../charts/colors.ts'
import { DonutChart, DonutTable } from '../../charts/DonutChart.tsx'
import { mostSlices } from '../../charts/parts.ts'
import { NoData } from '../../layout/NoData.tsx'
import { isUnbroken, Unbroken } from '../../layout/Unbroken.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { isChosen, usePageState, withoutExclusion, withoutFilter } from '../../filters.ts'
import { money, moneyCompact, percent } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import type { Summary } from './summary.ts'

const title = 'Revenue by category'

const sumOf = (rows: readonly { value: number }[]) =>
  Math.round(rows.reduce((sum, row) => sum + row.value, 0) * 100) / 100

/** The summary's own, unless categories are filtered: then those that are not chosen stay, with figures of their own. */
const useAllCategories = ({ revenueByCategory }: Summary['data']) => {
  const { question, filters } = usePageState()
  const filtered = isChosen(filters, 'category') !== null
  const all = useApi(api.revenue.byCategory, withoutFilter(question, 'category'), { enabled: filtered })
  return filtered ? (all.data?.data ?? revenueByCategory) : revenueByCategory
}

/** What the revenue is made of; a click chooses one part. */
export const CategoryCard = ({ data, meta }: Summary) => {
  const { filters, chooseFilter, carried } = usePageState()
  const rows = useAllCategories(data)
  const dimensions = useApi(api.data.dimensions)
  const all = dimensions.data?.data.category ?? rows.map(row => row.category)
  if (isUnbroken(rows.map(row => row.category)))
    return (
      <Unbroken title={title} definition={definitions.byCategory} dimension="category" className="@4xl:col-span-12" />
    )
  const colors = colorsOf(
    rows.slice(0, mostSlices).map(row => row.category),
    all,
  )
  const chart = {
    label: 'Revenue by category',
    names: { part: 'Category', value: 'Revenue' },
    parts: rows.map(row => ({
      name: row.category,
      value: row.value,
      share: row.percentage,
      color: colors.get(row.category) ?? restColor,
      href: rowsAddress(withoutExclusion(carried, 'category'), { category: row.category }),
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
      table={chart.parts.length ? () => <DonutTable {...chart} total={sumOf(rows)} /> : undefined}
      className="@4xl:col-span-4"
    >
      {chart.parts.length === 0 ? (
        <NoData what="orders" brief />
      ) : (
        <DonutChart
          {...chart}
          short={value => moneyCompact(value, meta.currency)}
          chosen={isChosen(filters, 'category')}
          onToggle={(name, adding) => chooseFilter('category', name, adding)}
        />
      )}
    </Card>
  )
}
