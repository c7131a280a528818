import { ChevronDown } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { signed, percent, unknown } from '../format.ts'
import { Delta } from '../ui/Delta.tsx'
import { addingWords, isAdding, stoodBack } from './adding.ts'
import { changePercent, spokenChange } from './change.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { barColor, restColor } from './colors.ts'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { grouped, restOf, type Part } from './parts.ts'
import { RowsLink } from './RowsLink.tsx'

type Props = {
  label: string
  names: { part: string; value: string }
  parts: readonly Part[]
  exact: (value: number) => string
  short: (value: number) => string
  share: (percent: number | null) => string
  /** Of which the page is; the others stand back. null: of all. */
  chosen?: ((name: string) => boolean) | null
  /** `adding`: beside those that are chosen. */
  onToggle?: (name: string, adding: boolean) => void
}

/** Of more than these the rest is one grey bar that opens. */
const most = 8

/**
 * Entities as horizontal bars of one hue from zero, greatest first, with the label in full, the share and the change; a thin mark
 * is the comparison.
 */
export const BarList = ({ label, names, parts, exact, short, share, chosen = null, onToggle }: Props) => {
  const [open, setOpen] = useState(false)
  const { shown, rest } = grouped(parts, most)
  const other = rest.length ? restOf(rest) : null
  const compared = isCompared(parts)
  const ends = [...shown, ...(other ? [other] : []), ...(open ? rest : [])].flatMap(part => [
    part.value,
    part.previous ?? 0,
  ])
  const low = Math.min(0, ...ends)
  const span = Math.max(0, ...ends) - low || 1
  /** Where a value is on the bar's ground, in percent. */
  const at: Place = value => ((value - low) / span) * 100
  const spoken = (part: Part) =>
    [`${part.name}: ${exact(part.value)}`, share(part.share), spokenChange(part.change)].filter(Boolean).join(', ')
  const summary = [...shown, ...rest].map(spoken).join('. ')
  const foot = compared && (
    <span className="inline-flex items-center gap-1.5">
      <i className="h-3 w-0.5 bg-chart-compare" />
      comparison
    </span>
  )
  const tip = (part: Part) =>
    tipOf(part.name, [
      [names.value, exact(part.value)],
      ['Share', share(part.share)],
      typeof part.previous === 'number' ? ['Comparison', exact(part.previous)] : null,
      typeof part.change === 'number' ? ['Change', signed(part.change, size => percent(size))] : null,
      ...(part.more ?? []),
    ])
  const row = (part: Part) => {
    const bar = <Bar {...{ part, at, compared, short, share }} />
    return (
      <li key={part.name} className={`${line} ${chosen && !chosen(part.name) ? stoodBack : ''}`}>
        {onToggle ? (
          <button
            type="button"
            aria-pressed={chosen !== null && chosen(part.name)}
            data-tip={`${tip(part)}\n${addingWords}`}
            onClick={event => onToggle(part.name, isAdding(event))}
            className={`${body} cursor-pointer`}
          >
            {bar}
          </button>
        ) : (
          <OpenRow href={undefined} className={body} data-tip={tip(part)} words={spoken(part)}>
            {bar}
          </OpenRow>
        )}
        {part.href && <RowsLink href={part.href} of={part.name} />}
      </li>
    )
  }
  return (
    <ChartFrame label={label} summary={summary} foot={foot} fit>
      <ul className="@container flex flex-col gap-1">
        {shown.map(row)}
        {other && (
          <li className={line}>
            <button
              type="button"
              aria-expanded={open}
              data-tip={tip(other)}
              onClick={() => setOpen(!open)}
              className={`${body} cursor-pointer`}
            >
              <Bar
                part={other}
                mark={
                  <ChevronDown size={14} aria-hidden className={`ml-1 inline text-muted ${open ? 'rotate-180' : ''}`} />
                }
                {...{ at, compared, short, share }}
              />
            </button>
            {rest.some(part => part.href) && <span className="w-6 shrink-0" />}
          </li>
        )}
        {open && rest.map(row)}
      </ul>
    </ChartFrame>
  )
}

const line = 'group flex items-center gap-1 rounded text-sm hover:bg-hover'
const body = 'min-w-0 flex-1 rounded px-1 py-1'

type Place = (value: number) => number
type BarProps = { part: Part; at: Place; compared: boolean; mark?: ReactNode } & Pick<Props, 'short' | 'share'>

const Bar = ({ part, at, compared, mark, short, share }: BarProps) => (
  <>
    <span className="flex w-full flex-wrap items-baseline gap-x-3">
      <span className="min-w-0 flex-1 basis-36 text-left break-words">
        {part.name}
        {mark}
      </span>
      <span className="ml-auto flex items-baseline gap-x-3">
        <span className="font-medium">{short(part.value)}</span>
        <span className={`w-12 text-right text-muted ${compared ? '@max-[22rem]:hidden' : ''}`}>
          {share(part.share)}
        </span>
        {compared && (
          <span className="min-w-17 text-right text-xs">
            <Delta value={part.value === part.previous ? 0 : part.change} none="new" />
          </span>
        )}
      </span>
    </span>
    <span aria-hidden className="relative mt-1 block h-2 w-full rounded-sm bg-sunken">
      <i
        data-bar
        className={`absolute inset-y-0 rounded-sm ${part.value ? 'min-w-0.5' : ''}`}
        style={{
          ...(part.value < 0 ? { right: `${100 - at(0)}%` } : { left: `${at(0)}%` }),
          width: `${Math.abs(at(part.value) - at(0))}%`,
          background: mark ? restColor : barColor,
        }}
      />
      {at(0) > 0 && <i className="absolute -inset-y-0.5 w-px bg-line-strong" style={{ left: `${at(0)}%` }} />}
      {part.previous !== null && part.previous !== undefined && (
        <i
          className="absolute -inset-y-0.5 w-0.5 bg-chart-compare"
          style={{ left: `calc(${at(part.previous)}% - 1px)` }}
        />
      )}
    </span>
  </>
)

const isCompared = (parts: readonly Part[]) => parts.some(part => part.previous !== null && part.previous !== undefined)

/** The same figures as a table. */
export const BarTable = ({
  label,
  names,
  parts,
  exact,
  share,
}: Pick<Props, 'label' | 'names' | 'parts' | 'exact' | 'share'>) => {
  const compared = isCompared(parts)
  const more = (parts[0]?.more ?? []).map(([name]) => name)
  const sumOf = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) * 1e4) / 1e4
  const total = sumOf(parts.map(part => part.value))
  const previous = sumOf(parts.map(part => part.previous ?? 0))
  return (
    <FiguresTable
      label={label}
      head={[names.part, names.value, 'Share', ...(compared ? ['Then', 'Change'] : []), ...more]}
      rows={[...parts]
        .sort((a, b) => b.value - a.value)
        .map(part => [
          part.name,
          exact(part.value),
          share(part.share),
          ...(compared
            ? [
                typeof part.previous === 'number' ? exact(part.previous) : unknown,
                <Delta key="change" value={part.value === part.previous ? 0 : part.change} none={unknown} />,
              ]
            : []),
          ...more.map((_, i) => part.more?.[i]?.[1] ?? unknown),
        ])}
      total={[
        'Total',
        exact(total),
        share(parts.some(part => part.share === null) ? null : 100),
        ...(compared
          ? [exact(previous), <Delta key="change" value={changePercent(total, previous)} none={unknown} />]
          : []),
        ...more.map(() => ''),
      ]}
    />
  )
}
