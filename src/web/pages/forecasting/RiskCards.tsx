import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { addressOf } from '../../address.ts'
import { useApi } from '../../api.ts'
import { BarList, BarTable } from '../../charts/BarList.tsx'
import { ProbabilityBar } from '../../charts/ProbabilityBar.tsx'
import { RiskBasis } from '../../charts/RiskBasis.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyCompact, number, percent, plural, sentence } from '../../format.ts'
import { buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { ForecastState } from './ForecastState.tsx'

type AtRisk = Result<typeof api.forecasting.churnRisk>
type Row = AtRisk['data'][number]

/** Who may be about to leave: the Customers page's own scores. */
export const ChurnCard = ({ className }: { className: string }) => {
  const { filters, carried } = usePageState()
  const query = useApi(api.forecasting.churnRisk, { ...filters, sort: 'value', limit: 10 })
  const answer = query.data
  return (
    <Card
      id="churn"
      title="Churn risk"
      subtitle={answer && `the ten with most at stake, of ${plural(answer.meta.total, 'customer')} at risk`}
      definition={definitions.churnRisk}
      className={className}
      actions={
        <Link
          to={addressOf('/customers/all', carried, { state: 'at-risk' })}
          className={buttonLook({ look: 'quiet', size: 'sm' })}
        >
          All at risk
        </Link>
      }
    >
      <ForecastState query={query} skeleton={<SkeletonRows rows={8} />}>
        {risks =>
          risks.data.length === 0 ? (
            <Empty title="Nobody is at risk">{risks.meta.notes.map(sentence).join(' ')}</Empty>
          ) : (
            <>
              {risks.meta.model && <RiskBasis {...risks.meta.model} />}
              <Customers {...risks} />
            </>
          )
        }
      </ForecastState>
    </Card>
  )
}

const Customers = ({ data, meta }: AtRisk) => {
  const { carried } = usePageState()
  const go = useNavigate()
  const columns = useMemo(
    (): Column<Row>[] => [
      { id: 'name', header: 'Customer', value: row => row.name, width: 'min-w-36' },
      {
        id: 'risk',
        header: 'Risk',
        value: row => row.riskScore,
        cell: row => (
          <ProbabilityBar
            value={row.riskScore}
            words={percent(row.riskScore * 100, 0)}
            tone={row.riskScore >= 0.7 ? 'high' : 'middle'}
          />
        ),
        align: 'right',
      },
      {
        id: 'value',
        header: 'Expected in 12 months',
        value: row => row.expectedValue12m,
        cell: row => money(row.expectedValue12m, meta.currency),
        align: 'right',
      },
      { id: 'days', header: 'Days silent', value: row => row.daysSinceActivity, align: 'right' },
      {
        id: 'gap',
        header: 'Usual gap',
        value: row => row.usualGapDays,
        cell: row => (row.usualGapDays === null ? '—' : `${number(row.usualGapDays)} days`),
        align: 'right',
      },
      { id: 'reason', header: 'Why', value: row => row.reasons[0]?.sentence ?? '—', width: 'min-w-48' },
    ],
    [meta.currency],
  )
  return (
    <DataTable
      label="Customers at risk"
      columns={columns}
      rows={data}
      rowKey={row => row.id}
      onRowClick={row => void go(`/customers/${row.id}${carried}`)}
      rowAction={row => `Open ${row.name}`}
    />
  )
}

type RevenueAtRisk = Result<typeof api.forecasting.revenueAtRisk>

/** Risk × what customers are expected to spend, by how high the risk is and by what they buy. */
export const RevenueAtRiskCard = ({ className }: { className: string }) => {
  const { filters } = usePageState()
  const query = useApi(api.forecasting.revenueAtRisk, filters)
  const chartOf = ({ data, meta }: RevenueAtRisk) => ({
    label: 'Revenue at risk by category',
    names: { part: 'Category', value: 'At risk' },
    parts: data.byCategory.map(({ category, value, percentage }) => ({
      name: category ?? 'Customers who gave all back',
      value,
      share: percentage,
      previous: null,
      change: null,
    })),
    exact: (value: number) => money(value, meta.currency),
    short: (value: number) => moneyCompact(value, meta.currency),
    share: (value: number | null) => percent(value),
  })
  const answer = query.data
  return (
    <Card
      id="at-risk"
      title="Revenue at risk by category"
      definition={definitions.revenueAtRisk}
      className={className}
      table={answer && answer.data.byCategory.length > 0 ? () => <BarTable {...chartOf(answer)} /> : undefined}
    >
      <ForecastState query={query} skeleton={<Skeleton className="h-[280px]" />}>
        {risk =>
          risk.data.totalCustomers === 0 ? (
            <Empty title="Nobody can be scored yet">{risk.meta.notes.map(sentence).join(' ')}</Empty>
          ) : (
            <>
              <Bands {...risk} />
              <BarList {...chartOf(risk)} />
              {risk.meta.notes.map(note => (
                <p key={note} className="mt-2 text-xs text-muted">
                  {sentence(note)}
                </p>
              ))}
            </>
          )
        }
      </ForecastState>
    </Card>
  )
}

const Bands = ({ data, meta }: RevenueAtRisk) => {
  const { carried } = usePageState()
  const bands = [
    { name: 'High', key: 'high', ...data.highRisk },
    { name: 'Medium', key: 'medium', ...data.mediumRisk },
    { name: 'Low', key: 'low', ...data.lowRisk },
  ]
  return (
    <ul className="mb-3 grid grid-cols-3 gap-2 text-sm">
      {bands.map(({ name, key, value, customers, threshold }) => (
        <li key={key}>
          <Link
            to={addressOf('/customers/all', carried, { risk: key })}
            title={money(value, meta.currency)}
            className="block rounded-lg border border-line p-2 hover:bg-hover"
          >
            <span className="text-muted">
              {name}, from {percent(threshold * 100, 0)}
            </span>
            <b className="block font-semibold">{moneyCompact(value, meta.currency)}</b>
            <span className="text-xs text-muted">{plural(customers, 'customer')}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
