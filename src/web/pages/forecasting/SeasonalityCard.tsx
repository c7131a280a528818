import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { IntervalChart, IntervalTable } from '../../charts/IntervalChart.tsx'
import { usePageState } from '../../filters.ts'
import { number, plural, sentence } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'

const ways = [
  { value: 'month', label: 'Months' },
  { value: 'weekday', label: 'Weekdays' },
] as const

type Seasons = Result<typeof api.forecasting.seasonality>

/** How the months of the year, or the days of the week, differ; and whether they do. */
export const SeasonalityCard = ({ className }: { className: string }) => {
  const { filters } = usePageState()
  const { params, set } = useAddress()
  const by = params.get('season') === 'weekday' ? 'weekday' : 'month'
  const query = useApi(api.forecasting.seasonality, { ...filters, by })
  const chartOf = ({ data }: Seasons) => ({
    label: by === 'month' ? 'Seasonality by month' : 'Seasonality by weekday',
    names: { row: by === 'month' ? 'Month' : 'Weekday', value: 'Index' },
    points: data.map(({ name, index, lower, upper }) => ({
      tick: name.slice(0, 3),
      title: name,
      value: index,
      lower,
      upper,
    })),
    base: 100,
    exact: (value: number) => number(value, 1),
  })
  const answer = query.data
  return (
    <Card
      id="season"
      title="Seasonality"
      subtitle="100 is the average"
      definition={definitions.seasonality}
      className={className}
      actions={
        <Segmented
          label="Seasonality by"
          value={by}
          choices={[...ways]}
          onChange={value => set({ season: value === 'month' ? undefined : value })}
        />
      }
      table={answer && answer.data.length > 0 ? () => <IntervalTable {...chartOf(answer)} /> : undefined}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[280px]" />}>
        {seasons => (
          <>
            <IntervalChart {...chartOf(seasons)} />
            <p className="mt-2 text-sm text-muted">{wordsOf(seasons, by)}</p>
          </>
        )}
      </ForecastState>
    </Card>
  )
}

const wordsOf = ({ meta }: Seasons, by: 'month' | 'weekday') =>
  [
    meta.significant
      ? `The ${by === 'month' ? 'months' : 'weekdays'} do differ`
      : `No significant seasonality: what differs here may be chance`,
    ` (${meta.test}, p ${meta.p < 0.001 ? '< 0.001' : `= ${number(meta.p, 3)}`}; `,
    plural(meta.observations, by === 'month' ? 'complete month' : 'whole week'),
    ').',
    ...meta.notes.map(note => ` ${sentence(note)}`),
  ].join('')
