import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { grainOfBuckets, grainWords, trendOf } from '../../charts/buckets.ts'
import { NoData } from '../../layout/NoData.tsx'
import { AllRowsLink, rowsAddress } from '../../charts/RowsLink.tsx'
import { TrendChart, TrendTable } from '../../charts/TrendChart.tsx'
import { knownComparison, usePageState } from '../../filters.ts'
import { money, moneyTick } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

type Trends = Result<typeof api.revenue.trends>

/** Revenue over time with its comparison; a click or a drag sets the page's range. */
export const TrendCard = ({ className }: { className: string }) => {
  const { question, granularity, asOfDay, span, setRange, carried } = usePageState()
  const query = useApi(api.revenue.trends, { ...question, granularity })
  const chartOf = ({ data, meta }: Trends) => {
    const buckets = data.map(point => ({ ...point, value: point.revenue, previous: point.previousRevenue }))
    const { grain, points, steps } = trendOf(buckets, { asked: granularity, today: asOfDay, from: span?.start ?? null })
    return {
      label: 'Revenue over time',
      names: { value: 'Revenue', bucket: grainWords[grain].one, previous: `Revenue of ${previousWords(meta)}` },
      points,
      steps,
      exact: (value: number) => money(value, meta.currency),
    }
  }
  const answer = query.data
  return (
    <Card
      id="trend"
      title="Revenue over time"
      definition={definitions.revenueTrend}
      className={className}
      subtitle={
        answer &&
        [
          grainWords[grainOfBuckets(answer.data, granularity)].every,
          ...(knownComparison(answer.meta.comparison) ? [`compared with ${previousWords(answer.meta)}`] : []),
        ].join(', ')
      }
      actions={<AllRowsLink href={rowsAddress(carried)} of="revenue" />}
      table={answer && (() => <TrendTable {...chartOf(answer)} />)}
    >
      <QueryState
        query={query}
        skeleton={<Skeleton className="h-[350px]" />}
        empty={<NoData what="orders" />}
        isEmpty={({ data, meta }) => data.length === 0 || meta.rows.counted === 0}
      >
        {trends => (
          <TrendChart
            {...chartOf(trends)}
            short={value => moneyTick(value, trends.meta.currency)}
            height={320}
            onSelect={(first, last) => {
              const [from, to] = [trends.data[first], trends.data[last]]
              if (from && to) setRange({ start: from.date, end: to.endDate })
            }}
          />
        )}
      </QueryState>
    </Card>
  )
}

const previousWords = (meta: Trends['meta']) =>
  meta.comparison?.kind === 'previous_year' ? 'the year before' : 'the previous period'
