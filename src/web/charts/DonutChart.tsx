import { arc } from 'd3-shape'
import { useState } from 'react'
import { isAdding } from './adding.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { restColor } from './colors.ts'
import { FiguresTable } from './FiguresTable.tsx'
import { DonutLegend, tipIn } from './DonutLegend.tsx'
import { grouped, mostSlices, restOf, type Part } from './parts.ts'

type Props = {
  label: string
  /** Of the parts, such as "Category", and of the measure, such as "Revenue". */
  names: { part: string; value: string }
  parts: readonly Part[]
  total: number
  exact: (value: number) => string
  short: (value: number) => string
  share: (percent: number | null) => string
  /** Of which the page is; the others stand back. null: of all. */
  chosen?: ((name: string) => boolean) | null
  onToggle?: (name: string, adding: boolean) => void
}

const size = 172

/**
 * Parts of a whole, at most six; the rest is one grey part that the legend opens. Slices and legend filter on click.
 */
export const DonutChart = ({ label, names, parts, total, exact, short, share, chosen = null, onToggle }: Props) => {
  const [pointed, setPointed] = useState<string | null>(null)
  const { shown, rest } = grouped(parts, mostSlices)
  const other = rest.length ? restOf(rest) : null
  const slices = other ? [...shown, other] : shown
  const current = [...slices, ...rest].find(part => part.name === pointed)
  /** A grouped part lights up the grey slice. */
  const slice = rest.some(part => part.name === pointed) ? (other?.name ?? null) : pointed
  const [first] = shown
  const summary = first
    ? `${parts.length} parts of ${exact(total)} ${names.value.toLowerCase()}. Greatest: ${slices.map(part => `${part.name} ${share(part.share)}`).join(', ')}.`
    : 'Nothing to show.'
  return (
    <ChartFrame label={label} summary={summary}>
      <div className="@container flex grow flex-col">
        <div className="flex grow flex-col items-center justify-evenly gap-4 @md:flex-row @md:gap-10">
          <div className="relative shrink-0" style={{ width: size, height: size }}>
            <Ring
              slices={slices}
              other={other}
              pointed={slice}
              chosen={chosen}
              onPoint={setPointed}
              onToggle={onToggle}
              tip={part => tipIn(part, { names, exact, share })}
            />
            <div className="pointer-events-none absolute inset-0 flex flex-col items-center justify-center px-10 text-center">
              <span className="text-xl font-semibold">{short(current?.value ?? total)}</span>
              <span className="line-clamp-2 text-xs text-muted">
                {current ? current.name : names.value.toLowerCase()}
              </span>
              {current && <span className="text-xs text-muted">{share(current.share)}</span>}
            </div>
          </div>
          <DonutLegend {...{ shown, rest, names, exact, short, share, chosen, onToggle }} onPoint={setPointed} />
        </div>
      </div>
    </ChartFrame>
  )
}

/** The same figures as a table. */
export const DonutTable = ({
  label,
  names,
  parts,
  total,
  exact,
  share,
}: Pick<Props, 'label' | 'names' | 'parts' | 'total' | 'exact' | 'share'>) => (
  <FiguresTable
    label={label}
    head={[names.part, names.value, 'Share']}
    rows={[...parts].sort((a, b) => b.value - a.value).map(part => [part.name, exact(part.value), share(part.share)])}
    total={['Total', exact(total), share(total ? 100 : null)]}
  />
)

type RingProps = {
  slices: readonly Part[]
  other: Part | null
  pointed: string | null
  chosen: ((name: string) => boolean) | null
  onPoint: (name: string | null) => void
  onToggle?: (name: string, adding: boolean) => void
  tip: (part: Part) => string
}

/** Pointer only: by keyboard the legend does the same. A part below zero has no slice; the legend still lists it. */
const Ring = ({ slices, other, pointed, chosen, onPoint, onToggle, tip }: RingProps) => {
  const drawn = slices.filter(part => part.value > 0)
  const whole = drawn.reduce((sum, part) => sum + part.value, 0)
  const ends = drawn.reduce<number[]>(
    (angles, part) => [...angles, (angles.at(-1) ?? 0) + (part.value / whole) * 2 * Math.PI],
    [],
  )
  const path = arc<{ from: number; to: number }>()
    .innerRadius(size / 2 - 28)
    .outerRadius(size / 2 - 2)
    .startAngle(slice => slice.from)
    .endAngle(slice => slice.to)
  return (
    <svg width={size} height={size} viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`} aria-hidden>
      {drawn.length === 0 && <circle r={size / 2 - 15} fill="none" stroke="var(--line)" strokeWidth={26} />}
      {drawn.map((part, i) => {
        const toggle = part === other ? undefined : onToggle
        const faded = pointed === null ? chosen !== null && !chosen(part.name) : pointed !== part.name
        return (
          <path
            key={part.name}
            d={path({ from: ends[i - 1] ?? 0, to: ends[i] ?? 0 }) ?? ''}
            fill={part.color ?? restColor}
            data-tip={tip(part)}
            stroke="var(--card)"
            strokeWidth={drawn.length > 1 ? 2 : 0}
            className={`transition-opacity duration-150 motion-reduce:transition-none ${toggle ? 'cursor-pointer' : ''} ${faded ? 'opacity-35' : ''}`}
            onPointerEnter={() => onPoint(part.name)}
            onPointerLeave={() => onPoint(null)}
            onClick={event => toggle?.(part.name, isAdding(event))}
          />
        )
      })}
    </svg>
  )
}
