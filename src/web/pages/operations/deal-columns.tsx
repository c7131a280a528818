import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { api, Result } from '#contract'
import type { DealSort } from '#contract/deal-order.ts'
import { date, money, moneyWhole, number, percent, plural, signed, unknown } from '../../format.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import type { Column } from '../../ui/DataTable.tsx'

type Answer = Result<typeof api.operations.opportunities>
export type Deal = Answer['data']['rows'][number]

const tones: Record<Deal['state'], Tone> = { open: 'neutral', won: 'positive', lost: 'negative', removed: 'warning' }

/** A second line that warns: a sign and words, never colour alone. */
const Warning = ({ title, children }: { title: string; children: ReactNode }) => (
  <span className="block text-xs whitespace-nowrap text-warning" title={title}>
    <TriangleAlert aria-hidden className="mr-1 inline size-3 align-[-1px]" />
    {children}
  </span>
)

const days = (value: number | null) => (value === null ? unknown : `${number(value)} d`)

export const StageBadge = ({ stage, state }: Pick<Deal, 'stage' | 'state'>) => (
  <Badge tone={tones[state]}>{state === 'removed' ? `${stage}, deleted` : stage}</Badge>
)

/** How long the expected close of an open deal is past. */
const Overdue = ({ overdueDays, short = false }: Pick<Deal, 'overdueDays'> & { short?: boolean }) =>
  overdueDays !== null && (
    <Warning title="The expected close is past and the deal still open">
      {short ? days(overdueDays) : `${plural(overdueDays, 'day')} past`}
    </Warning>
  )

/** When it should close, and whether that day is past. */
export const ExpectedClose = ({ expectedCloseDate, overdueDays }: Deal) => (
  <>
    <span className="whitespace-nowrap">{date(expectedCloseDate)}</span>
    <Overdue overdueDays={overdueDays} />
  </>
)

export const Slipped = ({ slippedDays, postponed }: Deal) => (
  <>
    {slippedDays === null ? unknown : slippedDays === 0 ? 'no' : signed(slippedDays, size => `${number(size)} d`)}
    {postponed > 0 && (
      <Warning title="How often the expected close was moved to a later day">postponed {number(postponed)}×</Warning>
    )}
  </>
)

export const DaysInStage = ({ daysInStage, usualDaysInStage }: Deal) => (
  <>
    {days(daysInStage)}
    {daysInStage !== null && usualDaysInStage !== null && daysInStage > usualDaysInStage && (
      <Warning title={`Three quarters of the deals leave this stage within ${plural(usualDaysInStage, 'day')}`}>
        usual ≤ {number(usualDaysInStage)} d
      </Warning>
    )}
  </>
)

type Kept = 'open' | 'closed' | 'both'
type DealColumn = Column<Deal> & { id: DealSort; of: Kept }

const allColumns = (
  currency: string,
  total: Answer['data']['total'],
  search: string,
  known: (sum: number | null) => number | null,
): DealColumn[] => [
  {
    id: 'name',
    of: 'both',
    header: 'Deal',
    value: row => row.opportunityName,
    total: `${plural(total.deals, 'deal')}${search ? (total.deals === 1 ? ' that matches' : ' that match') : ''}`,
    width: 'min-w-36',
  },
  { id: 'customer', of: 'both', header: 'Customer', value: row => row.customerName, width: 'min-w-28' },
  {
    id: 'rep',
    of: 'both',
    header: 'Rep',
    value: row => row.salesRepName,
    width: 'min-w-28',
  },
  { id: 'team', of: 'both', header: 'Team', value: row => row.team },
  { id: 'region', of: 'both', header: 'Region', value: row => row.region },
  { id: 'stage', of: 'both', header: 'Stage', value: row => row.stage, cell: row => <StageBadge {...row} /> },
  {
    id: 'amount',
    of: 'both',
    header: 'Amount',
    value: row => row.amount,
    align: 'right',
    early: true,
    cell: row => <span title={money(row.amount, currency)}>{moneyWhole(row.amount, currency)}</span>,
    total: <span title={money(known(total.value), currency)}>{moneyWhole(known(total.value), currency)}</span>,
  },
  {
    id: 'probability',
    of: 'open',
    header: 'Chance',
    value: row => row.probability,
    align: 'right',
    cell: row => percent(row.probability === null ? null : row.probability * 100, 0),
  },
  {
    id: 'weighted',
    of: 'open',
    header: 'Weighted',
    value: row => (row.amount === null || row.probability === null ? null : row.amount * row.probability),
    align: 'right',
    cell: row =>
      moneyWhole(row.amount === null || row.probability === null ? null : row.amount * row.probability, currency),
    total: moneyWhole(known(total.weightedValue), currency),
  },
  {
    id: 'expected',
    of: 'open',
    header: 'Expected close',
    value: row => row.expectedCloseDate,
    cell: row => <span className="whitespace-nowrap">{date(row.expectedCloseDate)}</span>,
  },
  {
    id: 'overdue',
    of: 'open',
    header: 'Past due',
    value: row => row.overdueDays,
    align: 'right',
    cell: row => <Overdue {...row} short />,
  },
  {
    id: 'slipped',
    of: 'open',
    header: 'Moved',
    value: row => row.slippedDays,
    align: 'right',
    cell: row => <Slipped {...row} />,
  },
  {
    id: 'in_stage',
    of: 'open',
    header: 'In stage',
    value: row => row.daysInStage,
    align: 'right',
    cell: row => <DaysInStage {...row} />,
  },
  {
    id: 'created',
    of: 'closed',
    header: 'Created',
    value: row => row.createdOn,
    cell: row => <span className="whitespace-nowrap">{date(row.createdOn)}</span>,
  },
  {
    id: 'closed',
    of: 'closed',
    header: 'Closed',
    value: row => row.closedOn,
    cell: row => <span className="whitespace-nowrap">{date(row.closedOn)}</span>,
  },
  { id: 'age', of: 'both', header: 'Age', value: row => row.ageDays, align: 'right', cell: row => days(row.ageDays) },
]

/** The columns that say something about the deals at hand: what is open has a future, what is closed a past. `unnamed`: what no deal of this source has. */
export const dealColumns = (
  kept: Kept,
  unnamed: readonly DealSort[],
  currency: string,
  total: Answer['data']['total'],
  search: string,
): Column<Deal>[] =>
  // a sum of amounts of which none is known is not zero
  allColumns(currency, total, search, sum => (total.withoutAmount === total.deals ? null : sum)).filter(
    ({ id, of }) => !unnamed.includes(id) && (of === 'both' || kept === 'both' || of === kept),
  )
