import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { api } from '#contract'
import { lineStates } from '#contract/line-order.ts'
import { useApi } from '../../api.ts'
import { type Question, usePageState } from '../../filters.ts'
import { money } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { FilterMenu } from '../../ui/FilterMenu.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { FindOne, FoundList } from './FindOne.tsx'
import { useNarrowing } from './narrowing.ts'

const toggled = (values: readonly string[], value: string) =>
  values.includes(value) ? values.filter(other => other !== value) : [...values, value]

/** Of the whole range: who is not among the filters can be chosen, too. */
const daysOf = ({ start_date, end_date }: Question) => ({ start_date, end_date })

const shown = 8

const Customers = ({ words, onChoose }: { words: string; onChoose: (id: number) => void }) => {
  const { question } = usePageState()
  const range = daysOf(question)
  const { data } = useApi(api.customers.list, {
    ...range,
    compare: 'none',
    limit: shown,
    ...(words ? { search: words } : {}),
  })
  return (
    <FoundList
      onChoose={onChoose}
      rows={data?.data.rows.map(row => ({
        id: row.id,
        name: row.name,
        about: `${money(row.revenue, data.meta.currency)} in the range`,
      }))}
    />
  )
}

const Products = ({ words, onChoose }: { words: string; onChoose: (id: number) => void }) => {
  const { question } = usePageState()
  const range = daysOf(question)
  const { data } = useApi(api.revenue.products, {
    ...range,
    compare: 'none',
    limit: shown,
    ...(words ? { search: words } : {}),
  })
  return (
    <FoundList
      onChoose={onChoose}
      rows={data?.data.rows.map(row => ({
        id: row.id,
        name: row.name,
        about: `${row.category}, ${money(row.revenue, data.meta.currency)} in the range`,
      }))}
    />
  )
}

const field = 'h-8 w-28 rounded-lg border border-line bg-card px-2 text-sm'

const Amount = () => {
  const { narrowing, set } = useNarrowing()
  const [open, setOpen] = useState(false)
  const { amount_from: from = '', amount_to: to = '' } = narrowing
  return (
    <Popover
      title="Amount: from and to"
      align="start"
      className="p-3"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          <span className="text-muted">Amount</span> {from || to ? `${from || '…'} to ${to || '…'}` : 'all'}
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </Button>
      }
    >
      <AmountForm
        from={from}
        to={to}
        onChoose={(amount_from, amount_to) => {
          set({ amount_from: amount_from || undefined, amount_to: amount_to || undefined })
          setOpen(false)
        }}
      />
    </Popover>
  )
}

const AmountForm = (given: { from: string; to: string; onChoose: (from: string, to: string) => void }) => {
  const [from, setFrom] = useState(given.from)
  const [to, setTo] = useState(given.to)
  const wrong = from !== '' && to !== '' && Number(to) < Number(from)
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={event => {
        event.preventDefault()
        if (!wrong) given.onChoose(from, to)
      }}
    >
      <div className="flex items-end gap-2">
        <label className="flex flex-col gap-1 text-xs text-muted">
          At least
          <input
            type="number"
            step="0.01"
            className={field}
            value={from}
            onChange={event => setFrom(event.target.value)}
          />
        </label>
        <label className="flex flex-col gap-1 text-xs text-muted">
          At most
          <input type="number" step="0.01" className={field} value={to} onChange={event => setTo(event.target.value)} />
        </label>
        <Button type="submit" look="primary" disabled={wrong}>
          Show
        </Button>
      </div>
      {wrong && <p className="text-xs text-negative">The greatest is less than the least.</p>}
    </form>
  )
}

/** What narrows the list besides the page's own filters. */
export const LineFilters = () => {
  const { narrowing, set, setStates } = useNarrowing()
  const reps = useApi(api.data.dimensions).data?.data.rep ?? []
  const { status = [], rep = [] } = narrowing
  return (
    <div role="group" aria-label="Filters of the list" className="mb-3 flex flex-wrap gap-2">
      <FilterMenu
        label="Status"
        values={lineStates}
        chosen={status}
        onToggle={state => setStates(toggled(status, state))}
        onClear={() => setStates([])}
      />
      {(reps.length > 0 || rep.length > 0) && (
        <FilterMenu
          label="Sales rep"
          values={reps}
          chosen={rep}
          onToggle={name => set({ rep: toggled(rep, name) })}
          onClear={() => set({ rep: undefined })}
        />
      )}
      <FindOne label="Customer" search="Name or company" chosen={narrowing.customer !== undefined}>
        {(words, close) => (
          <Customers
            words={words}
            onChoose={id => {
              set({ customer: String(id) })
              close()
            }}
          />
        )}
      </FindOne>
      <FindOne label="Product" search="Product or category" chosen={narrowing.product !== undefined}>
        {(words, close) => (
          <Products
            words={words}
            onChoose={id => {
              set({ product: String(id) })
              close()
            }}
          />
        )}
      </FindOne>
      <Amount />
    </div>
  )
}
