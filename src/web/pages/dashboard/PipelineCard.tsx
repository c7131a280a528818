import { Link } from 'react-router'
import { definitions } from '#contract/definitions.ts'
import { FunnelChart, FunnelTable } from '../../charts/FunnelChart.tsx'
import { dealFunnel, weightedOf, worthUnknown } from '../../deal-funnel.ts'
import { dealsAddress, notFiltered } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { date, moneyCompact, plural, unknown } from '../../format.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import type { Summary } from './summary.ts'

/** Open deals by stage at the end of the range, how many moved on, and what was won. */
export const PipelineCard = ({ data, meta }: Summary) => {
  const { filters, asOfDay, carried } = usePageState()
  // what will be open on a day to come is not known
  const day = meta.range && (asOfDay && asOfDay < meta.range.end ? asOfDay : meta.range.end)
  const open = data.pipeline.filter(stage => stage.kind === 'open')
  const known = data.pipeline.some(stage => stage.count > 0)
  const short = (value: number | null) => (worthUnknown(data.pipeline) ? unknown : moneyCompact(value, meta.currency))
  const sum = (of: (stage: (typeof open)[number]) => number) => open.reduce((total, stage) => total + of(stage), 0)
  const chart = dealFunnel(data.pipeline, meta.currency, narrowed => dealsAddress(carried, narrowed))
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
              <Link to={dealsAddress(carried, { state: 'open' })} className="hover:text-ink hover:underline">
                {plural(
                  sum(stage => stage.count),
                  'deal',
                )}
              </Link>
            </span>
            <span>
              weighted by probability: <b className="font-semibold text-ink">{short(weightedOf(data.pipeline))}</b>
            </span>
          </span>
        )
      }
    >
      {known ? (
        <FunnelChart {...chart} />
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
