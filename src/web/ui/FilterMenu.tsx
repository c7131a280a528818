import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { byName } from '../format.ts'
import { Button } from './Button.tsx'
import { Popover } from './Popover.tsx'

/** From so many values on there is a field to search them. */
const many = 10

/** Any of several values, behind a button that says which. A value that is chosen but no longer known can still be let go. */
export const FilterMenu = ({
  label,
  values,
  chosen,
  onToggle,
  onClear,
}: {
  label: string
  values: readonly string[]
  chosen: readonly string[]
  onToggle: (value: string) => void
  onClear: () => void
}) => {
  const [words, setWords] = useState('')
  const all = [...new Set([...values, ...chosen])].sort(byName)
  const matching = all.filter(value => value.toLocaleLowerCase().includes(words.toLocaleLowerCase()))
  return (
    <Popover
      title={`${label}: choose`}
      align="start"
      className="w-64 p-3"
      onOpenChange={() => setWords('')}
      trigger={
        <Button size="sm">
          <span className="max-w-40 truncate">
            <span className="text-muted">{label}</span>{' '}
            {chosen.length === 0 ? 'all' : chosen.length === 1 ? chosen[0] : `${chosen.length} chosen`}
          </span>
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        {all.length >= many && (
          <input
            type="search"
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder="Search"
            value={words}
            onChange={event => setWords(event.target.value)}
            className="h-8 rounded-lg border border-line bg-card px-2.5 text-sm placeholder:text-muted"
          />
        )}
        <fieldset className="flex max-h-64 flex-col overflow-auto scroll-thin">
          <legend className="sr-only">{label}</legend>
          {matching.length === 0 && <p className="text-sm text-muted">Nothing matches.</p>}
          {matching.map(value => (
            <label key={value} className="flex items-start gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover">
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                checked={chosen.includes(value)}
                onChange={() => onToggle(value)}
              />
              <span className="min-w-0 break-words">{value}</span>
            </label>
          ))}
        </fieldset>
        {chosen.length > 0 && (
          <Button look="quiet" size="sm" className="self-start" onClick={onClear}>
            All
          </Button>
        )}
      </div>
    </Popover>
  )
}
