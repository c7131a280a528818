import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { unknown } from '../format.ts'
import { Delta } from '../ui/Delta.tsx'
import { type ChangeKind, changeOf, usualChange } from './change.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { Measured } from './Measured.tsx'
import { TrendMarks } from './TrendMarks.tsx'
import { TrendPlot } from './TrendPlot.tsx'
import { TrendTooltip, trendWords, valueOf } from './TrendTooltip.tsx'
import { trendScale, type TrendPoint, type TrendTotal } from './trend-scale.ts'

type Names = {
  /** Of the measure, such as "Revenue". */
  value: string
  /** Of a bucket, such as "Week". */
  bucket: string
  /** Of the line drawn grey and dashed. */
  previous: string
}

type Props = {
  label: string
  names: Names
  points: readonly TrendPoint[]
  /** Natural distances between the axis labels, ascending: a week of days, a year of months. */
  steps: readonly number[]
  /** A value in full, and as short as an axis needs it. */
  exact: (value: number) => string
  short: (value: number) => string
  change?: ChangeKind
  color?: string
  height?: number
  /** A bucket was clicked (first = last), or several were marked by dragging. */
  onSelect?: (first: number, last: number) => void
}

/**
 * A measure over time as an area, with its comparison grey and dashed; buckets that are not whole stand apart, each a
 * hollow point on a dashed stem.
 */
export const TrendChart = ({
  label,
  names,
  points: all,
  steps,
  exact,
  short,
  change = usualChange,
  color = 'var(--chart-1)',
  height = 300,
  onSelect,
}: Props) => {
  const [alone, setAlone] = useState(false)
  const compared = isCompared(all)
  const points = alone ? all.map(point => ({ ...point, previous: null })) : all
  const whole = points.filter(point => !point.partial && !point.missing)
  const extremes = [...whole].sort((a, b) => b.value - a.value)
  const [highest, lowest] = [extremes[0], extremes.at(-1)]
  const summary = [
    `${points.length} ${points.length === 1 ? 'bucket' : 'buckets'} (${names.bucket.toLowerCase()}) from ${points[0]?.title} to ${points.at(-1)?.title}.`,
    highest &&
      lowest &&
      whole.length > 1 &&
      `Highest: ${highest.title} with ${exact(highest.value)}. Lowest: ${lowest.title} with ${exact(lowest.value)}.`,
    points.some(point => point.partial || point.missing) &&
      'Buckets that are not whole are left out of highest and lowest.',
  ]
    .filter(Boolean)
    .join(' ')
  const foot = (
    <>
      <Key color={color} bar={points.length === 1} words={names.value} />
      {compared && (
        <button
          type="button"
          aria-pressed={!alone}
          title={alone ? 'Show' : 'Leave out'}
          onClick={() => setAlone(!alone)}
          className={`-mx-1 min-h-6 rounded px-1 hover:bg-hover ${alone ? 'line-through opacity-60' : ''}`}
        >
          <Key color="var(--chart-compare)" bar={points.length === 1} dashed words={names.previous} />
        </button>
      )}
      {onSelect && points.length > 1 && (
        <span className="hidden lg:inline print:hidden">Click a point or drag over several to look closer</span>
      )}
    </>
  )
  return (
    <ChartFrame label={label} summary={summary} foot={foot}>
      <Measured height={height}>
        {(width, room) => (
          <Canvas
            key={`${points.length} ${points[0]?.title}`}
            {...{ label, names, points, steps, exact, short, change, color, onSelect, width }}
            height={room}
          />
        )}
      </Measured>
    </ChartFrame>
  )
}

const isCompared = (points: readonly TrendPoint[]) => points.some(point => point.previous !== null)

/** The same figures as a table. */
export const TrendTable = ({
  label,
  names,
  points,
  exact,
  total = null,
  change = usualChange,
}: Pick<Props, 'label' | 'names' | 'points' | 'exact' | 'change'> & {
  /** null: buckets of this measure do not add up. */
  total?: TrendTotal | null
}) => {
  const compared = isCompared(points)
  return (
    <FiguresTable
      label={label}
      head={[names.bucket, names.value, ...(compared ? ['Compared with', 'Then', 'Change'] : [])]}
      rows={points.map(point => [
        point.note ? `${point.title} (${point.note})` : point.title,
        valueOf(point, exact),
        ...(compared
          ? [
              point.previousTitle ?? unknown,
              point.previous === null ? unknown : exact(point.previous),
              <Delta
                key="change"
                value={point.missing ? null : changeOf(point.value, point.previous, change)}
                {...change}
                none={unknown}
              />,
            ]
          : []),
      ])}
      total={
        total
          ? [
              'Total',
              exact(total.value),
              ...(compared
                ? [
                    '',
                    total.previous === null ? unknown : exact(total.previous),
                    <Delta
                      key="change"
                      value={changeOf(total.value, total.previous, change)}
                      {...change}
                      none={unknown}
                    />,
                  ]
                : []),
            ]
          : undefined
      }
    />
  )
}

/** A line, or where columns are drawn the colour of one. */
const Key = ({ color, bar, dashed, words }: { color: string; bar: boolean; dashed?: boolean; words: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <svg width={bar ? 8 : 18} height={8} aria-hidden>
      {bar ? (
        <rect width={8} height={8} rx={2} fill={color} fillOpacity={dashed ? 0.45 : 1} />
      ) : (
        <line
          x1={0}
          x2={18}
          y1={4}
          y2={4}
          stroke={color}
          strokeWidth={2}
          strokeDasharray={dashed ? '4 3' : undefined}
        />
      )}
    </svg>
    {words}
  </span>
)

type CanvasProps = Required<Pick<Props, 'color' | 'height' | 'change'>> &
  Omit<Props, 'color' | 'height' | 'change'> & { width: number }

/**
 * The picture with its pointer and keyboard: ← → move the point, Shift marks several, Enter looks closer, Esc lets go.
 */
const Canvas = ({ label, names, points, steps, exact, short, change, color, height, onSelect, width }: CanvasProps) => {
  const [active, setActive] = useState<number | null>(null)
  /** Where a drag, or a marking by keyboard, began. */
  const [anchor, setAnchor] = useState<number | null>(null)
  const scale = trendScale({ width, height, points, steps, short })
  const last = points.length - 1
  const point = active === null ? undefined : points[active]
  const spoken = point ?? points[last]

  const select = (to: number) => {
    const from = anchor ?? to
    setAnchor(null)
    setActive(null)
    if (last > 0) onSelect?.(Math.min(from, to), Math.max(from, to))
  }
  const indexAt = (event: PointerEvent) =>
    scale.nearest(event.clientX - event.currentTarget.getBoundingClientRect().left)
  const keys = (event: KeyboardEvent) => {
    const now = active ?? last
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last, PageUp: now - 7, PageDown: now + 7 }[
      event.key
    ]
    if (to === undefined && event.key !== 'Enter' && event.key !== ' ' && !(event.key === 'Escape' && anchor !== null))
      return
    // The page has shortcuts of its own on these keys.
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') setAnchor(null)
    else if (to === undefined) select(now)
    else {
      setAnchor(event.shiftKey ? (anchor ?? now) : null)
      setActive(Math.min(last, Math.max(0, to)))
    }
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      data-keys
      aria-label={`${label}: ${names.bucket.toLowerCase()}`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={active ?? last}
      aria-valuetext={spoken && trendWords(spoken, names.value, exact, change)}
      className={`absolute inset-0 touch-pan-y rounded select-none ${onSelect && last > 0 ? 'cursor-crosshair' : ''}`}
      onKeyDown={keys}
      onFocus={event => event.currentTarget.matches(':focus-visible') && setActive(active ?? last)}
      onBlur={() => {
        setActive(null)
        setAnchor(null)
      }}
      onPointerDown={event => {
        if (event.button !== 0 || event.pointerType === 'touch') return
        event.currentTarget.setPointerCapture?.(event.pointerId)
        setAnchor(indexAt(event))
      }}
      onPointerMove={event => setActive(indexAt(event))}
      onPointerUp={event => {
        const index = indexAt(event)
        // A finger first reads a point; a second tap on it looks closer.
        if (event.pointerType === 'touch' ? active === index : anchor !== null) select(index)
        else setActive(index)
      }}
      onPointerLeave={event => {
        if (event.pointerType !== 'touch') {
          setActive(null)
          setAnchor(null)
        }
      }}
    >
      <div aria-hidden className="pointer-events-none">
        <TrendPlot {...{ points, scale, color, short }} />
      </div>
      <TrendMarks {...{ points, scale, color, short, active, anchor }} />
      {point && active !== null && (
        <TrendTooltip {...{ point, scale, index: active, color, exact, change }} name={names.value} />
      )}
    </div>
  )
}
