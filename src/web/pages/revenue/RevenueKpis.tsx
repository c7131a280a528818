import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard, kpiRow, KpiSkeletons } from '../../charts/KpiCard.tsx'
import { usePageState } from '../../filters.ts'
import { rowsOf, useMeasure } from '../../measure.ts'
import { percent } from '../../format.ts'
import { QueryState } from '../../ui/QueryState.tsx'

/** The six figures of the range. */
export const RevenueKpis = () => {
  const { question, carried } = usePageState()
  const query = useApi(api.revenue.kpis, question)
  const { lensOf } = useMeasure()
  const rows = rowsOf('revenue', carried)
  return (
    <QueryState query={query} skeleton={<KpiSkeletons />}>
      {({ data, meta }) => {
        const common = { compared: meta.comparison !== null, currency: meta.currency }
        return (
          <div className={kpiRow}>
            <KpiCard
              title="Revenue"
              lens={lensOf('revenue')}
              definition={definitions.totalRevenue}
              figure={data.revenue}
              kind="money"
              {...common}
              href={rows}
            />
            <KpiCard
              title="Orders"
              lens={lensOf('orders')}
              definition={definitions.orders}
              figure={data.orders}
              kind="count"
              {...common}
              href={rows}
            />
            <KpiCard
              title="Average order value"
              lens={lensOf('average-order')}
              definition={definitions.avgOrderValue}
              figure={data.avgOrderValue}
              kind="money"
              {...common}
              unknownWords="no orders in the range"
              href={rows}
            />
            <KpiCard
              title="Units"
              lens={lensOf('units')}
              definition={definitions.units}
              figure={data.units}
              kind="count"
              {...common}
              href={rows}
            />
            <KpiCard
              title="Gross margin"
              lens={lensOf('margin')}
              definition={definitions.grossMargin}
              figure={data.grossMargin}
              kind="money"
              {...common}
              unknownWords="no cost is known"
              remark={
                data.marginCoveragePercent === null
                  ? undefined
                  : data.marginCoveragePercent === 100
                    ? 'all costs known'
                    : `cost known for ${percent(data.marginCoveragePercent)}`
              }
            />
            <KpiCard
              title="Refunds"
              lens={lensOf('refunds')}
              definition={definitions.refunds}
              figure={data.refunds}
              kind="money"
              {...common}
            />
          </div>
        )
      }}
    </QueryState>
  )
}
