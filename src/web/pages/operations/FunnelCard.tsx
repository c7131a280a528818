import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { FunnelChart, FunnelTable } from '../../charts/FunnelChart.tsx'
import { dealFunnel, weightedOf, worthUnknown } from '../../deal-funnel.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { date, moneyCompact, plural, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { LinkedWords } from './LinkedWords.tsx'

type Answer = Result<typeof api.operations.pipeline>

/** Open deals by stage at the end of the range, how many moved on, and what was won in it. */
export const FunnelCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const { asOfDay } = usePageState()
  const query = useApi(api.operations.pipeline, question)
  const chartOf = ({ data, meta }: Answer) => dealFunnel(data, meta.currency, dealsAt)
  const answer = query.data
  const end = answer?.meta.range?.end
  const day = end && asOfDay && asOfDay < end ? asOfDay : end
  return (
    <Card
      id="pipeline"
      title="Sales pipeline"
      subtitle={day && `open on ${date(day, { year: false })}, won in the range`}
      definition={definitions.pipeline}
      className={className}
      table={answer && (() => <FunnelTable {...chartOf(answer)} />)}
      footer={answer && <Sums {...answer} href={dealsAt({ state: 'open' })} />}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={11} />}
        isEmpty={({ data }) => data.every(stage => stage.count === 0 && !stage.entered)}
        empty={<Empty title="No deals">Nothing is open at the end of the range, and nothing was won in it.</Empty>}
      >
        {found => <FunnelChart {...chartOf(found)} />}
      </QueryState>
    </Card>
  )
}

const Sums = ({ data, meta, href }: Answer & { href: string }) => {
  const open = data.filter(stage => stage.kind === 'open')
  const sum = (of: (stage: (typeof open)[number]) => number) => open.reduce((total, stage) => total + of(stage), 0)
  return (
    <span className="flex flex-wrap justify-between gap-x-4">
      <LinkedWords href={href}>
        Open:{' '}
        <b className="font-semibold text-ink">
          {worthUnknown(data)
            ? unknown
            : moneyCompact(
                sum(stage => stage.value),
                meta.currency,
              )}
        </b>{' '}
        in{' '}
        {plural(
          sum(stage => stage.count),
          'deal',
        )}
      </LinkedWords>
      <span>
        weighted by probability:{' '}
        <b className="font-semibold text-ink">
          {worthUnknown(data) ? unknown : moneyCompact(weightedOf(data), meta.currency)}
        </b>
      </span>
    </span>
  )
}
