import { api, type Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useSearchWords } from '../../address.ts'
import { useApi } from '../../api.ts'
import { usePageState } from '../../filters.ts'
import { date, money, plural } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { DealFilterBar } from './DealFilterBar.tsx'
import { DealsTable } from './DealsTable.tsx'
import { stateWords, useNarrowing, type State } from './narrowing.ts'
import { NoDealsHere } from './NoDealsHere.tsx'

type Answer = Result<typeof api.operations.opportunities>

const tabs: { value: State; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
  { value: 'closed', label: 'Won or lost' },
  { value: 'all', label: 'All' },
]
/** States that only a figure leads to. */
const further: Partial<Record<State, string>> = {
  any: 'Any',
  removed: 'Deleted',
  created: 'Created',
  undated: 'Undated',
}

/** The deals behind any figure, with the same dates and filters; the header's export is of exactly these. */
export const DealsPage = () => {
  const { asked, state, chips, set } = useNarrowing()
  const { search, onSearch } = useSearchWords()
  const query = useApi(api.operations.opportunities, { ...asked, limit: 100 })
  const rare = further[state]
  return (
    <div className="flex min-w-0 grow flex-col gap-4">
      <DealFilterBar />
      <Card
        title={stateWords[state]}
        definition={definitions.opportunities}
        subtitle={<AsOf />}
        actions={
          <Segmented<State>
            label="Which deals"
            value={state}
            choices={[...tabs, ...(rare ? [{ value: state, label: rare }] : [])]}
            onChange={next => set({ state: next })}
          />
        }
      >
        <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm">
          <AskingSearchField label="Deal, customer or representative" words={search} onSearch={onSearch} />
          {query.data ? <Sums {...query.data} /> : <Skeleton className="h-5 w-56" />}
          {chips.map(({ label, remove }) => (
            <Chip key={label} label={label} onRemove={remove} />
          ))}
        </div>
        <QueryState
          query={query}
          skeleton={<SkeletonRows rows={14} />}
          isEmpty={({ data }) => data.rows.length === 0}
          empty={
            search ? (
              <Empty title={`Nothing matches “${search}”`}>Only these dates and filters were searched.</Empty>
            ) : (
              <NoDealsHere words="No deal is as the words above say." />
            )
          }
        >
          {answer => <DealsTable {...{ answer, asked, state }} outdated={query.isPlaceholderData} />}
        </QueryState>
      </Card>
    </div>
  )
}

/** Deals are shown as they were at the end of the range. */
const AsOf = () => {
  const { window, asOfDay } = usePageState()
  const day = window && asOfDay && asOfDay < window.end ? asOfDay : window?.end
  return day ? <>as they were on {date(day)}</> : null
}

const Sums = ({ data: { total }, meta }: Answer) => {
  const made = [
    ['open', total.open],
    ['won', total.won],
    ['lost', total.lost],
    ['deleted', total.removed],
  ] as const
  const kinds = made.filter(([, count]) => count > 0)
  return (
    <p role="status">
      <b className="font-semibold">{plural(total.deals, 'deal')}</b>
      {total.withoutAmount < total.deals && ', '}
      {total.withoutAmount < total.deals && <b className="font-semibold">{money(total.value, meta.currency)}</b>}
      <span className="text-muted">
        {kinds.length > 1 && `: ${kinds.map(([word, count]) => `${count} ${word}`).join(', ')}`}
        {total.withoutAmount > 0 &&
          (total.withoutAmount === total.deals
            ? ', no amount known'
            : `; ${plural(total.withoutAmount, 'deal')} without an amount`)}
      </span>
    </p>
  )
}
