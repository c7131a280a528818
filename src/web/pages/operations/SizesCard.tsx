import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { PartBars, PartTable } from '../../charts/PartBars.tsx'
import { useDealQuestion } from '../../deal-question.ts'
import { money, moneyCompact, moneyTick, number, plural } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { LinkedWords } from './LinkedWords.tsx'
import { NoDealsHere } from './NoDealsHere.tsx'

type Answer = Result<typeof api.operations.dealSizeDistribution>

const kinds = [
  { name: 'won', color: 'var(--positive)' },
  { name: 'open', color: 'var(--chart-1)' },
  { name: 'lost', color: 'var(--chart-other)' },
]

const isEmpty = ({ data, meta }: Answer) =>
  data.every(({ count }) => count === 0) && meta.rows.excluded.every(({ rows }) => rows === 0)

/** Deals by amount: those open at the end of the range, and those won or lost in it. */
export const SizesCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const query = useApi(api.operations.dealSizeDistribution, question)
  const chartOf = ({ data, meta }: Answer) => ({
    label: 'Deal sizes',
    names: { row: 'Amount', figures: ['Deals', 'Value'] },
    kinds,
    rows: data.map(({ bucket, min, max, count, value, openCount, wonCount, lostCount }) => {
      const to = (state: string) => dealsAt({ state, size: bucket })
      const end = max === null ? '+' : `–${moneyTick(max, meta.currency)}`
      return {
        name: `${moneyTick(min, meta.currency)}${end}`,
        parts: [wonCount, openCount, lostCount],
        figure: plural(count, 'deal'),
        remark: count ? moneyCompact(value, meta.currency) : undefined,
        href: count ? to('all') : undefined,
        links: [
          { words: `${number(wonCount)} won`, count: wonCount, href: to('won') },
          { words: `${number(openCount)} open`, count: openCount, href: to('open') },
          { words: `${number(lostCount)} lost`, count: lostCount, href: to('lost') },
        ].filter(one => one.count > 0),
        figures: [number(count), money(value, meta.currency)],
      }
    }),
    count: (value: number) => number(value),
  })
  const answer = query.data
  const without = answer?.meta.rows.excluded.reduce((sum, { rows }) => sum + rows, 0) ?? 0
  return (
    <Card
      id="sizes"
      title="Deal sizes"
      subtitle="open at the end of the range, won or lost in it"
      definition={definitions.dealSizes}
      className={className}
      table={answer && !isEmpty(answer) ? () => <PartTable {...chartOf(answer)} /> : undefined}
      footer={
        without > 0 && (
          <LinkedWords href={dealsAt({ state: 'all', size: 'unknown' })}>
            {plural(without, 'deal')} without an amount {without === 1 ? 'is' : 'are'} not shown
          </LinkedWords>
        )
      }
    >
      <QueryState query={query} skeleton={<SkeletonRows rows={10} />} isEmpty={isEmpty} empty={<NoDealsHere />}>
        {found => <PartBars {...chartOf(found)} />}
      </QueryState>
    </Card>
  )
}
