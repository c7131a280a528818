import { ChevronDown } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { AskingSearchField } from '../../ui/SearchField.tsx'

/** One of very many, found by a search of the server. */
export const FindOne = ({
  label,
  search,
  chosen,
  children,
}: {
  label: string
  /** Of the field. */
  search: string
  chosen: boolean
  /** What is found, as buttons; `close` ends the choice. */
  children: (words: string, close: () => void) => ReactNode
}) => {
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  return (
    <Popover
      title={`${label}: choose`}
      align="start"
      className="w-72 p-3"
      open={open}
      onOpenChange={is => {
        setOpen(is)
        if (!is) setWords('')
      }}
      trigger={
        <Button size="sm">
          <span className="text-muted">{label}</span> {chosen ? 'one' : 'all'}
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <AskingSearchField label={search} words={words} onSearch={setWords} first={false} />
        {children(words, () => setOpen(false))}
      </div>
    </Popover>
  )
}

/** What was found; a click chooses. */
export const FoundList = ({
  rows,
  onChoose,
}: {
  rows: { id: number; name: string; about: string }[] | undefined
  onChoose: (id: number) => void
}) => {
  if (!rows) return <p className="text-sm text-muted">Looking…</p>
  if (rows.length === 0) return <p className="text-sm text-muted">Nothing matches.</p>
  return (
    <ul className="flex flex-col">
      {rows.map(({ id, name, about }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onChoose(id)}
            className="w-full rounded-md px-1.5 py-1 text-left text-sm hover:bg-hover"
          >
            {name}
            <span className="block text-xs text-muted">{about}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
