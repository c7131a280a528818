import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard, kpiRow } from '../../charts/KpiCard.tsx'
import { NoData } from '../../layout/NoData.tsx'
import { TrendCard } from '../../layout/TrendCard.tsx'
import { isUnbroken } from '../../layout/Unbroken.tsx'
import { Remarks } from '../../charts/Remarks.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { dealsAddress, isFew, notFiltered, ofDeals } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { comparisonRange, dateRange, number } from '../../format.ts'
import { useMeasure } from '../../measure.ts'
import { peopleAddress } from '../../people.ts'
import { Delta } from '../../ui/Delta.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { CategoryCard } from './CategoryCard.tsx'
import { DashboardSkeleton } from './DashboardSkeleton.tsx'
import { PipelineCard } from './PipelineCard.tsx'
import { ProductsCard } from './ProductsCard.tsx'
import type { Summary } from './summary.ts'

/** Is the business better or worse than before, and by how much? One question to the server, so that all figures are of one moment. */
export const DashboardPage = () => {
  const { question, granularity, ahead } = usePageState()
  const query = useApi(api.dashboard.summary, { ...question, granularity })
  return (
    <div className="@container flex min-w-0 grow flex-col">
      <QueryState
        query={query}
        skeleton={<DashboardSkeleton />}
        isEmpty={summary => nothing(summary, ahead)}
        empty={<NoData what="orders or deals" />}
      >
        {summary => (
          <div className="flex flex-col gap-4">
            <Kpis {...summary} />
            <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
              <TrendCard
                revenue={revenueTrend(summary)}
                className={
                  isUnbroken(summary.data.revenueByCategory.map(row => row.category))
                    ? '@4xl:col-span-12'
                    : '@4xl:col-span-8'
                }
              />
              <CategoryCard {...summary} />
              <PipelineCard {...summary} />
              <ProductsCard {...summary} />
            </div>
            <Remarks meta={summary.meta} />
          </div>
        )}
      </QueryState>
    </div>
  )
}

const revenueTrend = ({ data, meta }: Summary) => ({
  data: data.revenueTrend.map(point => ({
    ...point,
    value: point.revenue,
    previousValue: point.previousRevenue,
    n: null,
    previousN: null,
  })),
  meta,
})

/** Neither orders nor deals; of a range that has not begun, the deals that are open now say nothing. */
const nothing = ({ data, meta }: Summary, ahead: boolean) =>
  meta.rows.counted === 0 && !data.kpis.totalRevenue.value && (ahead || data.pipeline.every(stage => stage.count === 0))

const Kpis = ({ data, meta }: Summary) => {
  const { carried, filters } = usePageState()
  const { kpis } = data
  const compared = meta.comparison !== null
  const common = { compared, currency: meta.currency }
  const { lensOf } = useMeasure()
  const rows = rowsAddress(carried)
  const deals = useApi(api.data.loaded).data?.data.tables.find(({ table }) => table === 'pipeline')
  const noDeals = deals?.rows === 0
  return (
    <div className={kpiRow}>
      <KpiCard
        title="Total revenue"
        lens={lensOf('revenue')}
        definition={definitions.totalRevenue}
        figure={kpis.totalRevenue}
        kind="money"
        {...common}
        href={rows}
      />
      <KpiCard
        title="Customers"
        lens={lensOf('customers')}
        definition={definitions.totalCustomers}
        figure={kpis.totalCustomers}
        kind="count"
        {...common}
        remark={`${number(data.customersToDate)} to date`}
        href={peopleAddress(carried, { state: 'active' })}
      />
      <KpiCard
        title="Average order value"
        lens={lensOf('average-order')}
        definition={definitions.avgOrderValue}
        figure={kpis.avgOrderValue}
        kind="money"
        {...common}
        unknownWords="no orders in the range"
        href={rows}
      />
      <KpiCard
        title="Conversion rate"
        lens={lensOf('win-rate')}
        definition={definitions.conversionRate}
        figure={kpis.conversionRate}
        kind="rate"
        {...common}
        unknownWords={noDeals ? 'no deals loaded' : 'no deals closed in the range'}
        few={isFew(kpis.conversionRate)}
        remark={[ofDeals(kpis.conversionRate), notFiltered(filters)].filter(Boolean).join('; ')}
        href={dealsAddress(carried, { state: 'closed' })}
      />
      <KpiCard
        title="Pipeline value"
        lens={lensOf('pipeline')}
        definition={definitions.pipelineValue}
        figure={noDeals ? { ...kpis.pipelineValue, value: null } : kpis.pipelineValue}
        kind="money"
        {...common}
        unknownWords={noDeals ? 'no deals loaded' : 'no open deal has an amount'}
        remark={notFiltered(filters)}
        href={dealsAddress(carried, { state: 'open' })}
      />
      <KpiCard
        title="Growth rate"
        definition={definitions.growthRate}
        figure={kpis.growthRate}
        kind="rate"
        {...common}
        unknownWords={compared ? 'no earlier revenue' : 'needs a comparison'}
        beside={<GrowthBeside {...meta} beside={kpis.growthRate.beside} />}
      />
    </div>
  )
}

const besideWords = { previous_year: 'against the year before', previous_period: 'against the period before' }

type Beside = { range: Summary['meta']['range']; beside: Summary['data']['kpis']['growthRate']['beside'] }

/** The card's own figure is what revenue says already: beside it stands growth against another window. */
const GrowthBeside = ({ range, beside }: Beside) =>
  beside ? (
    <>
      <Delta value={beside.value} none="no revenue" />
      <span className="text-muted" title={range ? comparisonRange(range, beside) : dateRange(beside.start, beside.end)}>
        {besideWords[beside.kind]}
      </span>
    </>
  ) : (
    <span className="text-muted">no data of a year before</span>
  )
