import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { type Measure, measures, trendName } from '#contract/measures.ts'
import { useApi } from '../api.ts'
import { grainOfBuckets, grainWords } from '../charts/buckets.ts'
import { AllRowsLink } from '../charts/RowsLink.tsx'
import { TrendChart, TrendTable } from '../charts/TrendChart.tsx'
import { comparisonWords } from '../comparing.ts'
import { notFiltered } from '../deal-question.ts'
import { knownComparison, usePageState } from '../filters.ts'
import { rowsOf, trendChartOf, useMeasure, type Trend } from '../measure.ts'
import { Card } from '../ui/Card.tsx'
import { QueryState } from '../ui/QueryState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { NoData } from './NoData.tsx'

type Props = { className: string; revenue?: Trend }

/**
 * The measure that the page looks at, over time; a click or a drag sets the page's range. `revenue`: its trend, where
 * the page has it anyway.
 */
export const TrendCard = ({ revenue, className }: Props) => {
  const { measure } = useMeasure()
  if (measure === 'revenue' && revenue)
    return <Plot measure={measure} answer={revenue} className={className} query={null} />
  // each its own: what is shown while a question loads is of the same measure
  return <Asked key={measure} measure={measure} className={className} />
}

const Asked = ({ measure, className }: { measure: Measure; className: string }) => {
  const { question, granularity } = usePageState()
  const query = useApi(api.revenue.trends, {
    ...question,
    granularity,
    ...(measure === 'revenue' ? {} : { measure }),
  })
  return <Plot measure={measure} answer={query.data} query={query} className={className} />
}

type PlotProps = {
  measure: Measure
  answer: Trend | undefined
  query: ReturnType<typeof useApi<typeof api.revenue.trends>> | null
  className: string
}

const nothing = ({ data, meta }: Trend) =>
  data.length === 0 || (meta.rows.counted === 0 && data.every(point => !point.value && !point.previousValue))

const Plot = ({ measure, answer, query, className }: PlotProps) => {
  const page = usePageState()
  const { definition, of } = measures[measure]
  const empty = <NoData what={of} />
  const chart = answer && !nothing(answer) && trendChartOf(answer, measure, page)
  const subtitle = answer && [
    grainWords[grainOfBuckets(answer.data, page.granularity)].every,
    knownComparison(answer.meta.comparison) && `compared with ${comparisonWords(answer.meta.comparison)}`,
    of === 'deals' && notFiltered(page.filters),
  ]
  const drawn = (trend: Trend) => (
    <TrendChart
      {...trendChartOf(trend, measure, page)}
      height={320}
      onSelect={(first, last) => {
        const [from, to] = [trend.data[first], trend.data[last]]
        if (from && to) page.setRange({ start: from.date, end: to.endDate })
      }}
    />
  )
  return (
    <Card
      id="trend"
      title={trendName(measure)}
      definition={measure === 'revenue' ? definitions.revenueTrend : definition}
      className={className}
      subtitle={subtitle && subtitle.filter(Boolean).join(', ')}
      actions={<AllRowsLink href={rowsOf(measure, page.carried)} of={definition.name.toLowerCase()} />}
      table={chart ? () => <TrendTable {...chart} /> : undefined}
    >
      {query ? (
        <QueryState query={query} skeleton={<Skeleton className="h-[350px]" />} empty={empty} isEmpty={nothing}>
          {drawn}
        </QueryState>
      ) : chart && answer ? (
        drawn(answer)
      ) : (
        empty
      )}
    </Card>
  )
}
