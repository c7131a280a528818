import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { PartBars, PartTable } from '../../charts/PartBars.tsx'
import { fewDeals, useDealQuestion } from '../../deal-question.ts'
import { number, percent } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

type Answer = Result<typeof api.operations.conversionRates>

const kinds = [
  { name: 'moved on', color: 'var(--chart-1)' },
  { name: 'undecided', color: 'var(--seq-3)' },
  { name: 'lost', color: 'var(--chart-other)' },
]

/** What became of the deals that entered each stage in the range. */
export const ConversionCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const query = useApi(api.operations.conversionRates, question)
  const chartOf = ({ data }: Answer) => ({
    label: 'Stage conversion',
    names: { row: 'From, to', figures: ['Entered', 'Moved on, share'] },
    kinds,
    rows: data.map(({ fromStage, toStage, entered, converted, lost, undecided, rate }) => {
      const to = (outcome: string) => dealsAt({ entered: fromStage, outcome })
      return {
        name: `${fromStage} → ${toStage}`,
        parts: [converted, undecided, lost],
        figure: rate === null ? 'none entered' : percent(rate, 0),
        remark: rate === null ? undefined : `of ${number(entered)}${entered < fewDeals ? ', few' : ''}`,
        href: entered ? dealsAt({ entered: fromStage }) : undefined,
        links: [
          { words: `${number(converted)} moved on`, count: converted, href: to('converted') },
          { words: `${number(undecided)} undecided`, count: undecided, href: to('undecided') },
          { words: `${number(lost)} lost`, count: lost, href: to('lost') },
        ].filter(({ count }) => count > 0),
        figures: [number(entered), percent(rate)],
      }
    }),
    count: (value: number) => number(value),
  })
  const answer = query.data
  return (
    <Card
      id="conversion"
      title="Stage conversion"
      subtitle="of the deals that entered in the range"
      definition={definitions.stageConversion}
      className={className}
      table={answer && answer.data.length > 0 ? () => <PartTable {...chartOf(answer)} /> : undefined}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ data }) => data.length === 0}
        empty={<NoHistory />}
      >
        {found => <PartBars {...chartOf(found)} />}
      </QueryState>
    </Card>
  )
}

export const NoHistory = () => (
  <Empty title="No stage history">
    When deals entered their stages is not known. It comes from columns such as “Date entered …”, or from importing the
    same deals again as they move.
  </Empty>
)
