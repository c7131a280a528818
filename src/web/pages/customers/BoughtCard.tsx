import type { api, Result } from '#contract'
import { BarList, BarTable } from '../../charts/BarList.tsx'
import { money, moneyCompact, percent } from '../../format.ts'
import { isUnbroken } from '../../layout/Unbroken.tsx'
import { linesAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'

/** What they buy, by category. */
export const BoughtCard = ({ data, meta }: Result<typeof api.customers.one>) => {
  const chart = {
    label: 'Revenue by category',
    names: { part: 'Category', value: 'Revenue' },
    parts: data.categories.map(row => ({
      name: row.category,
      value: row.revenue,
      share: row.percentage,
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
