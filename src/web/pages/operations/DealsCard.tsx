import { Link } from 'react-router'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useAddress, useSearchWords } from '../../address.ts'
import { useApi } from '../../api.ts'
import { useDealQuestion } from '../../deal-question.ts'
import { number, plural } from '../../format.ts'
import { useWidth } from '../../width.ts'
import { buttonLook, Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ChoiceMenu } from '../../ui/Menu.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { DealsTable } from './DealsTable.tsx'
import { readNarrowing, type State } from './narrowing.ts'
import { NoDealsHere } from './NoDealsHere.tsx'

/** More tabs than these do not fit beside each other: then they are a menu. */
const mostTabs = 9

/** The tab: a state of all deals, or an open stage. */
const useTab = () => {
  const { params, set } = useAddress()
  const { state, stage, search, sort, direction } = readNarrowing(params)
  const [inStage] = stage ?? []
  return {
    own: {
      state: (state ?? 'open') as State,
      ...(inStage ? { stage: [inStage] } : {}),
      ...(search ? { search } : {}),
      ...(sort ? { sort } : {}),
      ...(direction ? { direction } : {}),
    },
    tab: inStage ? `stage ${inStage}` : (state ?? 'open'),
    choose: (tab: string) =>
      set(
        tab.startsWith('stage ')
          ? { state: undefined, stage: tab.slice(6) }
          : { stage: undefined, state: tab === 'open' ? undefined : tab },
      ),
  }
}

/** The deals themselves: by stage, searched, in any order. */
export const DealsCard = ({ className }: { className: string }) => {
  const { question, dealsAt } = useDealQuestion()
  const { own, tab, choose } = useTab()
  const { search, onSearch } = useSearchWords()
  // with the page's comparison, which says nothing of rows but is what the header repeats
  const asked = { ...question, ...own } as Parameters<typeof useApi<typeof api.operations.opportunities>>[1]
  const query = useApi(api.operations.opportunities, { ...asked, limit: 25 })
  const { narrow } = useWidth()
  const pipeline = useApi(api.operations.pipeline, question).data?.data ?? []
  const choices = [
    { value: 'open', label: 'Open' },
    ...pipeline
      .filter(({ kind }) => kind === 'open')
      .map(({ stage, count }) => ({ value: `stage ${stage}`, label: `${stage} ${number(count)}` })),
    { value: 'won', label: 'Won' },
    { value: 'lost', label: 'Lost' },
    { value: 'all', label: 'All' },
  ]
  const total = query.data?.data.total
  return (
    <Card
      id="deals"
      title="Deals"
      subtitle={total && !query.isPlaceholderData && plural(total.deals, 'deal')}
      definition={definitions.opportunities}
      className={className}
      actions={
        <Link to={dealsAt(own)} className={buttonLook({ size: 'sm' })}>
          Open as a list
        </Link>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        {choices.length <= mostTabs && !narrow ? (
          <Segmented label="Stage" value={tab} choices={choices} onChange={choose} />
        ) : (
          <ChoiceMenu
            value={tab}
            choices={choices}
            onChange={choose}
            trigger={
              <Button size="sm">
                <span className="text-muted">Stage</span> {choices.find(({ value }) => value === tab)?.label ?? tab}
              </Button>
            }
          />
        )}
        <AskingSearchField label="Deal, customer or representative" words={search} onSearch={onSearch} />
      </div>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={14} />}
        isEmpty={({ data }) => data.rows.length === 0 && !search}
        empty={<NoDealsHere words="No deal is in this stage at the end of the range." />}
      >
        {answer => (
          <DealsTable answer={answer} asked={asked ?? {}} state={own.state} outdated={query.isPlaceholderData} />
        )}
      </QueryState>
    </Card>
  )
}
