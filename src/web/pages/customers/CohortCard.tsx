import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { HeatMap, HeatTable } from '../../charts/HeatMap.tsx'
import { uncompared } from '../../comparing.ts'
import { usePageState } from '../../filters.ts'
import { date } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useUnbrokenSegment } from './SegmentsCard.tsx'
import { cohortDays, cohortMap, isCut, isWide, monthWords, type Measure, type Mode } from './cohort-map.ts'

const measures = [
  { value: 'customers', label: 'Customers' },
  { value: 'revenue', label: 'Revenue' },
] as const
const modes = [
  { value: 'in-month', label: 'In the month', title: 'Who ordered in the k-th month after the first order' },
  { value: 'or-later', label: 'Or later', title: 'Who ordered in the k-th month after the first order, or later' },
] as const

/** Who stays: customers by the month of their first order, and what became of them month by month. */
export const CohortCard = () => {
  const { question, window, span, carried, setRange } = usePageState()
  const { params, set } = useAddress()
  const unbroken = useUnbrokenSegment()
  const measure: Measure = params.get('measure') === 'revenue' ? 'revenue' : 'customers'
  const mode: Mode = params.get('mode') === 'or-later' ? 'or-later' : 'in-month'
  const days = window && cohortDays(window)
  const query = useApi(api.customers.cohorts, {
    ...question,
    ...(days ? { start_date: days.start, end_date: days.end } : {}),
    ...uncompared,
    measure,
    mode,
  })
  const answer = query.data
  const found = answer?.data.some(row => row.size > 0) ? cohortMap(answer, { measure, mode, carried }) : undefined
  const wide = isWide(window, span?.start ?? null) || unbroken
  const footer = [
    isCut(window) && 'First orders of the last two years.',
    found?.endedWith && `Nobody ordered for the first time after ${found.endedWith}.`,
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <Card
      id="cohorts"
      title="Who stays"
      subtitle={subtitles[measure][mode]}
      definition={definitions.cohorts}
      className={wide ? '@4xl:col-span-12' : '@4xl:col-span-8'}
      actions={
        <>
          <Segmented
            label="Measured in"
            value={measure}
            choices={[...measures]}
            onChange={next => set({ measure: next === 'customers' ? undefined : next })}
          />
          <Segmented
            label="Counted"
            value={mode}
            choices={[...modes]}
            onChange={next => set({ mode: next === 'in-month' ? undefined : next })}
          />
        </>
      }
      table={found && (() => <HeatTable {...found} />)}
      footer={footer || undefined}
    >
      <QueryState
        query={query}
        skeleton={<Skeleton className="h-[440px]" />}
        isEmpty={({ data }) => data.every(row => row.size === 0)}
        empty={
          <Empty
            title={`Nobody ordered for the first time ${days ? `from ${monthWords(days.start.slice(0, 7))} to ${monthWords(days.end.slice(0, 7))}` : 'in these months'}`}
            action={
              span && (
                <Button size="sm" onClick={() => setRange('all')}>
                  Show all time
                </Button>
              )
            }
          >
            {span && `The data runs from ${date(span.start)} to ${date(span.end)}.`}
          </Empty>
        }
      >
        {() => found && <HeatMap {...found} />}
      </QueryState>
    </Card>
  )
}

const subtitles: Record<Measure, Record<Mode, string>> = {
  customers: {
    'in-month': 'share who ordered in a month after their first',
    'or-later': 'share who ordered in a month after their first, or later',
  },
  revenue: {
    'in-month': 'spent in a month after the first, in percent of the first',
    'or-later': 'spent in a month after the first or later, in percent of all',
  },
}
