import { Link } from 'react-router'
import { definitions } from '#contract/definitions.ts'
import { FunnelChart, FunnelTable } from '../../charts/FunnelChart.tsx'
import { usePageState } from '../../filters.ts'
import { date, money, moneyCompact, number, percent, plural, unknown } from '../../format.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { notFiltered } from './deal-filters.ts'
import type { Summary } from './summary.ts'

type Stage = Summary['data']['pipeline'][number]

/** With fewer deals than these a rate says little. */
const few = 10

const shareOf = ({ kind, percentage }: Stage) => (kind === 'won' ? 'won' : percent(percentage, 0))

const movedOn = ({ entered, converted, conversionRate }: Stage) =>
  conversionRate === null ? unknown : `${number(converted)} of ${number(entered)} (${percent(conversionRate, 0)})`

const onwardWords = ({ kind, entered, converted, undecided, conversionRate }: Stage): string | null => {
  if (kind === 'won') return null
  if (entered === null) return 'not known how many moved on'
  if (entered === 0) return 'none entered in the range'
  const words = `${number(converted)} of ${number(entered)} moved on (${percent(conversionRate, 0)})`
  return `${words}${undecided ? `, ${number(undecided)} undecided` : ''}${entered < few ? '; few deals' : ''}`
}

/** Open deals by stage at the end of the range, how many moved on, and what was won. */
export const PipelineCard = ({ data, meta }: Summary) => {
  const { filters, asOfDay } = usePageState()
  // what will be open on a day to come is not known
  const day = meta.range && (asOfDay && asOfDay < meta.range.end ? asOfDay : meta.range.end)
  const open = data.pipeline.filter(stage => stage.kind === 'open')
  const known = data.pipeline.some(stage => stage.count > 0)
  const short = (value: number) => moneyCompact(value, meta.currency)
  const sum = (of: (stage: (typeof open)[number]) => number) => open.reduce((total, stage) => total + of(stage), 0)
  const chart = {
    label: 'Sales pipeline',
    names: { stage: 'Stage', value: 'Value', figures: ['Deals', 'Share', 'Moved on', 'Lost', 'Undecided'] },
    stages: data.pipeline.map(stage => ({
      name: stage.stage,
      value: stage.value,
      count: plural(stage.count, 'deal'),
      share: shareOf(stage),
      onward: onwardWords(stage),
      figures: [number(stage.count), shareOf(stage), movedOn(stage), number(stage.lost), number(stage.undecided)],
      final: stage.kind === 'won',
    })),
    exact: (value: number) => money(value, meta.currency),
  }
  return (
    <Card
      id="pipeline"
      title="Sales pipeline"
      definition={definitions.pipeline}
      subtitle={[known && day && `open on ${date(day, { year: false })}, won in the range`, notFiltered(filters)]
        .filter(Boolean)
        .join('; ')}
      table={known ? () => <FunnelTable {...chart} /> : undefined}
      className="@4xl:col-span-12 @5xl:col-span-5"
      footer={
        known && (
          <span className="flex flex-wrap justify-between gap-x-4">
            <span>
              Open: <b className="font-semibold text-ink">{open.length ? short(sum(stage => stage.value)) : unknown}</b>{' '}
              in{' '}
              {plural(
                sum(stage => stage.count),
                'deal',
              )}
            </span>
            <span>
              weighted by probability:{' '}
              <b className="font-semibold text-ink">{short(sum(stage => stage.weightedValue))}</b>
            </span>
          </span>
        )
      }
    >
      {known ? (
        <FunnelChart {...chart} short={short} />
      ) : (
        <Empty
          title="No deals"
          action={
            <Link to="/data" className={buttonLook({ size: 'sm' })}>
              Bring a file of deals
            </Link>
          }
        >
          Nothing is open at the end of the range, and nothing was won in it. Deals come from HubSpot, Salesforce or a
          plain CSV.
        </Empty>
      )}
    </Card>
  )
}
