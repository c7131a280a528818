import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { KpiCard, kpiRow, KpiSkeletons } from '../../charts/KpiCard.tsx'
import { usePageState } from '../../filters.ts'
import { peopleAddress } from '../../people.ts'
import { QueryState } from '../../ui/QueryState.tsx'

/** The six figures; each opens the people it counts. */
export const CustomerKpis = () => {
  const { question, carried } = usePageState()
  const query = useApi(api.customers.overview, question)
  const people = (state: string) => peopleAddress(carried, { state })
  return (
    <QueryState query={query} skeleton={<KpiSkeletons />}>
      {({ data, meta }) => {
        const common = { kind: 'count', compared: meta.comparison !== null, currency: meta.currency } as const
        return (
          <div className={kpiRow}>
            <KpiCard
              title="Customers to date"
              definition={definitions.customersTotal}
              figure={data.total}
              {...common}
              href={peopleAddress(carried)}
            />
            <KpiCard
              title="Active"
              definition={definitions.customersActive}
              figure={data.active}
              {...common}
              href={people('active')}
            />
            <KpiCard
              title="New"
              definition={definitions.customersNew}
              figure={data.new}
              {...common}
              href={people('new')}
            />
            <KpiCard
              title="Returning"
              definition={definitions.customersReturning}
              figure={data.returning}
              {...common}
              href={people('returning')}
            />
            <KpiCard
              title="Churned"
              definition={definitions.customersChurned}
              figure={data.churned}
              {...common}
              href={people('churned')}
            />
            <KpiCard
              title="At risk"
              definition={definitions.customersAtRisk}
              figure={data.atRisk}
              {...common}
              compared={false}
              unknownWords="being computed"
              remark={meta.riskMethod === 'rule' ? 'now, by a rule, not a model' : 'now, whatever the range'}
              lineless="earlier days are not kept"
              href={peopleAddress(carried, { state: 'at-risk', sort: 'risk' })}
            />
          </div>
        )
      }}
    </QueryState>
  )
}
