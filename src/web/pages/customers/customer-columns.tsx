import type { api, Result } from '#contract'
import type { CustomerSort, customerStandings } from '#contract/customer-groups.ts'
import { ProbabilityBar } from '../../charts/ProbabilityBar.tsx'
import { date, money, number, plural, unknown } from '../../format.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { riskWords, toneOf } from './risk-words.ts'

type Answer = Result<typeof api.customers.list>['data']
type Row = Answer['rows'][number]
type Standing = (typeof customerStandings)[number]

export const standings: Record<Standing, { words: string; tone: Tone }> = {
  new: { words: 'new', tone: 'accent' },
  returning: { words: 'returning', tone: 'positive' },
  quiet: { words: 'quiet', tone: 'neutral' },
  churned: { words: 'churned', tone: 'negative' },
}

type Named = { id: CustomerSort; header: string }

const words = ({ id, header }: Named, value: (row: Row) => string | null): Column<Row> => ({
  id,
  header,
  value,
  cell: row => value(row) ?? unknown,
})

const figure = (
  { id, header }: Named,
  value: (row: Row) => number | null,
  shown: (value: number | null) => string,
  total?: number | null,
): Column<Row> => ({
  id,
  header,
  value,
  align: 'right',
  cell: row => shown(value(row)),
  ...(total === undefined ? {} : { total: shown(total) }),
})

/** The columns of the list; `id` is what the server sorts by. */
export const customerColumns = ({
  currency,
  compared,
  companies,
  lead,
  total,
}: {
  currency: string
  /** There is a comparison. */
  compared: boolean
  /** Some customers have a company that is not their name. */
  companies: boolean
  /** What the list is about: these columns stand beside the name. */
  lead: readonly CustomerSort[]
  total: Answer['total']
}): Column<Row>[] => {
  const inMoney = (value: number | null) => money(value, currency)
  const count = (value: number | null) => number(value)
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: 'Customer',
      value: row => row.name,
      total: plural(total.customers, 'customer'),
      cell: row => (
        <span className="inline-flex align-middle" title={row.name}>
          <span className="line-clamp-2 font-medium max-sm:line-clamp-4">{row.name}</span>
        </span>
      ),
    },
    ...(companies ? [words({ id: 'company', header: 'Company' }, row => row.company)] : []),
    {
      id: 'standing',
      header: 'In the range',
      value: row => row.standing,
      sortable: false,
      cell: row => <Badge tone={standings[row.standing].tone}>{standings[row.standing].words}</Badge>,
    },
    {
      ...figure({ id: 'revenue', header: 'Revenue' }, row => row.revenue, inMoney, total.revenue),
      bar: true,
      early: true,
    },
    figure({ id: 'orders', header: 'Orders' }, row => row.orders, count, total.orders),
    ...(compared
      ? [
          figure({ id: 'previous', header: 'Before' }, row => row.previousRevenue, inMoney, total.previousRevenue),
          {
            ...figure({ id: 'change', header: 'Change' }, row => row.changePercent, count),
            cell: (row: Row) => (
              <Delta value={row.changePercent} none={row.previousRevenue === 0 && row.revenue > 0 ? 'new' : unknown} />
            ),
            total: <Delta value={total.changePercent} none={unknown} />,
          },
        ]
      : []),
    figure({ id: 'lifetime', header: 'Value to date' }, row => row.lifetimeValue, inMoney, total.lifetimeValue),
    figure({ id: 'lifetime_orders', header: 'Orders to date' }, row => row.lifetimeOrders, count, total.lifetimeOrders),
    {
      id: 'first',
      header: 'First order',
      value: row => row.firstOrderOn,
      align: 'right',
      cell: row => date(row.firstOrderOn),
    },
    {
      id: 'last',
      header: 'Last order',
      value: row => row.lastOrderOn,
      align: 'right',
      cell: row => date(row.lastOrderOn),
    },
    {
      ...figure({ id: 'risk', header: 'Churn risk' }, row => row.riskScore, count),
      cell: row =>
        row.riskScore === null ? (
          unknown
        ) : (
          <ProbabilityBar value={row.riskScore} words={riskWords(row.riskScore)} tone={toneOf(row.riskScore)} />
        ),
    },
    figure({ id: 'expected', header: 'Expected, 12 months' }, row => row.expectedValue12m, inMoney),
    words({ id: 'segment', header: 'Segment' }, row => row.segment),
    words({ id: 'region', header: 'Region' }, row => row.region),
    words({ id: 'channel', header: 'Came through' }, row => row.acquisitionChannel),
  ]
  const leads = lead.flatMap(id => columns.find(column => column.id === id) ?? [])
  const [name, ...others] = columns.filter(column => !leads.includes(column))
  return [...(name ? [name] : []), ...leads.map(column => ({ ...column, early: true })), ...others]
}
