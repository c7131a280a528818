import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { api, Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { usePageState } from '../../filters.ts'
import { date, list, money, number, percent, plural, unknown } from '../../format.ts'
import { linesAddress, peopleAddress } from '../../people.ts'
import { Badge } from '../../ui/Badge.tsx'
import { DefinitionHint, type Definition } from '../../ui/Card.tsx'
import { isKnown, riskWords } from './risk-words.ts'

type Answer = Result<typeof api.customers.one>

/** Who this is, and the figures that matter most. */
export const CustomerFacts = ({ data, meta }: Answer) => {
  const { carried } = usePageState()
  const about = [
    data.company !== data.name && data.company,
    data.industry,
    data.segment,
    data.region,
    isKnown(data.acquisitionChannel) && `came through ${data.acquisitionChannel}`,
    `number ${data.externalId}`,
  ].filter(isKnown)
  const inMoney = (value: number | null | undefined) => money(value, meta.currency)
  const { prediction, risk } = data
  return (
    <section
      aria-label={data.name}
      className="flex min-w-0 flex-col gap-4 rounded-xl border border-line bg-card p-4 shadow-lift @4xl:col-span-12"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold break-words">{data.name}</h2>
        {data.churned && <Badge tone="negative">churned</Badge>}
        {risk?.atRisk && <Badge tone="warning">at risk</Badge>}
        {data.rfm && (
          <Link
            to={peopleAddress(carried, { rfm: data.rfm.group })}
            title={data.rfm.meaning}
            className="hover:underline"
          >
            <Badge>{data.rfm.group}</Badge>
          </Link>
        )}
        <p className="w-full text-sm text-muted">{about.join(' · ')}</p>
      </header>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 @lg:grid-cols-3 @min-[70rem]:grid-cols-6">
        <Fact name="Value to date" definition={definitions.lifetimeValue} value={inMoney(data.lifetimeValue)}>
          <Link to={linesAddress(data.id)} className="hover:underline">
            {plural(data.lifetimeOrders, 'order')}, {inMoney(data.avgOrderValue)} each
          </Link>
        </Fact>
        <Fact
          name="Expected, 12 months"
          definition={definitions.lifetimeValue}
          value={inMoney(prediction?.expectedValue12m)}
        >
          {prediction
            ? `${number(prediction.expectedPurchases12m, 1)} days with an order × ${inMoney(prediction.expectedPurchaseValue)}`
            : unpredicted(data)}
        </Fact>
        <Fact name="Churn risk" definition={definitions.churnRisk} value={risk ? riskWords(risk.riskScore) : unknown}>
          {risk ? (data.churned ? 'has already churned' : risk.band && `${risk.band} risk`) : unpredicted(data)}
        </Fact>
        <Fact
          name="Probability alive"
          definition={definitions.probabilityAlive}
          value={prediction ? percent(prediction.probabilityAlive * 100, 0) : unknown}
        >
          {prediction
            ? data.purchases === 1
              ? 'says nothing after one order'
              : 'has not left for good'
            : unpredicted(data)}
        </Fact>
        <Fact name="Last order" value={date(data.lastOrderOn)}>
          {risk &&
            `${plural(risk.daysSinceActivity, 'day')} ago${risk.usualGapDays === null ? '' : `, usually every ${number(risk.usualGapDays)}`}`}
        </Fact>
        <Fact name="Next order by" definition={definitions.nextOrder} value={date(prediction?.nextOrderBy)}>
          {prediction && (prediction.nextOrderBy ? 'as likely as not' : 'it may as well never come')}
        </Fact>
      </dl>
      {data.categories.length > 0 && data.rfm && (
        <p className="text-xs text-muted">
          Recency {data.rfm.recency}, frequency {data.rfm.frequency}, value {data.rfm.monetary}, each of 5.{' '}
          {prediction &&
            `Discounted at 10% a year, the next 12 months are worth ${inMoney(prediction.clv12m)}, the next 36 months ${inMoney(prediction.clv36m)}. `}
          {data.churnsOn && !data.churned && `Counts as churned from ${date(data.churnsOn)} on unless an order comes. `}
          {isKnown(data.categories[0]?.category ?? null) &&
            `Buys ${list(data.categories.slice(0, 3).map(({ category }) => category))}.`}
        </p>
      )}
    </section>
  )
}

const unpredicted = ({ model, lifetimeOrders }: Answer['data']) =>
  lifetimeOrders === 0 ? 'no order yet' : model?.method === 'rule' ? 'too little to fit a model' : 'being computed'

const Fact = ({
  name,
  definition,
  value,
  children,
}: {
  name: string
  definition?: Definition
  value: string
  children?: ReactNode
}) => (
  <div className="flex min-w-0 flex-col">
    <dt className="flex items-center gap-1 text-sm text-soft">
      {name}
      {definition && <DefinitionHint definition={definition} />}
    </dt>
    <dd className="text-lg font-semibold">{value}</dd>
    <dd className="text-xs text-muted">{children}</dd>
  </div>
)
