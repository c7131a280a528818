import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { usePageState } from '../../filters.ts'
import { money, number, percent } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { peopleAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

type Answer = Result<typeof api.customers.rfm>
type Group = Answer['data'][number]

/** Customers in named groups by how lately, how often and how much they bought. */
export const RfmCard = () => {
  const { question } = usePageState()
  const query = useApi(api.customers.rfm, question)
  return (
    <Card
      id="rfm"
      title="Groups by recency, frequency and value"
      definition={definitions.rfm}
      className="@4xl:col-span-12"
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={12} />}
        isEmpty={({ data }) => data.every(group => group.customers === 0)}
        empty={<NoData what="customers" brief />}
      >
        {answer => <Groups {...answer} />}
      </QueryState>
    </Card>
  )
}

const Groups = ({ data, meta: { currency } }: Answer) => {
  const { carried } = usePageState()
  const navigate = useNavigate()
  const columns = useMemo((): Column<Group>[] => {
    const sum = (of: 'customers' | 'revenue') => data.reduce((total, group) => total + group[of], 0)
    return [
      {
        id: 'group',
        header: 'Group',
        value: row => row.group,
        total: 'All customers to date',
        width: 'sm:min-w-64',
        cell: row => (
          <>
            <span className="block font-medium first-letter:uppercase">{row.group}</span>
            <span className="block text-xs text-muted">{row.meaning}</span>
          </>
        ),
      },
      {
        id: 'customers',
        header: 'Customers',
        value: row => row.customers,
        align: 'right',
        bar: true,
        early: true,
        cell: row => number(row.customers),
        total: number(sum('customers')),
      },
      {
        id: 'share',
        header: 'Share',
        value: row => row.percentage,
        align: 'right',
        cell: row => percent(row.percentage),
      },
      {
        id: 'revenue',
        header: 'Revenue to date',
        value: row => row.revenue,
        align: 'right',
        bar: true,
        cell: row => money(row.revenue, currency),
        total: money(sum('revenue'), currency),
      },
      {
        id: 'revenueShare',
        header: 'Share',
        value: row => row.revenuePercentage,
        align: 'right',
        cell: row => percent(row.revenuePercentage),
      },
      {
        id: 'since',
        header: 'Days since last',
        value: row => row.averageDaysSince,
        align: 'right',
        cell: row => number(row.averageDaysSince),
      },
      {
        id: 'purchases',
        header: 'Days with orders',
        value: row => row.averagePurchases,
        align: 'right',
        cell: row => number(row.averagePurchases, 1),
      },
      {
        id: 'worth',
        header: 'Value of one',
        value: row => row.averageValue,
        align: 'right',
        cell: row => money(row.averageValue, currency),
      },
    ]
  }, [data, currency])
  return (
    <DataTable
      label="Groups by recency, frequency and value"
      columns={columns}
      rows={data}
      rowKey={row => row.group}
      onRowClick={row => void navigate(peopleAddress(carried, { rfm: row.group }))}
      rowAction={() => 'See these customers'}
    />
  )
}
