import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard } from '../../charts/KpiCard.tsx'
import { usePageState } from '../../filters.ts'
import { bucket, moneyCompact, plural, sentence } from '../../format.ts'
import { QueryState } from '../../ui/QueryState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

type Kpis = Result<typeof api.forecasting.kpis>

/** The next six months, how good such forecasts were, and what is at risk. */
export const ForecastKpis = () => {
  const { filters, carried } = usePageState()
  const query = useApi(api.forecasting.kpis, filters)
  return (
    <QueryState query={query} skeleton={<ForecastKpisSkeleton />}>
      {({ data, meta }) => (
        <>
          <div className={row}>
            <KpiCard
              title={titleOf(data)}
              definition={definitions.predictedRevenue}
              figure={{
                value: data.predictedRevenue,
                previousValue: data.lastYear,
                changePercent: data.predictedChangePercent,
                polarity: 'up_is_good',
                sparkline: data.sparkline.map(({ value }) => value),
              }}
              kind="money"
              currency={meta.currency}
              compared
              remark={`80% band ${moneyCompact(data.lower80, meta.currency)} – ${moneyCompact(data.upper80, meta.currency)}`}
              unknownWords="not enough history yet"
            />
            <Rate
              title="Forecast accuracy"
              definition={definitions.modelAccuracy}
              value={data.modelAccuracy}
              remark={`${plural(data.accuracyN, 'month')} compared, from ${plural(data.accuracyOrigins, 'starting point')}`}
            />
            <Rate
              title="Skill against last year"
              definition={definitions.forecastSkill}
              value={data.skill}
              remark={
                data.skill !== null && data.skill <= 0
                  ? 'no better than repeating last year'
                  : 'smaller error than repeating last year'
              }
            />
            <KpiCard
              title="Revenue at risk"
              definition={definitions.revenueAtRisk}
              figure={plain(data.revenueAtRisk)}
              kind="money"
              currency={meta.currency}
              compared={false}
              uncompared="of the next twelve months"
              lineless=""
              remark={data.atRiskCount === null ? undefined : riskRemark(data.atRiskCount, data.riskMethod)}
              unknownWords="nobody can be scored yet"
              href={`/customers/all${carried ? `${carried}&` : '?'}state=at-risk`}
            />
          </div>
          {data.predictedRevenue === null &&
            meta.notes.map(note => (
              <p key={note} className="text-sm text-muted">
                {sentence(note)}
              </p>
            ))}
        </>
      )}
    </QueryState>
  )
}

const riskRemark = (count: number, method: Kpis['data']['riskMethod']) =>
  `${plural(count, 'customer')} at risk${method === 'rule' ? ', by a rule, not a model' : ''}`

const row = 'grid grid-cols-2 gap-4 @4xl:grid-cols-4'

const plain = (value: number | null) => ({
  value,
  previousValue: null,
  changePercent: null,
  polarity: 'neutral' as const,
  sparkline: null,
})

const titleOf = ({ forecastPeriod }: Kpis['data']) =>
  forecastPeriod
    ? `${bucket(forecastPeriod.start, forecastPeriod.start, 'month')} – ${bucket(forecastPeriod.end, forecastPeriod.end, 'month')}`
    : 'Next six months'

type RateProps = {
  title: string
  definition: { name: string; text: string }
  value: number | null
  remark: string
}

const Rate = ({ title, definition, value, remark }: RateProps) => (
  <KpiCard
    title={title}
    definition={definition}
    figure={plain(value === null ? null : value * 100)}
    kind="rate"
    currency="USD"
    compared={false}
    uncompared={null}
    lineless=""
    remark={remark}
    unknownWords="no record yet"
  />
)

/** The same row before its figures are known. */
export const ForecastKpisSkeleton = () => (
  <div className={row}>
    {Array.from({ length: 4 }, (_, i) => (
      <div key={i} className="flex h-[152px] flex-col gap-3 rounded-xl border border-line bg-card p-4">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-8 w-1/2" />
        <Skeleton className="h-3 w-3/4" />
      </div>
    ))}
  </div>
)
