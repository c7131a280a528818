import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { MoverList, MoverTable, type Mover } from '../../charts/MoverList.tsx'
import { usePageState } from '../../filters.ts'
import { money, percent, plural, signed } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { byNames, ByChoice, partRows, useBy, type By } from './apart.tsx'

const ways = ['product', 'category', 'region', 'channel', 'segment', 'customer', 'rep'] as const

type Answer = Result<typeof api.revenue.movers>
type Part = Answer['data']['gains'][number]

/** What gained and lost most against the comparison, in money. */
export const MoversCard = () => {
  const { question, carried } = usePageState()
  const { by, choose } = useBy('movers', ways)
  const query = useApi(api.revenue.movers, { ...question, by })
  const chartOf = ({ data, meta }: Answer) => {
    const amount = (value: number | null) => money(value, meta.currency)
    const mover = (part: Part): Mover => ({
      name: part.name,
      change: part.change ?? 0,
      percent: part.changePercent === null ? 'new' : signed(part.changePercent, size => percent(size)),
      now: amount(part.revenue),
      before: amount(part.previousRevenue),
      href: partRows(carried, by, part),
    })
    return {
      label: `What moved revenue, by ${byNames[by].toLowerCase()}`,
      names: { part: byNames[by] },
      gains: data.gains.map(mover),
      losses: data.losses.map(mover),
      signed: (value: number) => signed(value, amount),
    }
  }
  const answer = query.data
  return (
    <Card
      id="movers"
      title="What moved revenue"
      definition={definitions.movers}
      className="@4xl:col-span-7"
      actions={<ByChoice label="Moved by" value={by} all={ways} onChange={choose} />}
      table={answer && isMoved(answer) ? () => <MoverTable {...chartOf(answer)} /> : undefined}
      footer={answer && isMoved(answer) && <Rest answer={answer} by={by} />}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={6} />}
        isEmpty={found => !isMoved(found)}
        empty={<Empty title="Nothing moved">There is nothing to compare with, or nothing is different.</Empty>}
      >
        {answered => <MoverList {...chartOf(answered)} />}
      </QueryState>
    </Card>
  )
}

const isMoved = ({ data }: Answer) => data.gains.length + data.losses.length > 0

/** So that what is shown adds up to the change of revenue. */
const Rest = ({ answer: { data, meta }, by }: { answer: Answer; by: By }) => {
  const amount = (value: number | null) => signed(value, size => money(size, meta.currency))
  const others = (count: number) => plural(count, `other ${byNames[by].toLowerCase()}`)
  return (
    <span className="flex flex-wrap justify-between gap-x-4">
      <span>
        {others(data.otherGains.parts)} gained {amount(data.otherGains.change)}, {others(data.otherLosses.parts)} lost{' '}
        {amount(data.otherLosses.change)}
      </span>
      <span>
        in all <b className="font-semibold text-ink">{amount(data.change)}</b>
      </span>
    </span>
  )
}
