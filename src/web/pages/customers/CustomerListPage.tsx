import { ChevronDown } from 'lucide-react'
import { customerStates, type CustomerState, type ValueBand, valueBands } from '#contract/customer-groups.ts'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { useSearchWords } from '../../address.ts'
import { useApi } from '../../api.ts'
import { Remarks } from '../../charts/Remarks.tsx'
import { usePageState } from '../../filters.ts'
import { money, plural } from '../../format.ts'
import { NoData } from '../../layout/NoData.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ChoiceMenu } from '../../ui/Menu.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { CustomerRows } from './CustomerRows.tsx'
import { stateWords, useCustomerOrder, useNarrowing } from './narrowing.ts'

const everybody = 'everybody'
const states: { value: CustomerState | typeof everybody; label: string }[] = [
  { value: everybody, label: 'All customers to date' },
  ...customerStates.map(value => ({ value, label: stateWords[value] })),
]

/** The people behind any count, with the same range and filters; the header's export is of exactly these. */
export const CustomerListPage = () => {
  const { question } = usePageState()
  const { own, set, state, lead, ...narrowing } = useNarrowing()
  const { search, onSearch } = useSearchWords()
  const order = useCustomerOrder()
  const asked = { ...question, ...own, ...order.own, ...(search ? { search } : {}) }
  const query = useApi(api.customers.list, { ...asked, limit: 100 })
  const { data: answer, isPlaceholderData: outdated } = query
  const total = outdated ? undefined : answer?.data.total
  return (
    <Card
      title={state ? stateWords[state] : Object.keys(own).length > 0 ? 'Customers' : 'All customers to date'}
      definition={definitions.customersTotal}
      actions={
        <ChoiceMenu
          value={state ?? everybody}
          choices={states}
          onChange={next => set({ state: next === everybody ? undefined : next })}
          trigger={
            <Button size="sm">
              <span className="text-muted">Who</span> {state ? stateWords[state] : 'everybody'}
              <ChevronDown aria-hidden className="size-3.5 text-muted" />
            </Button>
          }
        />
      }
    >
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <AskingSearchField label="Name, company or number" words={search} onSearch={onSearch} />
        {total && answer ? (
          <p role="status">
            <b className="font-semibold">{plural(total.customers, 'customer')}</b>,{' '}
            <b className="font-semibold">{money(total.revenue, answer.meta.currency)}</b> revenue in the range
          </p>
        ) : (
          <Skeleton className="h-5 w-56" />
        )}
        <Narrowed {...narrowing} set={set} />
      </div>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={14} />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<Nobody search={search} narrowed={Object.keys(own)} />}
      >
        {found => (
          <div className="flex flex-col gap-4">
            <CustomerRows
              answer={found}
              asked={asked}
              lead={lead}
              outdated={outdated}
              sort={order.sort}
              onSort={order.onSort}
            />
            <Remarks meta={found.meta} />
          </div>
        )}
      </QueryState>
    </Card>
  )
}

type Narrowing = Omit<ReturnType<typeof useNarrowing>, 'own' | 'state' | 'lead'>

/** Each thing that narrows the list, undone by a click. */
const Narrowed = ({ set, cohort, risk, rfm, value, predicted, acquisition }: Narrowing) => {
  const none = { cohort_month: undefined, cohort_mode: undefined }
  return (
    <>
      {cohort && <Chip label={cohort.words} onRemove={() => set({ cohort: undefined, ...none })} />}
      {cohort && cohort.later && <Chip label={cohort.later} onRemove={() => set(none)} />}
      {risk && <Chip label={risk} onRemove={() => set({ risk: undefined })} />}
      {rfm && <Chip label={rfm} onRemove={() => set({ rfm: undefined })} />}
      {value && (
        <Chip
          label={`${predicted ? 'Expected in 12 months' : 'Value to date'}: ${bandLabel(value)}`}
          onRemove={() => set({ value: undefined, value_kind: undefined })}
        />
      )}
      {acquisition && <Chip label={acquisition} onRemove={() => set({ acquisition: undefined })} />}
    </>
  )
}

const bandLabel = (band: ValueBand) => valueBands[band].label

/** The names of what narrows the list besides the page's own state. */
const Nobody = ({ search, narrowed }: { search: string; narrowed: string[] }) => {
  const { set } = useNarrowing()
  if (search) return <Empty title={`Nothing matches “${search}”`}>Only the customers of this list were searched.</Empty>
  if (narrowed.length === 0) return <NoData what="customers" />
  return (
    <Empty
      title="No customer is like that"
      action={
        <Button size="sm" onClick={() => set(Object.fromEntries(narrowed.map(name => [name, undefined])))}>
          Show all customers to date
        </Button>
      }
    >
      Nobody meets all of these conditions in the range with its filters.
    </Empty>
  )
}
