import { Link } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { addressOf } from '../../address.ts'
import { useApi } from '../../api.ts'
import { RangeColumns, RangeTable } from '../../charts/RangeColumns.tsx'
import { usePageState } from '../../filters.ts'
import { bucketShort, bucket, money, moneyTick, number, percent, plural, sentence } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'
import { asSentence } from './words.ts'

type Pipeline = Result<typeof api.forecasting.pipeline>

/** What the open deals may bring by the month in which they should close, beside what has closed. */
export const PipelineCard = ({ className }: { className: string }) => {
  const { filters, carried } = usePageState()
  const query = useApi(api.forecasting.pipeline, { region: filters.region, region_not: filters.region_not })
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
      tick: bucketShort(`${month}-01`, 'month', false),
      under: month.slice(5, 7) === '01' || month === data[0]?.month ? month.slice(0, 4) : null,
      title: bucket(`${month}-01`, `${month}-01`, 'month'),
      done: closed ?? 0,
      low: worst,
      likely: weighted,
      high: best,
      remark: plural(deals, 'open deal'),
      href: dealsAddress(carried, month),
      figures: [number(deals)],
    })),
    total: {
      done: data.reduce((sum, { closed }) => sum + (closed ?? 0), 0),
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
              <Left {...pipeline} carried={carried} />
            </>
          )
        }
      </ForecastState>
    </Card>
  )
}

/** The open deals that should close in a month, are overdue, come later or have no date. */
const dealsAddress = (carried: string, expected: string) =>
  addressOf('/operations/deals', carried, { state: 'open', expected })

/** What stands beside the months, listed and not hidden; and how the chances were made. */
const Left = ({ meta, carried }: Pipeline & { carried: string }) => {
  const { overdue, undated, later, model, currency } = meta
  const rest = [
    { ...overdue, words: 'should have closed before today', expected: 'overdue' },
    { ...undated, words: 'without an expected close', expected: 'none' },
    { ...later, words: 'should close later', expected: 'later' },
  ].filter(({ deals }) => deals > 0)
  return (
    <ul className="mt-2 flex flex-col gap-1 text-sm text-muted">
      {rest.map(({ deals, value, weighted, words, expected }) => (
        <li key={words}>
          <Link to={dealsAddress(carried, expected)} className="text-ink underline underline-offset-2">
            {plural(deals, 'open deal')} {words}
          </Link>
          : {money(value, currency)}, weighted {money(weighted, currency)}; not in the columns.
        </li>
      ))}
      <li>
        Chances: {asSentence(model.reason)} Won of each stage:{' '}
        {model.stages.map(({ stage, probability }) => `${stage} ${percent(probability * 100, 0)}`).join(', ')}.
      </li>
      {meta.notes.map(note => (
        <li key={note}>{sentence(note)}</li>
      ))}
    </ul>
  )
}
