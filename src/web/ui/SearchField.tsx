import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

/** Where "/" leads to, unless it is not the `first` of the page. */
export const SearchField = ({
  label,
  words,
  onChange,
  first = true,
}: {
  label: string
  words: string
  onChange: (words: string) => void
  first?: boolean
}) => (
  <label className="relative flex items-center self-start">
    <span className="sr-only">{label}</span>
    <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-muted" />
    <input
      type="search"
      data-search={first || undefined}
      value={words}
      onChange={event => onChange(event.target.value)}
      placeholder={label}
      className="h-8 w-64 max-w-full rounded-lg border border-line bg-card pr-2 pl-8 text-sm placeholder:text-muted"
    />
  </label>
)

/** How long typing must pause. */
const pause = 250

/** The same where every search is a question to the server: it is asked when the typing pauses. */
export const AskingSearchField = ({
  label,
  words,
  onSearch,
  first = true,
}: {
  label: string
  words: string
  onSearch: (words: string) => void
  first?: boolean
}) => {
  const [typed, type] = useState(words)
  const told = useRef(words)
  // The words changed by themselves (Back): the field follows. What it told itself never overwrites what was typed
  // since.
  useEffect(() => {
    if (words === told.current) return
    told.current = words
    type(words)
  }, [words])
  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === told.current) return undefined
    const timer = setTimeout(() => {
      told.current = wanted
      onSearch(wanted)
    }, pause)
    return () => clearTimeout(timer)
  }, [typed, onSearch])
  return <SearchField label={label} words={typed} onChange={type} first={first} />
}
