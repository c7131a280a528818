import { ShieldCheck } from 'lucide-react'
import { Link } from 'react-router'
import { api, type Result } from '#contract'
import type { RiskBand } from '#contract/customer-groups.ts'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { RiskBasis } from '../../charts/RiskBasis.tsx'
import { usePageState } from '../../filters.ts'
import { moneyCompact, number, percent, plural } from '../../format.ts'
import { peopleAddress } from '../../people.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { AtRiskTable } from './AtRiskTable.tsx'
import { Fitting } from './Fitting.tsx'
import { ModelRecord } from './ModelRecord.tsx'

type Answer = Result<typeof api.customers.atRisk>

const orders = [
  { value: 'risk', label: 'By risk' },
  { value: 'value', label: 'By revenue at stake' },
] as const
type Order = (typeof orders)[number]['value']

/** How many are in the table; the list has all of them. */
const most = 12

/** Who is about to leave, why, and what one might do. It is as of now, whatever the page's days; its filters hold. */
export const AtRiskCard = () => {
  const { filters, carried } = usePageState()
  const { params, set } = useAddress()
  const order: Order = params.get('sort') === 'value' ? 'value' : 'risk'
  const query = useApi(api.customers.atRisk, { ...filters, sort: order, limit: most })
  const answer = query.data
  const model = answer?.meta.model
  const all = peopleAddress(carried, { state: 'at-risk', sort: 'risk' })
  return (
    <Card
      id="at-risk"
      title="Who may leave"
      subtitle={answer && model && `${plural(answer.meta.total, 'customer')} at risk now`}
      definition={definitions.churnRisk}
      className="@4xl:col-span-12"
      actions={
        <>
          <Segmented
            label="Sorted"
            value={order}
            choices={[...orders]}
            onChange={next => set({ sort: next === 'risk' ? undefined : next })}
          />
          {model && (
            <Button size="sm" onClick={() => set({ record: 'shown' })}>
              <ShieldCheck aria-hidden className="size-4 text-muted" /> How good is this?
            </Button>
          )}
        </>
      }
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={most} />}
        isEmpty={({ data, meta }) =>
          meta.model === null || (data.length === 0 && meta.bands.every(band => !band.customers))
        }
        empty={
          answer?.meta.model ? (
            <Empty title="No customer is left to lose">
              Everybody here has been silent for the whole churn window. They are in the list as churned.
            </Empty>
          ) : (
            <Fitting notes={answer?.meta.notes ?? []} />
          )
        }
      >
        {risks => (
          <div className="flex flex-col gap-4">
            <Bands {...risks} />
            {risks.data.length === 0 ? (
              <Empty title="Nobody is at risk now">No customer’s churn risk is 50% or more.</Empty>
            ) : (
              <AtRiskTable {...risks} />
            )}
            {risks.meta.total > risks.data.length && (
              <Link to={all} className="self-start text-sm font-medium text-accent-text hover:underline">
                All {plural(risks.meta.total, 'customer')} at risk
              </Link>
            )}
          </div>
        )}
      </QueryState>
      {model && (
        <ModelRecord
          model={model}
          open={params.get('record') === 'shown'}
          onOpenChange={open => set({ record: open ? 'shown' : undefined })}
        />
      )}
    </Card>
  )
}

const bandNames: Record<RiskBand, string> = { high: 'High', medium: 'Medium', low: 'Low' }

/** Those who have not churned, by their risk; each band opens its customers. */
const Bands = ({ meta }: Answer) => {
  const { carried } = usePageState()
  const { bands, model, currency } = meta
  return (
    <div className="flex flex-wrap items-stretch gap-3">
      {bands.map(({ band, from, customers, revenueAtRisk }, i) => (
        <Link
          key={band}
          to={peopleAddress(carried, { risk: band, sort: 'risk' })}
          className="group flex min-w-40 flex-1 flex-col rounded-lg border border-line px-3 py-2 hover:bg-hover"
        >
          <span className="flex items-center gap-1.5 text-sm text-soft">
            <i
              className="size-2.5 rounded-[3px] [forced-color-adjust:none]"
              style={{ background: `var(--seq-${6 - i})` }}
            />
            {bandNames[band]} risk{' '}
            <span className="text-xs text-muted">
              {from > 0 ? `from ${percent(from * 100, 0)}` : `below ${percent((bands[i - 1]?.from ?? 0) * 100, 0)}`}
            </span>
          </span>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <b className="text-lg font-semibold group-hover:underline">{number(customers)}</b>
            <span className="text-xs text-muted">
              {revenueAtRisk === null
                ? 'customers'
                : `${customers === 1 ? 'customer' : 'customers'}, ${moneyCompact(revenueAtRisk, currency)} of the next 12 months at risk`}
            </span>
          </span>
        </Link>
      ))}
      {model && <RiskBasis {...model} />}
    </div>
  )
}
