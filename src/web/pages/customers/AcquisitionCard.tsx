import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { grainWords, trendOf } from '../../charts/buckets.ts'
import { colorsOf, restColor } from '../../charts/colors.ts'
import { StackedBars, StackTable } from '../../charts/StackedBars.tsx'
import { usePageState } from '../../filters.ts'
import { number, plural } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { peopleAddress, peopleOfDays } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

type Acquired = Result<typeof api.customers.acquisition>

const countOf = (rows: Acquired['data']) => rows.reduce((sum, row) => sum + row.count, 0)

/** Where new customers come from, over time. */
export const AcquisitionCard = () => {
  const { question, granularity, asOfDay, span, carried } = usePageState()
  const dimensions = useApi(api.data.dimensions)
  const query = useApi(api.customers.acquisition, { ...question, granularity })
  const answer = query.data
  const chartOf = ({ data }: Acquired) => {
    const days = [...new Map(data.map(row => [row.date, row])).values()].sort((a, b) => a.date.localeCompare(b.date))
    const sizes = new Map<string, number>()
    for (const row of data) sizes.set(row.channel, (sizes.get(row.channel) ?? 0) + row.count)
    const found = new Map(data.map(row => [`${row.date} ${row.channel}`, row.count]))
    const channels = [...sizes.keys()].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || a.localeCompare(b))
    const all = [...new Set([...(dimensions.data?.data.channel ?? []), ...channels])]
    const buckets = days.map(({ date, endDate, partial }) => ({
      date,
      endDate,
      partial,
      value: channels.reduce((sum, channel) => sum + (found.get(`${date} ${channel}`) ?? 0), 0),
      previous: null,
      previousDate: null,
      previousEndDate: null,
    }))
    const { grain, points, steps } = trendOf(buckets, { asked: granularity, today: asOfDay, from: span?.start ?? null })
    const colors = colorsOf(channels, all)
    return {
      label: 'New customers by channel',
      names: { value: 'New customers', bucket: grainWords[grain].one, series: 'Channel' },
      points,
      steps,
      series: channels.map(channel => ({
        name: channel,
        color: colors.get(channel) ?? restColor,
        values: days.map(({ date }) => found.get(`${date} ${channel}`) ?? 0),
        hrefs: days.map(({ date, endDate }) =>
          peopleOfDays(carried, { start: date, end: endDate }, { state: 'new', acquisition: channel }),
        ),
        href: peopleAddress(carried, { state: 'new', acquisition: channel }),
      })),
      exact: (value: number) => number(value),
    }
  }
  return (
    <Card
      id="acquisition"
      title="Where they come from"
      subtitle={answer && countOf(answer.data) > 0 && `${plural(countOf(answer.data), 'new customer')} by channel`}
      definition={definitions.acquisition}
      className="@4xl:col-span-6"
      table={answer && countOf(answer.data) > 0 ? () => <StackTable {...chartOf(answer)} /> : undefined}
    >
      <QueryState
        query={query}
        skeleton={<Skeleton className="h-[340px]" />}
        isEmpty={({ data }) => countOf(data) === 0}
        empty={<NoData what="new customers" brief />}
      >
        {acquired => <StackedBars {...chartOf(acquired)} />}
      </QueryState>
    </Card>
  )
}
