import { definitions } from '#contract/definitions.ts'
import { grainWords, trendOf } from '../../charts/buckets.ts'
import { AllRowsLink, rowsAddress } from '../../charts/RowsLink.tsx'
import { TrendChart, TrendTable } from '../../charts/TrendChart.tsx'
import { NoData } from '../../layout/NoData.tsx'
import { isUnbroken } from '../../layout/Unbroken.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyTick } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import type { Summary } from './summary.ts'

/** Revenue over time; a click or a drag sets the page's range. */
export const TrendCard = ({ data, meta }: Summary) => {
  const { granularity, asOfDay, span, setRange, carried } = usePageState()
  const compared = data.revenueTrend.some(point => point.previousRevenue !== null)
  const buckets = data.revenueTrend.map(point => ({ ...point, value: point.revenue, previous: point.previousRevenue }))
  const { grain, points, steps } = trendOf(buckets, { asked: granularity, today: asOfDay, from: span?.start ?? null })
  const previous = meta.comparison?.kind === 'previous_year' ? 'the year before' : 'the previous period'
  const chart = {
    label: 'Revenue over time',
    names: { value: 'Revenue', bucket: grainWords[grain].one, previous: `Revenue of ${previous}` },
    points,
    exact: (value: number) => money(value, meta.currency),
  }
  const nothing = meta.rows.counted === 0 && !data.kpis.totalRevenue.previousValue
  return (
    <Card
      id="trend"
      title="Revenue"
      subtitle={`${grainWords[grain].every}${compared ? `, compared with ${previous}` : ''}`}
      definition={definitions.revenueTrend}
      actions={<AllRowsLink href={rowsAddress(carried)} of="revenue" />}
      table={nothing ? undefined : () => <TrendTable {...chart} />}
      className={isUnbroken(data.revenueByCategory.map(row => row.category)) ? '@4xl:col-span-12' : '@4xl:col-span-8'}
    >
      {nothing ? (
        <NoData what="orders" />
      ) : (
        <TrendChart
          {...chart}
          steps={steps}
          short={value => moneyTick(value, meta.currency)}
          height={320}
          onSelect={(first, last) => {
            const [from, to] = [data.revenueTrend[first], data.revenueTrend[last]]
            if (from && to) setRange({ start: from.date, end: to.endDate })
          }}
        />
      )}
    </Card>
  )
}
