import { Link } from 'react-router'
import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useApi } from '../../api.ts'
import { BarList, BarTable } from '../../charts/BarList.tsx'
import { isChosen, usePageState, withoutFilter } from '../../filters.ts'
import { money, moneyCompact, number, percent, plural } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { peopleAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { byNames, partRows, useBy } from './apart.tsx'

const ways = ['segment', 'customer', 'rep'] as const
const shown = 8

type Answer = Result<typeof api.revenue.breakdown>

/** Revenue by who bought and who sold, with the margin of each; the sign at the end opens the rows. */
export const PartsCard = () => {
  const { question, filters, chooseFilter, carried } = usePageState()
  const { by, choose } = useBy('apart', ways)
  const query = useApi(api.revenue.breakdown, {
    ...(by === 'segment' ? withoutFilter(question, by) : question),
    by,
    limit: shown,
  })
  const chartOf = ({ data, meta }: Answer) => ({
    label: `Revenue by ${byNames[by].toLowerCase()}`,
    names: { part: byNames[by], value: 'Revenue' },
    parts: data.rows.map(row => ({
      name: row.name,
      value: row.revenue,
      share: row.percentage,
      previous: row.previousRevenue,
      change: row.changePercent,
      more: [
        ['Margin', percent(row.marginPercent)],
        ['Orders', number(row.orders)],
      ] as const,
      href: partRows(carried, by, row),
    })),
    exact: (value: number) => money(value, meta.currency),
    share: (value: number | null) => percent(value),
  })
  const answer = query.data
  return (
    <Card
      id="apart"
      title={`By ${byNames[by].toLowerCase()}`}
      definition={definitions.breakdown}
      className="@4xl:col-span-5"
      actions={
        <Segmented
          label="Broken down by"
          value={by}
          choices={ways.map(value => ({ value, label: byNames[value] }))}
          onChange={choose}
        />
      }
      table={answer && answer.data.rows.length > 0 ? () => <BarTable {...chartOf(answer)} /> : undefined}
      footer={answer && answer.data.rest.parts > 0 && <Rest answer={answer} by={by} carried={carried} />}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<NoData what="orders" brief />}
      >
        {answered => (
          <BarList
            {...chartOf(answered)}
            short={value => moneyCompact(value, answered.meta.currency)}
            {...(by === 'segment'
              ? {
                  chosen: isChosen(filters, 'segment'),
                  onToggle: (name: string, adding: boolean) => chooseFilter('segment', name, adding),
                }
              : {})}
          />
        )}
      </QueryState>
    </Card>
  )
}

const Rest = ({ answer, by, carried }: { answer: Answer; by: (typeof ways)[number]; carried: string }) => {
  const { parts, revenue } = answer.data.rest
  const words = `${plural(parts, `other ${byNames[by].toLowerCase()}`)}: ${money(revenue, answer.meta.currency)}`
  return by === 'customer' ? (
    <Link to={peopleAddress(carried, { state: 'active' })} className="hover:text-ink hover:underline">
      {words}
    </Link>
  ) : (
    words
  )
}
