import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { Histogram, HistogramTable } from '../../charts/Histogram.tsx'
import { usePageState } from '../../filters.ts'
import { money, moneyCompact, moneyTick, number, percent } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { peopleAddress } from '../../people.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Fitting } from './Fitting.tsx'

const kinds = [
  { value: 'to-date', label: 'To date' },
  { value: 'predicted', label: 'Next 12 months' },
] as const
type Kind = (typeof kinds)[number]['value']
type Values = Result<typeof api.customers.lifetimeValue>

/** What customers are worth: how many of them lie in each band, with the median and the mean. */
export const ValueCard = () => {
  const { question, carried } = usePageState()
  const { params, set } = useAddress()
  const kind: Kind = params.get('kind') === 'predicted' ? 'predicted' : 'to-date'
  const query = useApi(api.customers.lifetimeValue, { ...question, kind })
  const chartOf = ({ data, meta }: Values) => ({
    label: `Customers by value, ${kind === 'predicted' ? 'expected in the next 12 months' : 'to date'}`,
    names: { bucket: 'Value', count: 'Customers', figures: ['Sum of values'] },
    bars: data.map(row => ({
      name: bandWords(row, meta.currency),
      min: row.min,
      max: row.max,
      count: row.count,
      share: percent(row.percentage),
      figures: [money(row.revenue, meta.currency)],
      href: peopleAddress(carried, {
        value: row.key,
        ...(kind === 'predicted' ? { value_kind: kind, sort: 'expected' } : { sort: 'lifetime' }),
      }),
    })),
    marks: [
      ...(meta.median === null
        ? []
        : [{ name: 'Median', value: meta.median, words: moneyCompact(meta.median, meta.currency) }]),
      ...(meta.mean === null
        ? []
        : [{ name: 'Mean', value: meta.mean, words: moneyCompact(meta.mean, meta.currency) }]),
    ],
    exact: (count: number) => number(count),
  })
  const answer = query.data
  const known = answer !== undefined && answer.meta.customers > 0
  return (
    <Card
      id="value"
      title="What they are worth"
      subtitle={kind === 'predicted' ? 'expected revenue, as of now' : 'revenue to date'}
      definition={definitions.lifetimeValue}
      className="@4xl:col-span-6"
      actions={
        <Segmented
          label="Value"
          value={kind}
          choices={[...kinds]}
          onChange={next => set({ kind: next === 'to-date' ? undefined : next })}
        />
      }
      table={known ? () => <HistogramTable {...chartOf(answer)} /> : undefined}
    >
      <QueryState
        query={query}
        skeleton={<Skeleton className="h-[340px]" />}
        isEmpty={({ meta }) => meta.customers === 0}
        empty={
          kind === 'to-date' ? (
            <NoData what="customers" brief />
          ) : answer?.meta.model ? (
            <Empty title="Nothing can be expected yet">{answer.meta.model.words}</Empty>
          ) : (
            <Fitting notes={answer?.meta.notes ?? []} />
          )
        }
      >
        {values => <Histogram {...chartOf(values)} />}
      </QueryState>
    </Card>
  )
}

const bandWords = ({ min, max }: { min: number | null; max: number | null }, currency: string) => {
  const words = (value: number) => moneyTick(value, currency)
  if (min === null) return `below ${words(max ?? 0)}`
  return max === null ? `${words(min)}+` : `${words(min)} – ${words(max)}`
}
