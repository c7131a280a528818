import { uncompared } from '../comparing.ts'
import { useState } from 'react'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { dimensionNames, dimensions, usePageState, withoutFilter, type Dimension } from '../filters.ts'
import { byName, number } from '../format.ts'
import { isUnbroken } from './Unbroken.tsx'
import { Button } from '../ui/Button.tsx'
import { QueryState } from '../ui/QueryState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'

/** How many orders (of segments: customers who ordered) each value has in the range, under the other filters. */
const useCounts = (): Record<Dimension, Map<string, number> | undefined> => {
  const { question } = usePageState()
  const of = (name: Dimension) => ({ ...withoutFilter(question, name), ...uncompared })
  const category = useApi(api.revenue.byCategory, of('category')).data?.data
  const region = useApi(api.revenue.byRegion, of('region')).data?.data
  const channel = useApi(api.revenue.byChannel, of('channel')).data?.data
  const segment = useApi(api.customers.segments, of('segment')).data?.data
  return {
    category: category && new Map(category.map(row => [row.category, row.orders])),
    region: region && new Map(region.map(row => [row.region, row.orders])),
    channel: channel && new Map(channel.map(row => [row.channel, row.orders])),
    segment: segment && new Map(segment.map(row => [row.segment, row.active])),
  }
}

/** Every value of every dimension: only some of one, or all but some; different dimensions all hold. */
export const FilterPanel = () => {
  const page = usePageState()
  const query = useApi(api.data.dimensions)
  const counts = useCounts()
  const [words, setWords] = useState('')
  const matches = (value: string) => value.toLocaleLowerCase().includes(words.toLocaleLowerCase())
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-2">
        <input
          type="search"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the panel opens at a press, to be typed into
          autoFocus
          aria-label="Search the values"
          placeholder="Search the values"
          value={words}
          onChange={event => setWords(event.target.value)}
          className="h-8 min-w-0 grow rounded-lg border border-line bg-card px-2.5 text-sm placeholder:text-muted"
        />
        <Button look="quiet" disabled={page.filterCount === 0} onClick={page.clearFilters}>
          Clear all
        </Button>
      </div>
      <p className="text-xs text-muted">
        Tick what to show, or press “not” for all but that. The figures are orders in the range, of segments customers.
      </p>
      <QueryState query={query} skeleton={<SkeletonRows />}>
        {({ data }) => (
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            {dimensions.map(name => {
              const excluded = page.filters[`${name}_not`]
              // A value that is in the URL but no longer in the data must still be removable.
              const all = [...new Set([...data[name], ...page.filters[name], ...excluded])].sort(byName)
              // what is unknown of every row is nothing to choose by
              const values = isUnbroken(all) ? [] : all.filter(matches)
              return (
                <fieldset key={name} className="min-w-0">
                  <legend className="mb-1 text-sm font-semibold">{dimensionNames[name]}</legend>
                  {values.length === 0 && (
                    <p className="text-sm text-muted">{words ? 'Nothing matches.' : 'None in the data.'}</p>
                  )}
                  <div className="flex max-h-62 flex-col overflow-auto scroll-thin">
                    {values.map(value => (
                      <Value
                        key={value}
                        value={value}
                        count={counts[name] && (counts[name].get(value) ?? 0)}
                        on={page.filters[name].includes(value)}
                        off={excluded.includes(value)}
                        onToggle={() => page.toggleFilter(name, value)}
                        onExclude={() => page.toggleFilter(`${name}_not`, value)}
                      />
                    ))}
                  </div>
                </fieldset>
              )
            })}
          </div>
        )}
      </QueryState>
    </div>
  )
}

type ValueProps = {
  value: string
  /** undefined: not known yet. */
  count: number | undefined
  on: boolean
  off: boolean
  onToggle: () => void
  onExclude: () => void
}

const Value = ({ value, count, on, off, onToggle, onExclude }: ValueProps) => (
  <div className="group flex items-start gap-1 rounded-md hover:bg-hover">
    <label className="flex min-w-0 grow items-start gap-2 px-1 py-1 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        aria-label={value}
        checked={on}
        onChange={onToggle}
      />
      <span className={`min-w-0 grow break-words ${off ? 'text-muted line-through' : ''}`}>{value}</span>
      <span aria-hidden className="text-xs leading-5 text-muted">
        {count === undefined ? '' : number(count)}
      </span>
    </label>
    <button
      type="button"
      aria-pressed={off}
      aria-label={`Not ${value}`}
      title={`All but ${value}`}
      onClick={onExclude}
      className="min-h-6 min-w-8 rounded px-1 text-xs text-muted hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text"
    >
      not
    </button>
  </div>
)
