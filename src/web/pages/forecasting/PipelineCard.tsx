import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { RangeColumns, RangeTable } from '../../charts/RangeColumns.tsx'
import { usePageState } from '../../filters.ts'
import { bucketShort, bucket, money, moneyTick, number, percent, plural, sentence } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'

type Pipeline = Result<typeof api.forecasting.pipeline>

/** What the open deals may bring by the month in which they should close, beside what has closed. */
export const PipelineCard = ({ className }: { className: string }) => {
  const { filters } = usePageState()
  const query = useApi(api.forecasting.pipeline, { region: filters.region })
  const chartOf = ({ data, meta }: Pipeline) => ({
    label: 'Pipeline by close month',
    names: {
      bucket: 'Month',
      done: 'Closed won',
      low: 'Worst case',
      likely: 'Weighted',
      high: 'Best case',
      figures: ['Open deals'],
    },
    columns: data.map(({ month, closed, worst, weighted, best, deals }) => ({
      tick: bucketShort(month, 'month', false),
      under: month.slice(5, 7) === '01' || month === data[0]?.month ? month.slice(0, 4) : null,
      title: bucket(month, month, 'month'),
      done: closed,
      low: worst,
      likely: weighted,
      high: best,
      remark: plural(deals, 'open deal'),
      figures: [number(deals)],
    })),
    total: {
      done: meta.total.closed,
      low: meta.total.worst,
      likely: meta.total.weighted,
      high: meta.total.best,
      figures: [number(meta.total.deals)],
    },
    exact: (value: number) => money(value, meta.currency),
  })
  const answer = query.data
  const nothing = (pipeline: Pipeline) => pipeline.meta.total.deals === 0 && pipeline.meta.overdue.deals === 0
  return (
    <Card
      id="pipeline"
      title="Weighted pipeline"
      subtitle="by close month"
      definition={definitions.pipelineForecast}
      className={className}
      table={answer && !nothing(answer) ? () => <RangeTable {...chartOf(answer)} /> : undefined}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[280px]" />}>
        {pipeline =>
          nothing(pipeline) ? (
            <Empty title="No open deals">Import deals on the Data page to see what they may bring.</Empty>
          ) : (
            <>
              <RangeColumns {...chartOf(pipeline)} short={value => moneyTick(value, pipeline.meta.currency)} />
              <Left {...pipeline} />
            </>
          )
        }
      </ForecastState>
    </Card>
  )
}

/** What stands beside the months, listed and not hidden; and how the chances were made. */
const Left = ({ meta }: Pipeline) => {
  const { overdue, undated, later, stages, method, currency } = meta
  const rest = [
    { ...overdue, words: 'should have closed before today' },
    { ...undated, words: 'without an expected close' },
    { ...later, words: 'should close later' },
  ].filter(({ deals }) => deals > 0)
  return (
    <ul className="mt-2 flex flex-col gap-1 text-sm text-muted">
      {rest.map(({ deals, open, weighted, words }) => (
        <li key={words}>
          {plural(deals, 'open deal')} {words}: {money(open, currency)}, weighted {money(weighted, currency)}; not in
          the columns.
        </li>
      ))}
      <li>
        {sentence(method)}{' '}
        {stages.map(({ stage, probability }) => `${stage} ${percent(probability * 100, 0)}`).join(', ')}.
      </li>
      {meta.notes.map(note => (
        <li key={note}>{sentence(note)}</li>
      ))}
    </ul>
  )
}
