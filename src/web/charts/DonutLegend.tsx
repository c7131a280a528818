import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { addingWords, isAdding, stoodBack } from './adding.ts'
import { tipOf } from './ChartTip.tsx'
import { restColor } from './colors.ts'
import { restOf, type Part } from './parts.ts'
import { RowsLink } from './RowsLink.tsx'

type Props = {
  shown: readonly Part[]
  rest: readonly Part[]
  names: { part: string; value: string }
  exact: (value: number) => string
  short: (value: number) => string
  share: (percent: number | null) => string
  chosen: ((name: string) => boolean) | null
  onToggle?: (name: string, adding: boolean) => void
  onPoint: (name: string | null) => void
}

/** The parts as buttons that filter, greatest first; "Other (n)" opens what it groups. */
export const DonutLegend = ({ shown, rest, onPoint, ...how }: Props) => {
  const [open, setOpen] = useState(false)
  const other = restOf(rest)
  const point = (name: string) => ({
    onPointerEnter: () => onPoint(name),
    onPointerLeave: () => onPoint(null),
    onFocus: () => onPoint(name),
    onBlur: () => onPoint(null),
  })
  return (
    <ul className="w-full min-w-0 text-sm @md:w-auto @md:flex-1">
      {shown.map(part => (
        <li key={part.name} {...point(part.name)}>
          <Entry part={part} {...how} />
        </li>
      ))}
      {rest.length > 0 && (
        <li {...point(other.name)}>
          <button
            type="button"
            aria-expanded={open}
            data-tip={tipIn(other, how)}
            onClick={() => setOpen(!open)}
            className={`${row} cursor-pointer hover:bg-hover`}
          >
            <Swatch color={other.color} />
            <span className="flex min-w-0 items-center gap-1 text-left">
              {other.name}
              <ChevronDown size={14} aria-hidden className={`text-muted ${open ? 'rotate-180' : ''}`} />
            </span>
            <span className="ml-auto font-medium">{how.short(other.value)}</span>
            <span className="w-12 shrink-0 text-right text-muted">{how.share(other.share)}</span>
            <span className="w-4 shrink-0" />
          </button>
          {open && (
            <ul className="ml-4">
              {rest.map(part => (
                <li key={part.name} {...point(part.name)}>
                  <Entry part={{ ...part, color: restColor }} {...how} />
                </li>
              ))}
            </ul>
          )}
        </li>
      )}
    </ul>
  )
}

const row = 'flex min-h-7 w-full min-w-0 items-center gap-2 rounded px-1 py-0.5'

export const tipIn = (part: Part, { names, exact, share }: Pick<Props, 'names' | 'exact' | 'share'>) =>
  tipOf(part.name, [
    [names.value, exact(part.value)],
    ['Share', share(part.share)],
  ])

const Swatch = ({ color = restColor }: { color: string | undefined }) => (
  <i className="size-2.5 shrink-0 rounded-[3px]" style={{ background: color }} />
)

type EntryProps = { part: Part } & Pick<Props, 'names' | 'exact' | 'short' | 'share' | 'chosen' | 'onToggle'>

const Entry = ({ part, names, exact, short, share, chosen, onToggle }: EntryProps) => {
  const words = (
    <>
      <Swatch color={part.color} />
      <span className="min-w-0 text-left break-words">{part.name}</span>
      <span className="ml-auto font-medium">{short(part.value)}</span>
      <span className="w-12 shrink-0 text-right text-muted">{share(part.share)}</span>
    </>
  )
  return (
    <div className={`group flex items-center rounded hover:bg-hover ${chosen && !chosen(part.name) ? stoodBack : ''}`}>
      {onToggle ? (
        <button
          type="button"
          aria-pressed={chosen !== null && chosen(part.name)}
          data-tip={`${tipIn(part, { names, exact, share })}\n${addingWords}`}
          onClick={event => onToggle(part.name, isAdding(event))}
          className={`${row} cursor-pointer`}
        >
          {words}
        </button>
      ) : (
        <div className={row}>{words}</div>
      )}
      {part.href && <RowsLink href={part.href} of={part.name} />}
    </div>
  )
}
