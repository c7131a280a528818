import { api, type Result } from '#contract'
import { bridgeStates } from '#contract/customer-groups.ts'
import { definitions } from '#contract/definitions.ts'
import { addressOf, useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { BridgeChart, BridgeTable } from '../../charts/BridgeChart.tsx'
import { rowsAddress, rowsOfDays } from '../../charts/RowsLink.tsx'
import { usePageState } from '../../filters.ts'
import { comparisonRange, date, dateRange, money, signed } from '../../format.ts'
import { peopleAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { Button } from '../../ui/Button.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

const ways = [
  { value: 'customers', label: 'Customers' },
  { value: 'price-volume-mix', label: 'Price, volume, mix' },
] as const
type Way = (typeof ways)[number]['value']

/** Why revenue changed: from the comparison's figure to the range's, step by step. */
export const BridgeCard = () => {
  const { question } = usePageState()
  const { params, set } = useAddress()
  const way: Way = params.get('bridge') === 'price-volume-mix' ? 'price-volume-mix' : 'customers'
  const choose = (next: Way) => set({ bridge: next === 'customers' ? undefined : next })
  return question.compare === 'none' ? <NotCompared /> : <Steps way={way} onChoose={choose} />
}

const title = 'Why revenue changed'

const NotCompared = () => {
  const { setCompare } = usePageState()
  return (
    <Card title={title} definition={definitions.bridgeCustomers} className="grow">
      <Empty
        title="Nothing to compare with"
        action={
          <Button size="sm" onClick={() => setCompare('previous_period')}>
            Compare with the previous period
          </Button>
        }
      >
        The steps lead from the revenue of a comparison to the revenue of the range.
      </Empty>
    </Card>
  )
}

/** undefined where nothing is known to start from. Each step opens the customers or products it is about, its ends their lines. */
const chartOf = ({ data, meta }: Result<typeof api.revenue.bridge>, carried: string) =>
  data.from === null
    ? undefined
    : {
        label: title,
        from: {
          name: meta.range && meta.comparison ? comparisonRange(meta.range, meta.comparison) : 'Comparison',
          value: data.from,
          ...(meta.comparison ? { href: rowsOfDays(carried, meta.comparison) } : {}),
        },
        to: {
          name: meta.range ? dateRange(meta.range.start, meta.range.end) : 'Range',
          value: data.to,
          href: rowsAddress(carried),
        },
        steps: data.steps.map(step => {
          const state = bridgeStates[step.label]
          if (step.amount === 0) return step
          return {
            ...step,
            href: state
              ? peopleAddress(carried, { state, ...(state === 'gone' ? { sort: 'previous' } : {}) })
              : `${addressOf('/revenue', carried, { sort: 'growth', bridge: 'price-volume-mix' })}#products`,
          }
        }),
        exact: (value: number) => money(value, meta.currency),
        signed: (value: number) => signed(value, size => money(size, meta.currency)),
      }

const Steps = ({ way, onChoose }: { way: Way; onChoose: (way: Way) => void }) => {
  const { question, span, carried } = usePageState()
  const query = useApi(api.revenue.bridge, { ...question, by: way })
  const chart = query.data && chartOf(query.data, carried)
  return (
    <Card
      id="bridge"
      title={title}
      definition={way === 'customers' ? definitions.bridgeCustomers : definitions.bridgePvm}
      className="grow"
      actions={<Segmented label="Explained by" value={way} choices={[...ways]} onChange={onChoose} />}
      table={chart && (() => <BridgeTable {...chart} />)}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={6} />}
        isEmpty={({ data }) => data.from === null}
        empty={
          <Empty title="No earlier data">
            {span && `The data begins on ${date(span.start)}, so there is no revenue from before to start from.`}
          </Empty>
        }
      >
        {() => chart && <BridgeChart {...chart} />}
      </QueryState>
    </Card>
  )
}
