import type { UseQueryResult } from '@tanstack/react-query'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi, type ApiError } from '../../api.ts'
import { BarList, BarTable } from '../../charts/BarList.tsx'
import { NoData } from '../../layout/NoData.tsx'
import { isUnbroken, Unbroken } from '../../layout/Unbroken.tsx'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { isChosen, usePageState, withoutExclusion, withoutFilter, type Dimension } from '../../filters.ts'
import { money, moneyCompact, percent } from '../../format.ts'
import { Card, type Definition } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

/** With an unbroken breakdown its neighbour takes the whole row. */
export const useUnbrokenCategory = () => {
  const { question } = usePageState()
  return isUnbroken(
    useApi(api.revenue.byCategory, withoutFilter(question, 'category')).data?.data.map(row => row.category) ?? [],
  )
}

export const CategoryCard = () => {
  const { question } = usePageState()
  const query = useApi(api.revenue.byCategory, withoutFilter(question, 'category'))
  return (
    <BreakdownCard
      title="By category"
      definition={definitions.byCategory}
      dimension="category"
      query={query}
      className="@4xl:col-span-5"
      rows={8}
      partOf={row => ({
        name: row.category,
        value: row.value,
        share: row.percentage,
        previous: row.previousValue,
        change: row.changePercent,
      })}
    />
  )
}

export const RegionCard = () => {
  const { question } = usePageState()
  const query = useApi(api.revenue.byRegion, withoutFilter(question, 'region'))
  return (
    <BreakdownCard
      title="By region"
      definition={definitions.byRegion}
      dimension="region"
      query={query}
      className=""
      rows={5}
      partOf={row => ({
        name: row.region,
        value: row.revenue,
        share: row.percentage,
        previous: row.previousRevenue,
        change: row.growth,
      })}
    />
  )
}

export const ChannelCard = () => {
  const { question } = usePageState()
  const query = useApi(api.revenue.byChannel, withoutFilter(question, 'channel'))
  return (
    <BreakdownCard
      title="By channel"
      definition={definitions.byChannel}
      dimension="channel"
      query={query}
      className=""
      rows={3}
      partOf={row => ({
        name: row.channel,
        value: row.value,
        share: row.percentage,
        previous: row.previousValue,
        change: row.changePercent,
      })}
    />
  )
}

type Answer<Row> = { data: Row[]; meta: { currency: string } }
type Props<Row> = {
  title: string
  definition: Definition
  dimension: Dimension
  query: UseQueryResult<Answer<Row>, ApiError>
  partOf: (row: Row) => {
    name: string
    value: number
    share: number | null
    previous: number | null
    change: number | null
  }
  className: string
  /** Of the skeleton. */
  rows: number
}

/**
 * Revenue by one dimension, of all its values whatever the page's filter of it; a click chooses one, the sign at the end
 * shows the rows.
 */
const BreakdownCard = <Row,>({ title, definition, dimension, query, partOf, className, rows }: Props<Row>) => {
  const { filters, chooseFilter, carried } = usePageState()
  const chartOf = ({ data, meta }: Answer<Row>) => {
    const parts = data.map(partOf)
    return {
      label: `Revenue ${title.toLowerCase()}`,
      names: { part: title.replace('By ', '').replace(/^./, letter => letter.toUpperCase()), value: 'Revenue' },
      parts: parts.map(part => ({
        ...part,
        href: rowsAddress(withoutExclusion(carried, dimension), { [dimension]: part.name }),
      })),
      exact: (value: number) => money(value, meta.currency),
      share: (value: number | null) => percent(value),
    }
  }
  const answer = query.data
  if (answer && isUnbroken(answer.data.map(row => partOf(row).name)))
    return (
      <Unbroken
        title={title}
        definition={definition}
        dimension={dimension}
        className={dimension === 'category' ? '@4xl:col-span-12' : ''}
      />
    )
  return (
    <Card
      id={dimension}
      title={title}
      definition={definition}
      className={className}
      table={answer && answer.data.length > 0 ? () => <BarTable {...chartOf(answer)} /> : undefined}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={rows} />}
        isEmpty={({ data }) => data.length === 0}
        empty={<NoData what="orders" brief />}
      >
        {answered => (
          <BarList
            {...chartOf(answered)}
            short={value => moneyCompact(value, answered.meta.currency)}
            chosen={isChosen(filters, dimension)}
            onToggle={(name, adding) => chooseFilter(dimension, name, adding)}
          />
        )}
      </QueryState>
    </Card>
  )
}
