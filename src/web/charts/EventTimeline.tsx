import { useState } from 'react'
import { Link } from 'react-router'
import { addDays, addMonths, daysBetween } from '../calendar.ts'
import { bucketShort } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { Measured } from './Measured.tsx'
import { useRoving } from './roving.ts'
import { spacedIndexes } from './ticks.ts'

/** Something that happened on a day; the longer its stem, the greater its value. */
export type TimelineEvent = { key: string; date: string; value: number; words: string; href?: string }
/** A day that says something by itself, such as today. */
export type TimelineMark = { date: string; name: string; ahead?: boolean }

type Props = {
  label: string
  summary: string
  /** First and last day of the axis. */
  from: string
  to: string
  events: readonly TimelineEvent[]
  marks: readonly TimelineMark[]
  /** Under the picture until an event is pointed at. */
  hint: string
  height?: number
}

const [side, top, bottom] = [14, 34, 36]

/** Events on an axis of days. Arrows move from one to the next, Enter opens it. */
export const EventTimeline = ({ label, summary, from, to, events, marks, hint, height = 150 }: Props) => {
  const [pointed, setPointed] = useState<string | null>(null)
  const { frame, part } = useRoving(
    { rows: 1, columns: events.length },
    { row: 0, column: Math.max(0, events.length - 1) },
  )
  const most = Math.max(1e-9, ...events.map(event => event.value))
  const span = Math.max(1, daysBetween(from, to) - 1)
  const foot = <span aria-hidden>{pointed ?? hint}</span>
  return (
    <ChartFrame label={label} summary={summary} foot={foot}>
      <Measured height={height}>
        {(width, tall) => {
          const x = (day: string) => side + ((daysBetween(from, day) - 1) / span) * (width - 2 * side)
          const ground = tall - bottom
          return (
            <div {...frame} role="group" aria-label={label}>
              <i aria-hidden className="absolute inset-x-0 h-px bg-line-strong" style={{ top: ground }} />
              <Axis from={from} to={to} x={x} y={ground} width={width} />
              {marks.map((mark, i) => (
                <Mark key={mark.name} mark={mark} x={x(mark.date)} ground={ground} level={i % 2} width={width} />
              ))}
              {events.map((event, i) => {
                const look =
                  'absolute flex w-3 -translate-x-1/2 flex-col items-center justify-end rounded hover:bg-hover'
                const stem = Math.max(6, (Math.max(0, event.value) / most) * (ground - top))
                const props = {
                  className: look,
                  style: { left: x(event.date), top: ground - stem - 4, height: stem + 4 },
                  'aria-label': event.words,
                  onPointerEnter: () => setPointed(event.words),
                  onPointerLeave: () => setPointed(null),
                  onFocus: () => setPointed(event.words),
                  onBlur: () => setPointed(null),
                  ...part(0, i),
                }
                const line = (
                  <>
                    <i className="size-2 shrink-0 rounded-full bg-chart-1 [forced-color-adjust:none]" />
                    <i className="w-0.5 grow bg-chart-1 [forced-color-adjust:none]" />
                  </>
                )
                return event.href ? (
                  <Link key={event.key} to={event.href} {...props}>
                    {line}
                  </Link>
                ) : (
                  <span key={event.key} role="img" {...props}>
                    {line}
                  </span>
                )
              })}
            </div>
          )
        }}
      </Measured>
    </ChartFrame>
  )
}

type Place = (day: string) => number

/** So few days have no months to speak of. */
const fewDays = 70

/** Months, or weeks of a short time, at natural distances; the year under the first label and under each new one. */
const Axis = ({ from, to, x, y, width }: { from: string; to: string; x: Place; y: number; width: number }) => {
  const byDay = daysBetween(from, to) <= fewDays
  const days: string[] = []
  const next = (day: string) => (byDay ? addDays(day, 7) : addMonths(day, 1))
  const first = byDay || from.endsWith('-01') ? from : addMonths(`${from.slice(0, 8)}01`, 1)
  for (let day = first; day <= to; day = next(day)) days.push(day)
  const labelled = spacedIndexes(days.length, Math.floor(width / 64), [1, 2, 3, 6, 12, 24]).flatMap(i => days[i] ?? [])
  return labelled.map((day, i) => (
    <span
      key={day}
      aria-hidden
      className="pointer-events-none absolute flex flex-col items-center text-xs leading-4 whitespace-nowrap text-muted"
      style={{ left: Math.min(width - 20, Math.max(20, x(day))), top: y + 4, transform: 'translateX(-50%)' }}
    >
      {bucketShort(day, byDay ? 'day' : 'month', false)}
      {day.slice(0, 4) !== labelled[i - 1]?.slice(0, 4) && <span>{day.slice(0, 4)}</span>}
    </span>
  ))
}

type MarkProps = { mark: TimelineMark; x: number; ground: number; level: number; width: number }

const Mark = ({ mark, x, ground, level, width }: MarkProps) => (
  <span
    aria-hidden
    className="pointer-events-none absolute"
    style={{ left: x, top: level * 16, height: ground - level * 16 }}
  >
    <i className={`absolute inset-y-0 border-l ${mark.ahead ? 'border-dashed border-accent' : 'border-line-strong'}`} />
    <span
      className={`absolute top-0 bg-card px-1.5 text-xs leading-4 whitespace-nowrap ${mark.ahead ? 'text-accent-text' : 'text-muted'} ${x > width / 2 ? 'right-0' : 'left-0'}`}
    >
      {mark.name}
    </span>
  </span>
)
