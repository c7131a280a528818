import { Link } from 'react-router'
import { definitions } from '#contract/definitions.ts'
import { FunnelChart, FunnelTable } from '../../charts/FunnelChart.tsx'
import { date, money, moneyCompact, percent, plural, unknown } from '../../format.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import type { Summary } from './DashboardPage.tsx'

/** Open deals by stage at the end of the range, the share that moves on, and what was won. */
export const PipelineCard = ({ data, meta }: Summary) => {
  const open = data.pipeline.filter(stage => stage.kind === 'open')
  const known = data.pipeline.some(stage => stage.count > 0)
  const short = (value: number) => moneyCompact(value, meta.currency)
  const sum = (of: (stage: (typeof open)[number]) => number) => open.reduce((total, stage) => total + of(stage), 0)
  const chart = {
    label: 'Sales pipeline',
    names: { stage: 'Stage', value: 'Value' },
    stages: data.pipeline.map(stage => ({
      name: stage.stage,
      value: stage.value,
      count: plural(stage.count, 'deal'),
      share: stage.kind === 'won' ? 'won' : percent(stage.percentage, 0),
      onward: stage.kind === 'won' ? null : stage.conversionRate === null ? 'not known how many move on' : `${percent(stage.conversionRate, 0)} move on`,
      final: stage.kind === 'won',
    })),
    exact: (value: number) => money(value, meta.currency),
  }
  return (
    <Card
      id="pipeline" title="Sales pipeline" definition={definitions.pipeline}
      subtitle={meta.range ? `open on ${date(meta.range.end, { year: false })}, won in the range` : undefined}
      table={known ? () => <FunnelTable {...chart} /> : undefined} className="@4xl:col-span-12 @5xl:col-span-5"
      footer={known && (
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>
            Open: <b className="font-semibold text-ink">{open.length ? short(sum(stage => stage.value)) : unknown}</b> in {plural(sum(stage => stage.count), 'deal')}
          </span>
          <span>weighted by probability: <b className="font-semibold text-ink">{short(sum(stage => stage.weightedValue))}</b></span>
        </span>
      )}
    >
      {known
        ? <FunnelChart {...chart} short={short} />
        : (
          <Empty title="No deals" action={<Link to="/data" className={buttonLook({ size: 'sm' })}>Bring a file of deals</Link>}>
            Nothing is open at the end of the range, and nothing was won in it. Deals come from HubSpot, Salesforce or a plain CSV.
          </Empty>
          )}
    </Card>
  )
}
