import { useState } from 'react'
import { Link } from 'react-router'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { Measured } from './Measured.tsx'
import { useRoving } from './roving.ts'
import { StackLegend } from './StackLegend.tsx'
import { StackTooltip } from './StackTooltip.tsx'
import { spacedIndexes, wholeTicks } from './ticks.ts'
import type { TrendPoint } from './trend-scale.ts'

/** One entity over all buckets. */
export type StackSeries = {
  name: string
  color: string
  values: readonly number[]
  /** Where what a bucket counts is, and where all of it is. */
  hrefs: readonly (string | undefined)[]
  href?: string
}

/** A bucket; its `value` is the whole of all series. */
export type StackPoint = Omit<TrendPoint, 'previous' | 'previousTitle'>

type Props = {
  label: string
  names: { value: string; bucket: string; series: string }
  points: readonly StackPoint[]
  series: readonly StackSeries[]
  steps: readonly number[]
  exact: (value: number) => string
  height?: number
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** What each entity adds to every bucket, as columns from zero. Arrows move among the parts, Enter opens what one counts; the legend leaves entities out. */
export const StackedBars = (props: Props) => {
  const { label, names, points, series, exact, height = 260 } = props
  const [hidden, setHidden] = useState<readonly string[]>([])
  const shown = series.filter(one => !hidden.includes(one.name))
  const toggle = (name: string) =>
    setHidden(before => (before.includes(name) ? before.filter(other => other !== name) : [...before, name]))
  const totals = series.map(one => `${one.name} ${exact(sum(one.values))}`)
  const summary = `${points.length} ${points.length === 1 ? 'bucket' : 'buckets'} (${names.bucket.toLowerCase()}) from ${points[0]?.title} to ${points.at(-1)?.title}. In all ${exact(sum(points.map(point => point.value)))}: ${totals.join(', ')}.`
  return (
    <ChartFrame label={label} summary={summary}>
      <Measured height={height}>
        {(width, room) => <Columns {...props} series={shown} width={width} height={room} />}
      </Measured>
      <StackLegend series={series} hidden={hidden} onToggle={toggle} exact={exact} />
    </ChartFrame>
  )
}

const letterWidth = 7
const [top, bottom] = [10, 40]

type ColumnsProps = Omit<Props, 'label' | 'height'> & { width: number; height: number }

const Columns = ({ names, points, series, steps, exact, width, height }: ColumnsProps) => {
  const [pointed, setPointed] = useState<number | null>(null)
  const first = {
    row: Math.max(0, series.length - 1),
    column: Math.max(
      0,
      points.findLastIndex(point => point.value > 0),
    ),
  }
  // the lowest part of a column is its last row, so that the arrow up goes up
  const { frame, part } = useRoving({ rows: series.length, columns: points.length }, first)
  const wholes = points.map((_, i) => sum(series.map(one => one.values[i] ?? 0)))
  const ticks = wholeTicks(Math.max(...wholes))
  const high = ticks.at(-1) || 1
  const left = exact(high).length * letterWidth + 12
  const ground = height - bottom
  const slot = (width - left) / points.length
  const bar = Math.max(1, Math.min(44, slot * 0.72))
  const y = (value: number) => (value / high) * (ground - top)
  const labelled = spacedIndexes(points.length, Math.floor((width - left) / 72) + 1, steps)
  const inLegendOrder = [...series].reverse()
  return (
    <div {...frame} role="group" aria-label={`${names.value} by ${names.series.toLowerCase()}`}>
      {ticks.map(tick => (
        <span
          key={tick}
          aria-hidden
          className="pointer-events-none absolute inset-x-0"
          style={{ top: ground - y(tick) }}
        >
          <span
            className="absolute right-full -translate-y-1/2 text-xs whitespace-nowrap text-muted"
            style={{ right: width - left + 8 }}
          >
            {exact(tick)}
          </span>
          <i
            className="absolute right-0 h-px"
            style={{ left, background: tick ? 'var(--chart-grid)' : 'var(--line-strong)' }}
          />
        </span>
      ))}
      {points.map((point, i) => {
        let under = 0
        const x = left + i * slot
        return (
          <div
            key={point.title}
            className={`absolute ${pointed === i ? 'bg-hover' : ''}`}
            style={{ left: x, width: slot, top: 0, height: ground }}
            onPointerEnter={() => setPointed(i)}
            onPointerLeave={() => setPointed(null)}
            onFocus={() => setPointed(i)}
            onBlur={() => setPointed(null)}
          >
            {inLegendOrder.map((one, place) => {
              const value = one.values[i] ?? 0
              const base = under
              under += value
              if (value <= 0) return null
              return (
                <Segment
                  key={one.name}
                  part={part(series.length - 1 - place, i)}
                  href={one.hrefs[i]}
                  words={`${point.title}, ${one.name}: ${exact(value)} of ${exact(wholes[i] ?? 0)}${point.note ? `, ${point.note}` : ''}`}
                  style={{
                    left: (slot - bar) / 2,
                    width: bar,
                    bottom: y(base),
                    height: Math.max(1, y(value) - (base > 0 && y(value) > 3 ? 1 : 0)),
                    background: point.partial ? hatched(one.color) : one.color,
                  }}
                />
              )
            })}
          </div>
        )
      })}
      {labelled.map((i, place) => (
        <Tick
          key={i}
          point={points[i]}
          before={points[labelled[place - 1] ?? -1]}
          x={left + (i + 0.5) * slot}
          y={ground + 6}
          width={width}
        />
      ))}
      {pointed !== null && points[pointed] && (
        <StackTooltip
          point={points[pointed]}
          index={pointed}
          series={series}
          name={names.value}
          exact={exact}
          x={left + (pointed + 0.5) * slot}
          width={width}
        />
      )}
    </div>
  )
}

const hatched = (color: string) =>
  `repeating-linear-gradient(45deg, ${color} 0 4px, color-mix(in srgb, ${color} 45%, var(--card)) 4px 7px)`

type SegmentProps = { part: object; href: string | undefined; words: string; style: object }

const Segment = ({ part, href, words, style }: SegmentProps) => {
  const look = 'absolute block rounded-[1px] [forced-color-adjust:none] hover:opacity-80'
  return href ? (
    <Link to={href} aria-label={words} className={look} style={style} {...part} />
  ) : (
    <span role="img" aria-label={words} className={look} style={style} {...part} />
  )
}

type TickProps = { point: StackPoint | undefined; before: StackPoint | undefined; x: number; y: number; width: number }

/** A label that never leaves the picture; the year stands under the first label of each year. */
const Tick = ({ point, before, x, y, width }: TickProps) => {
  if (!point) return null
  const half = (point.tick.length * letterWidth) / 2
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute flex -translate-x-1/2 flex-col items-center text-xs leading-4 whitespace-nowrap text-muted"
      style={{ left: Math.min(x, width - half), top: y }}
    >
      {point.tick}
      {point.under && point.under !== before?.under && <span>{point.under}</span>}
    </span>
  )
}

/** The same figures as a table. */
export const StackTable = ({ label, names, points, series, exact }: Omit<Props, 'steps' | 'height'>) => (
  <FiguresTable
    label={label}
    head={[names.bucket, ...series.map(one => one.name), 'Total']}
    rows={points.map((point, i) => [
      `${point.title}${point.note ? ` (${point.note})` : ''}`,
      ...series.map(one => exact(one.values[i] ?? 0)),
      exact(point.value),
    ])}
    total={['Total', ...series.map(one => exact(sum(one.values))), exact(sum(points.map(point => point.value)))]}
  />
)
