import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { QuartileChart, QuartileTable } from '../../charts/QuartileChart.tsx'
import { fewDeals, useDealQuestion } from '../../deal-question.ts'
import { number, plural } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { NoHistory } from './ConversionCard.tsx'
import { LinkedWords } from './LinkedWords.tsx'

type Answer = Result<typeof api.operations.cycleTime>
type Spread = Answer['data']['salesCycle']

const days = (value: number) => `${number(value, value < 10 ? 1 : 0)} ${value === 1 ? 'day' : 'days'}`

const quartiles = ({ medianDays, p25Days, p75Days }: Spread) =>
  medianDays === null || p25Days === null || p75Days === null
    ? null
    : { median: medianDays, p25: p25Days, p75: p75Days }

/** How long deals stay in each stage, and from creation to won. */
export const CycleCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const query = useApi(api.operations.cycleTime, question)
  const chartOf = ({ data }: Answer) => ({
    label: 'Time in stage',
    names: { row: 'Stage', figures: ['Mean', 'Deals'] },
    rows: data.stages.map(stage => ({
      name: stage.stage,
      at: quartiles(stage),
      count: plural(stage.deals, 'deal'),
      few: stage.deals < fewDeals,
      href: stage.deals ? dealsAt({ left: stage.stage }) : undefined,
      figures: [stage.avgDays === null ? '—' : days(stage.avgDays), number(stage.deals)],
    })),
    exact: days,
  })
  const answer = query.data
  return (
    <Card
      id="cycle"
      title="Time in stage"
      subtitle="of the deals that left it in the range"
      definition={definitions.timeInStage}
      className={className}
      table={answer && answer.data.stages.length > 0 ? () => <QuartileTable {...chartOf(answer)} /> : undefined}
      footer={
        answer && <Cycle {...answer.data.salesCycle} href={dealsAt({ state: 'won', known: 'created', sort: 'age' })} />
      }
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ data }) => data.stages.length === 0}
        empty={<NoHistory />}
      >
        {found => <QuartileChart {...chartOf(found)} tick={value => number(value, 1)} unit="days" />}
      </QueryState>
    </Card>
  )
}

const Cycle = ({ href, ...spread }: Spread & { href: string }) => {
  const at = quartiles(spread)
  if (!at) return <>Created to won: no deal with a day of creation was won in the range.</>
  return (
    <LinkedWords href={href}>
      Created to won: median <b className="font-semibold text-ink">{days(at.median)}</b>, middle half {days(at.p25)} to{' '}
      {days(at.p75)}, {plural(spread.deals, 'deal')}
      {spread.deals < fewDeals && ', few'}
    </LinkedWords>
  )
}
