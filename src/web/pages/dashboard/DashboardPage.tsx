import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard, kpiRow } from '../../charts/KpiCard.tsx'
import { NoData } from '../../layout/NoData.tsx'
import { Remarks } from '../../charts/Remarks.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { dealsAddress, isFew, notFiltered, ofDeals } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { number } from '../../format.ts'
import { peopleAddress } from '../../people.ts'
import { QueryState } from '../../ui/QueryState.tsx'
import { CategoryCard } from './CategoryCard.tsx'
import { DashboardSkeleton } from './DashboardSkeleton.tsx'
import { PipelineCard } from './PipelineCard.tsx'
import { ProductsCard } from './ProductsCard.tsx'
import type { Summary } from './summary.ts'
import { TrendCard } from './TrendCard.tsx'

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
              <TrendCard {...summary} />
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

/** Neither orders nor deals; of a range that has not begun, the deals that are open now say nothing. */
const nothing = ({ data, meta }: Summary, ahead: boolean) =>
  meta.rows.counted === 0 && !data.kpis.totalRevenue.value && (ahead || data.pipeline.every(stage => stage.count === 0))

const Kpis = ({ data, meta }: Summary) => {
  const { carried, filters } = usePageState()
  const { kpis } = data
  const compared = meta.comparison !== null
  const common = { compared, currency: meta.currency }
  const rows = rowsAddress(carried)
  const deals = useApi(api.data.loaded).data?.data.tables.find(({ table }) => table === 'pipeline')
  const noDeals = deals?.rows === 0
  return (
    <div className={kpiRow}>
      <KpiCard
        title="Total revenue"
        definition={definitions.totalRevenue}
        figure={kpis.totalRevenue}
        kind="money"
        {...common}
        href={rows}
      />
      <KpiCard
        title="Customers"
        definition={definitions.totalCustomers}
        figure={kpis.totalCustomers}
        kind="count"
        {...common}
        remark={`${number(data.customersToDate)} to date`}
        href={peopleAddress(carried, { state: 'active' })}
      />
      <KpiCard
        title="Average order value"
        definition={definitions.avgOrderValue}
        figure={kpis.avgOrderValue}
        kind="money"
        {...common}
        unknownWords="no orders in the range"
        href={rows}
      />
      <KpiCard
        title="Conversion rate"
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
      />
    </div>
  )
}
