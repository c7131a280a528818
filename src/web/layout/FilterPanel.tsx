import { useState } from 'react'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { dimensionNames, dimensions, usePageState } from '../filters.ts'
import { byName } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { QueryState } from '../ui/QueryState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'

/** Every value of every dimension; several of one are alternatives, different dimensions all hold. */
export const FilterPanel = () => {
  const page = usePageState()
  const query = useApi(api.data.dimensions)
  const [words, setWords] = useState('')
  const matches = (value: string) => value.toLocaleLowerCase().includes(words.toLocaleLowerCase())
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-2">
        <input
          type="search"
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
      <QueryState query={query} skeleton={<SkeletonRows />}>
        {({ data }) => (
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            {dimensions.map(name => {
              // A value that is in the URL but no longer in the data must still be removable.
              const values = [...new Set([...data[name], ...page.filters[name]])].sort(byName).filter(matches)
              return (
                <fieldset key={name} className="min-w-0">
                  <legend className="mb-1 text-sm font-semibold">{dimensionNames[name]}</legend>
                  {values.length === 0 && (
                    <p className="text-sm text-muted">{words ? 'Nothing matches.' : 'None in the data.'}</p>
                  )}
                  <div className="flex max-h-62 flex-col overflow-auto scroll-thin">
                    {values.map(value => (
                      <label key={value} className="flex items-start gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover">
                        <input
                          type="checkbox"
                          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                          checked={page.filters[name].includes(value)}
                          onChange={() => page.toggleFilter(name, value)}
                        />
                        <span className="min-w-0 break-words">{value}</span>
                      </label>
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
