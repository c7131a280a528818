import { unknown } from '../format.ts'
import { Delta } from '../ui/Delta.tsx'
import { spokenChange } from './change.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import type { Part } from './parts.ts'
import { RowsLink } from './RowsLink.tsx'

type Props = {
  label: string
  names: { part: string; value: string }
  parts: readonly Part[]
  exact: (value: number) => string
  short: (value: number) => string
  share: (percent: number | null) => string
  selected?: readonly string[]
  onToggle?: (name: string) => void
}

/** Entities as horizontal bars from zero, greatest first, with the label in full, the share and the change; a thin mark is the comparison. */
export const BarList = ({ label, parts, exact, short, share, selected = [], onToggle }: Props) => {
  const sorted = [...parts].sort((a, b) => b.value - a.value)
  const compared = isCompared(parts)
  const most = Math.max(1e-9, ...sorted.flatMap(part => [Math.abs(part.value), Math.abs(part.previous ?? 0)]))
  const spoken = (part: Part) => [`${part.name}: ${exact(part.value)}`, share(part.share), spokenChange(part.change)].filter(Boolean).join(', ')
  const summary = sorted.map(spoken).join('. ')
  const foot = compared && <span className="inline-flex items-center gap-1.5"><i className="h-3 w-0.5 bg-chart-compare" />comparison</span>
  return (
    <ChartFrame label={label} summary={summary} foot={foot}>
      <ul className="flex flex-1 flex-col justify-around gap-1">
        {sorted.map(part => {
          const words = (
            <>
              <span className="flex w-full flex-wrap items-baseline gap-x-3">
                <span className="min-w-0 flex-1 basis-36 text-left break-words">{part.name}</span>
                <span className="ml-auto flex items-baseline gap-x-3">
                  <span className="font-medium">{short(part.value)}</span>
                  <span className="w-12 text-right text-muted">{share(part.share)}</span>
                  {compared && <span className="w-17 text-right text-xs"><Delta value={part.change} none="new" /></span>}
                </span>
              </span>
              <span aria-hidden className="relative mt-1 block h-2 w-full rounded-sm bg-sunken">
                <i
                  className={`absolute inset-y-0 left-0 rounded-sm ${part.value < 0 ? 'opacity-40' : ''}`}
                  style={{ width: `${(Math.abs(part.value) / most) * 100}%`, background: part.color }}
                />
                {part.previous !== null && part.previous !== undefined && (
                  <i className="absolute -inset-y-0.5 w-0.5 bg-chart-compare" style={{ left: `calc(${(Math.abs(part.previous) / most) * 100}% - 1px)` }} />
                )}
              </span>
            </>
          )
          return (
            <li key={part.name} className="group flex items-center gap-1 rounded text-sm hover:bg-hover">
              {onToggle
                ? (
                  <button
                    type="button" aria-pressed={selected.includes(part.name)} title={exact(part.value)} onClick={() => onToggle(part.name)}
                    className="min-w-0 flex-1 cursor-pointer rounded px-1 py-1"
                  >{words}</button>
                  )
                : <div className="min-w-0 flex-1 px-1 py-1">{words}</div>}
              {part.href && <RowsLink href={part.href} of={part.name} />}
            </li>
          )
        })}
      </ul>
    </ChartFrame>
  )
}

const isCompared = (parts: readonly Part[]) => parts.some(part => part.previous !== null && part.previous !== undefined)

/** The same figures as a table. */
export const BarTable = ({ label, names, parts, exact, share }: Pick<Props, 'label' | 'names' | 'parts' | 'exact' | 'share'>) => {
  const compared = isCompared(parts)
  return (
    <FiguresTable
      label={label}
      head={[names.part, names.value, 'Share', ...(compared ? ['Then', 'Change'] : [])]}
      rows={[...parts].sort((a, b) => b.value - a.value).map(part => [
        part.name, exact(part.value), share(part.share),
        ...(compared
          ? [typeof part.previous === 'number' ? exact(part.previous) : unknown, <Delta key="change" value={part.change} none={unknown} />]
          : []),
      ])}
    />
  )
}
