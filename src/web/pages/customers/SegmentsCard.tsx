import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { BarList } from '../../charts/BarList.tsx'
import { colorsOf, restColor } from '../../charts/colors.ts'
import { DonutChart } from '../../charts/DonutChart.tsx'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { mostSlices } from '../../charts/parts.ts'
import { isChosen, usePageState, withoutExclusion, withoutFilter } from '../../filters.ts'
import { money, moneyCompact, number, numberCompact, percent } from '../../format.ts'
import { isUnbroken } from '../../layout/Unbroken.tsx'
import { peopleAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { isWide } from './cohort-map.ts'

type Segments = Result<typeof api.customers.segments>

const share = (value: number | null) => percent(value)

/** With an unbroken segment its neighbour takes the whole row. */
export const useUnbrokenSegment = () => {
  const { question } = usePageState()
  return isUnbroken(
    useApi(api.customers.segments, withoutFilter(question, 'segment')).data?.data.map(row => row.segment) ?? [],
  )
}

/** How many customers of each segment there are, and what they brought in the range. A click filters the page, the sign at the end shows the people. */
export const SegmentsCard = () => {
  const { question, window, span, filters, chooseFilter, carried } = usePageState()
  const wide = isWide(window, span?.start ?? null)
  const dimensions = useApi(api.data.dimensions)
  const query = useApi(api.customers.segments, withoutFilter(question, 'segment'))
  const partsOf = ({ data }: Segments) => {
    const all = dimensions.data?.data.segment ?? data.map(row => row.segment)
    const colors = colorsOf(
      [...data]
        .sort((a, b) => b.count - a.count)
        .slice(0, mostSlices)
        .map(row => row.segment),
      all,
    )
    return data.map(row => ({ ...row, name: row.segment, color: colors.get(row.segment) ?? restColor }))
  }
  const answer = query.data
  const filtering = {
    chosen: isChosen(filters, 'segment'),
    onToggle: (name: string, adding: boolean) => chooseFilter('segment', name, adding),
  }
  if (answer && isUnbroken(answer.data.map(row => row.segment)))
    return (
      <Card
        title="Segments"
        subtitle="all customers here are of unknown segment, so there are no parts to show"
        definition={definitions.customerSegments}
        className="@4xl:col-span-12"
      />
    )
  const whole = answer?.data.reduce((sum, row) => sum + row.count, 0) ?? 0
  return (
    <Card
      id="segments"
      title="Segments"
      definition={definitions.customerSegments}
      className={wide ? '@4xl:col-span-12' : '@4xl:col-span-4'}
      table={answer && answer.data.length > 0 ? () => <SegmentTable {...answer} /> : undefined}
    >
      <QueryState query={query} skeleton={<Skeleton className="h-[440px]" />}>
        {segments => (
          <div className={`flex grow flex-col justify-between gap-x-10 gap-y-4 ${wide ? '@4xl:flex-row' : ''}`}>
            <DonutChart
              label="Customers by segment"
              names={{ part: 'Segment', value: 'Customers' }}
              parts={partsOf(segments).map(({ name, color, count, percentage }) => ({
                name,
                color,
                value: count,
                share: percentage,
                href: peopleAddress(withoutExclusion(carried, 'segment'), { segment: name }),
              }))}
              total={whole}
              exact={value => number(value)}
              short={numberCompact}
              share={share}
              {...filtering}
            />
            <div
              className={`flex flex-col border-t border-line pt-3 ${wide ? '@4xl:flex-1 @4xl:border-t-0 @4xl:pt-0' : ''}`}
            >
              <h3 className="mb-1 text-sm font-medium text-soft">Revenue of the range by segment</h3>
              <BarList
                label="Revenue by segment"
                names={{ part: 'Segment', value: 'Revenue' }}
                parts={partsOf(segments).map(({ name, revenue, revenuePercentage }) => ({
                  name,
                  value: revenue,
                  share: revenuePercentage,
                  href: peopleAddress(withoutExclusion(carried, 'segment'), { segment: name, state: 'active' }),
                }))}
                exact={value => money(value, segments.meta.currency)}
                short={value => moneyCompact(value, segments.meta.currency)}
                share={share}
                {...filtering}
              />
            </div>
          </div>
        )}
      </QueryState>
    </Card>
  )
}

const SegmentTable = ({ data, meta }: Segments) => (
  <FiguresTable
    label="Segments"
    head={['Segment', 'Customers', 'Share', 'Active', 'Revenue', 'Share of revenue']}
    rows={data.map(row => [
      row.segment,
      number(row.count),
      share(row.percentage),
      number(row.active),
      money(row.revenue, meta.currency),
      share(row.revenuePercentage),
    ])}
  />
)
