import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { FiguresTable } from '../../charts/FiguresTable.tsx'
import { Remarks } from '../../charts/Remarks.tsx'
import { rowsOfDays } from '../../charts/RowsLink.tsx'
import { knownComparison, usePageState, type Window } from '../../filters.ts'
import { comparisonRange, dateRange, money, number, signed, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useWidth } from '../../width.ts'

/** Each metric in both windows, with its change in its own unit and in percent. */
export const ComparisonCard = () => {
  const { question } = usePageState()
  const query = useApi(api.revenue.kpis, question)
  return (
    <Card title="Period comparison" definition={definitions.comparison} className="grow">
      <QueryState query={query} skeleton={<SkeletonRows rows={7} />}>
        {answer => (
          <>
            <Metrics {...answer} />
            <div className="mt-3">
              <Remarks meta={answer.meta} />
            </div>
          </>
        )}
      </QueryState>
    </Card>
  )
}

const Metrics = ({ data, meta }: Result<typeof api.revenue.kpis>) => {
  const { phone } = useWidth()
  const comparison = knownComparison(meta.comparison)
  // On a phone the change stands beside the figure, before what one must scroll to.
  const inOrder = <T,>([then, change, inPercent]: [T, T, T]) =>
    phone ? [inPercent, then, change] : [then, change, inPercent]
  const inMoney = (value: number | null) => money(value, meta.currency)
  const count = (value: number | null) => number(value, 2)
  const metrics = [
    [definitions.totalRevenue.name, data.revenue, inMoney, {}],
    [definitions.orders.name, data.orders, count, { group: 'order' }],
    [definitions.avgOrderValue.name, data.avgOrderValue, inMoney, { group: 'order', sort: 'amount' }],
    [definitions.units.name, data.units, count, { sort: 'quantity' }],
    [definitions.grossMargin.name, data.grossMargin, inMoney, {}],
    [definitions.refunds.name, data.refunds, inMoney, { status: 'refunded' }],
  ] as const
  return (
    <FiguresTable
      label="Period comparison"
      head={[
        'Metric',
        meta.range ? dateRange(meta.range.start, meta.range.end) : 'Range',
        ...(meta.range && comparison ? inOrder([comparisonRange(meta.range, comparison), 'Change', 'Change %']) : []),
      ]}
      rows={metrics.map(([name, figure, words, narrowed]) => [
        name,
        <Figure key="now" of={meta.range} narrowed={narrowed} known={figure.value !== null}>
          <b className="font-semibold">{words(figure.value)}</b>
        </Figure>,
        ...(comparison
          ? inOrder<ReactNode>([
              <Figure key="then" of={comparison} narrowed={narrowed} known={figure.previousValue !== null}>
                {words(figure.previousValue)}
              </Figure>,
              signed(figure.change, words),
              <Delta
                key="change"
                value={figure.changePercent}
                polarity={figure.polarity}
                none={figure.change === 0 ? 'no change' : unknown}
              />,
            ])
          : []),
      ])}
    />
  )
}

/** A figure of some days, which opens the lines or orders that it is made of. */
const Figure = ({
  of,
  narrowed,
  known,
  children,
}: {
  of: Window | null
  narrowed: Record<string, string>
  known: boolean
  children: ReactNode
}) => {
  const { carried } = usePageState()
  if (!of || !known) return children
  return (
    <Link to={rowsOfDays(carried, of, narrowed)} title="See what it is made of" className="rounded hover:underline">
      {children}
    </Link>
  )
}
