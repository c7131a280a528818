import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { addDays, addMonths, isDay } from '../../calendar.ts'
import { BridgeChart, BridgeTable } from '../../charts/BridgeChart.tsx'
import { useDealQuestion } from '../../deal-question.ts'
import { usePageState } from '../../filters.ts'
import { date, dateRange, money, plural, signed } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { flowWords } from './narrowing.ts'
import { NoDealsHere } from './NoDealsHere.tsx'

type Answer = Result<typeof api.operations.flow>
type Kind = Answer['data']['steps'][number]['kind']

const tones: Record<Kind, 'good' | 'bad' | 'neutral'> = {
  created: 'good',
  reopened: 'good',
  'pulled-in': 'good',
  'pushed-out': 'bad',
  grew: 'good',
  shrank: 'bad',
  // it leaves the pipeline, and that is what a pipeline is for
  won: 'good',
  lost: 'bad',
  removed: 'neutral',
}

const scopes = [
  { value: 'all', label: 'All open deals' },
  { value: 'quarter', label: 'Closing this quarter' },
] as const
type Scope = (typeof scopes)[number]['value']

/** The quarter a day lies in. */
const quarterOf = (day: string, fiscalMonth: number) => {
  const past = (Number(day.slice(5, 7)) - fiscalMonth + 12) % 3
  const first = addMonths(`${day.slice(0, 7)}-01`, -past)
  return { close_start: first, close_end: addDays(addMonths(first, 3), -1) }
}

/** The card's own part of the address: since when, and of which deals. */
const useFlowQuestion = () => {
  const { params, set } = useAddress()
  const { window, asOfDay } = usePageState()
  const fiscalMonth = useApi(api.data.loaded).data?.data.workspace.fiscalMonth ?? 1
  const days = (['since', 'close_start', 'close_end'] as const).map(name => params.get(name) ?? '')
  const [since = '', from = '', to = ''] = days
  const end = window && asOfDay && asOfDay < window.end ? asOfDay : (window?.end ?? asOfDay ?? undefined)
  const closing = isDay(from) && isDay(to) && from <= to ? { close_start: from, close_end: to } : undefined
  return {
    scope: closing ? ('quarter' as const) : ('all' as const),
    closing,
    flow: { ...(isDay(since) ? { since } : {}), ...closing },
    end,
    setSince: (day: string) => set({ since: isDay(day) ? day : undefined }),
    setScope: (next: Scope) =>
      set(next === 'quarter' && end ? quarterOf(end, fiscalMonth) : { close_start: undefined, close_end: undefined }),
  }
}

/** How the open pipeline went from one day to another, step by step. */
export const FlowCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const { scope, closing, flow, end, setSince, setScope } = useFlowQuestion()
  const query = useApi(api.operations.flow, { ...question, ...flow })
  const chartOf = ({ data, meta }: Answer) => ({
    label: 'Pipeline flow',
    from: { name: `Open on ${date(data.since)}`, value: data.start, remark: plural(data.startDeals, 'deal') },
    to: {
      name: `Open on ${date(data.until)}`,
      value: data.end,
      remark: plural(data.endDeals, 'deal'),
      ...(scope === 'all' ? { href: dealsAt({ state: 'open' }) } : {}),
    },
    steps: data.steps
      .filter(({ deals }) => deals > 0)
      .map(({ kind, amount, deals }) => ({
        label: flowWords[kind],
        amount,
        tone: tones[kind],
        remark: plural(deals, 'deal'),
        href: dealsAt({ flow: kind, since: data.since, ...closing }),
      })),
    exact: (value: number) => money(value, meta.currency),
    signed: (value: number) => signed(value, size => money(size, meta.currency)),
  })
  const answer = query.data
  return (
    <Card
      id="flow"
      title="Pipeline flow"
      subtitle={closing && `expected to close ${dateRange(closing.close_start, closing.close_end)}`}
      definition={definitions.pipelineFlow}
      className={className}
      actions={
        <>
          <label className="flex items-center gap-2 text-xs text-muted">
            Since
            <input
              type="date"
              value={flow.since ?? answer?.data.since ?? ''}
              max={end}
              onChange={event => setSince(event.target.value)}
              className="h-7 rounded-lg border border-line bg-card px-2 text-sm text-ink"
            />
          </label>
          <Segmented label="Of which deals" value={scope} choices={[...scopes]} onChange={setScope} />
        </>
      }
      table={answer && (() => <BridgeTable {...chartOf(answer)} />)}
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={9} />}
        isEmpty={({ data }) => data.startDeals === 0 && data.endDeals === 0 && data.steps.every(one => one.deals === 0)}
        empty={<NoDealsHere words="Nothing was open on either day, and nothing came or went between them." />}
      >
        {found => <BridgeChart {...chartOf(found)} />}
      </QueryState>
    </Card>
  )
}
