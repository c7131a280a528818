import { ChevronDown } from 'lucide-react'
import { restColor } from './colors.ts'
import { useHeld } from './held.ts'
import { restOf, type Part } from './parts.ts'
import { RowsLink } from './RowsLink.tsx'

type Props = {
  shown: readonly Part[]
  rest: readonly Part[]
  exact: (value: number) => string
  short: (value: number) => string
  share: (percent: number | null) => string
  selected: readonly string[]
  onToggle?: (name: string) => void
  onPoint: (name: string | null) => void
}

/** The parts as buttons that filter, greatest first; "Other (n)" opens what it groups. */
export const DonutLegend = ({ shown, rest, onPoint, ...how }: Props) => {
  const [list, held] = useHeld<HTMLUListElement>()
  const other = restOf(rest, restColor)
  const point = (name: string) => ({
    onPointerEnter: () => onPoint(name),
    onPointerLeave: () => onPoint(null),
    onFocus: () => onPoint(name),
    onBlur: () => onPoint(null),
  })
  return (
    <ul ref={list} style={held.style} className={`w-full min-w-0 text-sm @md:w-auto @md:flex-1 ${held.className}`}>
      {shown.map(part => (
        <li key={part.name} {...point(part.name)}>
          <Entry part={part} {...how} />
        </li>
      ))}
      {rest.length > 0 && (
        <li {...point(other.name)}>
          <button
            type="button"
            aria-expanded={held.open}
            title={how.exact(other.value)}
            onClick={held.toggle}
            className={`${row} cursor-pointer hover:bg-hover`}
          >
            <Swatch color={other.color} />
            <span className="flex min-w-0 items-center gap-1 text-left">
              {other.name}
              <ChevronDown size={14} aria-hidden className={`text-muted ${held.open ? 'rotate-180' : ''}`} />
            </span>
            <span className="ml-auto font-medium">{how.short(other.value)}</span>
            <span className="w-12 shrink-0 text-right text-muted">{how.share(other.share)}</span>
            <span className="w-4 shrink-0" />
          </button>
          {held.open && (
            <ul className="ml-4">
              {rest.map(part => (
                <li key={part.name} {...point(part.name)}>
                  <Entry part={part} {...how} />
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

const Swatch = ({ color }: { color: string }) => (
  <i className="size-2.5 shrink-0 rounded-[3px]" style={{ background: color }} />
)

type EntryProps = { part: Part } & Pick<Props, 'exact' | 'short' | 'share' | 'selected' | 'onToggle'>

const Entry = ({ part, exact, short, share, selected, onToggle }: EntryProps) => {
  const words = (
    <>
      <Swatch color={part.color} />
      <span className="min-w-0 text-left break-words">{part.name}</span>
      <span className="ml-auto font-medium">{short(part.value)}</span>
      <span className="w-12 shrink-0 text-right text-muted">{share(part.share)}</span>
    </>
  )
  return (
    <div className="group flex items-center rounded hover:bg-hover">
      {onToggle ? (
        <button
          type="button"
          aria-pressed={selected.includes(part.name)}
          title={exact(part.value)}
          onClick={() => onToggle(part.name)}
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
