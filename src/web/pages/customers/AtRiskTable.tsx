import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { api, Result } from '#contract'
import { ProbabilityBar } from '../../charts/ProbabilityBar.tsx'
import { usePageState } from '../../filters.ts'
import { moneyWhole, number, unknown } from '../../format.ts'
import { customerAddress } from '../../people.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { isKnown, riskWords, toneOf } from './risk-words.ts'

type Answer = Result<typeof api.customers.atRisk>
type Row = Answer['data'][number]

/** The customers with their reasons: what adds to the risk, the most first. */
export const AtRiskTable = ({ data, meta: { currency } }: Answer) => {
  const { carried } = usePageState()
  const navigate = useNavigate()
  const columns = useMemo(
    (): Column<Row>[] => [
      {
        id: 'name',
        header: 'Customer',
        value: row => row.name,
        cell: row => (
          <span className="inline-flex flex-col align-middle">
            <span className="font-medium">{row.name}</span>
            <span className="text-xs text-muted">
              {[row.company !== row.name && row.company, row.segment, row.region].filter(isKnown).join(' · ')}
            </span>
          </span>
        ),
      },
      {
        id: 'risk',
        header: 'Risk',
        value: row => row.riskScore,
        align: 'right',
        early: true,
        sortable: false,
        cell: row => (
          <ProbabilityBar value={row.riskScore} words={riskWords(row.riskScore)} tone={toneOf(row.riskScore)} />
        ),
      },
      {
        id: 'expected',
        header: 'Expected, 12 months',
        value: row => row.expectedValue12m,
        align: 'right',
        sortable: false,
        cell: row => moneyWhole(row.expectedValue12m, currency),
      },
      {
        id: 'lifetime',
        header: 'To date',
        value: row => row.lifetimeValue,
        align: 'right',
        sortable: false,
        cell: row => moneyWhole(row.lifetimeValue, currency),
      },
      {
        id: 'silence',
        header: 'Silent for',
        value: row => row.daysSinceActivity,
        align: 'right',
        sortable: false,
        cell: row => `${number(row.daysSinceActivity)} d`,
      },
      {
        id: 'gap',
        header: 'Usual gap',
        value: row => row.usualGapDays,
        align: 'right',
        sortable: false,
        cell: row => (row.usualGapDays === null ? unknown : `${number(row.usualGapDays)} d`),
      },
      {
        id: 'reasons',
        header: 'Why',
        early: true,
        value: row => row.reasons[0]?.sentence ?? '',
        sortable: false,
        width: 'min-w-56',
        cell: row => <Reasons {...row} />,
      },
      {
        id: 'suggestion',
        header: 'Suggestion',
        value: row => row.recommendation,
        sortable: false,
        width: 'min-w-44',
      },
    ],
    [currency],
  )
  return (
    <DataTable
      label="Customers at risk"
      columns={columns}
      rows={data}
      rowKey={row => row.id}
      onRowClick={row => void navigate(customerAddress(carried, row.id))}
      rowAction={() => 'Open this customer'}
    />
  )
}

const Reasons = ({ reasons }: Row) => {
  const adding = reasons.filter(reason => reason.contribution > 0).slice(0, 2)
  if (adding.length === 0) return unknown
  return adding.map((reason, i) => (
    <span key={reason.kind} className={`block first-letter:uppercase ${i ? 'text-xs text-muted' : ''}`}>
      {reason.sentence}
    </span>
  ))
}
