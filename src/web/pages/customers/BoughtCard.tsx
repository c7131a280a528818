import { api, type Result } from '#contract'
import { useApi } from '../../api.ts'
import { BarList, BarTable } from '../../charts/BarList.tsx'
import { colorOf } from '../../charts/colors.ts'
import { money, moneyCompact, percent } from '../../format.ts'
import { isUnbroken } from '../../layout/Unbroken.tsx'
import { linesAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'

/** What they buy, by category. */
export const BoughtCard = ({ data, meta }: Result<typeof api.customers.one>) => {
  const dimensions = useApi(api.data.dimensions)
  const all = dimensions.data?.data.category ?? data.categories.map(row => row.category)
  const chart = {
    label: 'Revenue by category',
    names: { part: 'Category', value: 'Revenue' },
    parts: data.categories.map(row => ({
      name: row.category,
      value: row.revenue,
      share: row.percentage,
      color: colorOf(row.category, all),
      href: linesAddress(data.id, { category: row.category }),
    })),
    exact: (value: number) => money(value, meta.currency),
    share: (value: number | null) => percent(value),
  }
  if (isUnbroken(data.categories.map(row => row.category))) return null
  return (
    <Card id="bought" title="What they buy" table={chart.parts.length ? () => <BarTable {...chart} /> : undefined}>
      {chart.parts.length ? (
        <BarList {...chart} short={value => moneyCompact(value, meta.currency)} />
      ) : (
        <p className="flex min-h-24 grow items-center justify-center text-sm text-muted">Nothing yet</p>
      )}
    </Card>
  )
}
