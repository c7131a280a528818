import type { ReactNode } from 'react'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { dealsAddress } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { date, money, number, percent, plural, unknown } from '../../format.ts'
import { customerAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import type { DealAnswer } from './deal.ts'
import { DaysInStage, ExpectedClose, Slipped, StageBadge } from './deal-columns.tsx'
import { LinkedWords } from './LinkedWords.tsx'

/** What is known of a deal today; what is not is "—". */
export const DealFacts = ({ data: deal, meta: { currency } }: DealAnswer) => {
  const { carried } = usePageState()
  const open = deal.state === 'open'
  const weighted = deal.amount === null || deal.probability === null ? null : deal.amount * deal.probability
  const facts: [string, ReactNode][] = [
    ['Stage', <StageBadge key="stage" {...deal} />],
    [
      'Amount',
      <b key="amount" className="font-semibold">
        {money(deal.amount, currency)}
      </b>,
    ],
    ...(open
      ? ([
          ['Chance', percent(deal.probability === null ? null : deal.probability * 100, 0)],
          ['Weighted', money(weighted, currency)],
          ['Expected close', <ExpectedClose key="expected" {...deal} />],
          ['Expected close moved', <Slipped key="slipped" {...deal} />],
          ['In this stage', <DaysInStage key="stay" {...deal} />],
        ] as [string, ReactNode][])
      : []),
    ['Created', date(deal.createdOn)],
    ...(open ? [] : ([['Closed', date(deal.closedOn)]] as [string, ReactNode][])),
    [open ? 'Age' : 'Time to close', deal.ageDays === null ? unknown : plural(deal.ageDays, 'day')],
    [
      'Customer',
      deal.customerId === 0 ? (
        unknown
      ) : (
        <>
          <LinkedWords href={customerAddress(carried, deal.customerId)}>{deal.customerName}</LinkedWords>
          <span className="block text-xs text-muted">
            <LinkedWords href={dealsAddress(carried, { search: deal.customerName, state: 'all' })}>deals</LinkedWords>,{' '}
            <LinkedWords href={rowsAddress(carried, { customer: String(deal.customerId) })}>order lines</LinkedWords>
          </span>
        </>
      ),
    ],
    [
      'Representative',
      deal.salesRepId === null ? (
        unknown
      ) : (
        <LinkedWords href={dealsAddress(carried, { state: 'all', rep_id: String(deal.salesRepId) })}>
          {deal.salesRepName}
        </LinkedWords>
      ),
    ],
    ['Team', deal.team ?? unknown],
    ['Region', deal.region ?? unknown],
    ['Product', deal.product ?? unknown],
    [
      'Number at the source',
      <span key="id" className="wrap-anywhere">
        {deal.externalId}
      </span>,
    ],
  ]
  return (
    <Card
      title={deal.opportunityName}
      subtitle={deal.postponed > 0 ? `postponed ${number(deal.postponed)}×` : undefined}
      className="self-start @4xl:col-span-5"
    >
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-line py-2 first:border-t-0">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
