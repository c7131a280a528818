import { RowsLink } from './RowsLink.tsx'

type Entry = { name: string; color: string; values: readonly number[]; href?: string }

/** The entities with their totals: a click leaves one out of the picture or takes it back, the sign at the end opens what it counts. */
export const StackLegend = ({
  series,
  hidden,
  onToggle,
  exact,
}: {
  series: readonly Entry[]
  hidden: readonly string[]
  onToggle: (name: string) => void
  exact: (value: number) => string
}) => (
  <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm">
    {series.map(one => {
      const out = hidden.includes(one.name)
      return (
        <li key={one.name} className="group flex items-center rounded hover:bg-hover">
          <button
            type="button"
            aria-pressed={!out}
            title={out ? 'Show' : 'Leave out'}
            onClick={() => onToggle(one.name)}
            className="flex min-h-7 items-center gap-1.5 rounded px-1"
          >
            <i
              className={`size-2.5 shrink-0 rounded-[3px] [forced-color-adjust:none] ${out ? 'opacity-30' : ''}`}
              style={{ background: one.color }}
            />
            <span className={out ? 'text-muted line-through' : ''}>{one.name}</span>
            <span className="font-medium">{exact(one.values.reduce((total, value) => total + value, 0))}</span>
          </button>
          {one.href && <RowsLink href={one.href} of={one.name} />}
        </li>
      )
    })}
  </ul>
)
