import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { roundTicks } from './ticks.ts'

export type IntervalPoint = {
  /** On the axis, and in words. */
  tick: string
  title: string
  value: number
  lower: number
  upper: number
}

type Props = {
  label: string
  names: { row: string; value: string }
  points: readonly IntervalPoint[]
  /** The value that stands for "like all others": a line across. */
  base: number
  exact: (value: number) => string
  height?: number
}

/** Measured values with their intervals, around a base line: a point where the interval holds the base says nothing sure. */
export const IntervalChart = ({ label, names, points, base, exact, height = 220 }: Props) => {
  const spread = Math.max(...points.flatMap(({ lower, upper }) => [Math.abs(lower - base), Math.abs(upper - base)]), 1)
  const ticks = roundTicks(-spread, spread).map(tick => tick + base)
  const [low, high] = [ticks[0] ?? base - 1, ticks.at(-1) ?? base + 1]
  const at = (value: number) => `${((Math.min(high, Math.max(low, value)) - low) / (high - low)) * 100}%`
  const sure = ({ lower, upper }: IntervalPoint) => lower > base || upper < base
  const spoken = (point: IntervalPoint) =>
    `${point.title}: ${exact(point.value)}, between ${exact(point.lower)} and ${exact(point.upper)}${sure(point) ? '' : ', not sure to differ'}`
  const foot = (
    <>
      <span className="inline-flex items-center gap-1.5">
        <i className="size-2 rounded-full bg-chart-1" /> {names.value.toLowerCase()}, with its 95% interval
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="size-2 rounded-full border-2 border-chart-1" /> not sure to differ from {exact(base)}
      </span>
    </>
  )
  return (
    <ChartFrame label={label} summary={`${points.map(spoken).join('. ')}.`} foot={foot}>
      <div className="@container flex grow gap-2 text-xs text-muted">
        <div aria-hidden className="relative my-2 mb-6 w-8 shrink-0">
          {ticks.map(tick => (
            <span key={tick} className="absolute right-0 translate-y-1/2" style={{ bottom: at(tick) }}>
              {exact(tick)}
            </span>
          ))}
        </div>
        <div className="relative my-2 mb-6 min-w-0 grow" style={{ height }}>
          {ticks.map(tick => (
            <i
              key={tick}
              aria-hidden
              className={`absolute inset-x-0 h-px ${tick === base ? 'bg-line-strong' : 'bg-chart-grid'}`}
              style={{ bottom: at(tick) }}
            />
          ))}
          <ol aria-hidden className="absolute inset-0 flex">
            {points.map(point => (
              <li key={point.title} title={spoken(point)} className="relative min-w-0 flex-1">
                <i
                  className="absolute left-1/2 w-0.5 -translate-x-1/2 bg-chart-1 opacity-40"
                  style={{ bottom: at(point.lower), top: `calc(100% - ${at(point.upper)})` }}
                />
                <i
                  className={`absolute left-1/2 size-2.5 -translate-x-1/2 translate-y-1/2 rounded-full border-2 border-chart-1 ${sure(point) ? 'bg-chart-1' : 'bg-card'}`}
                  style={{ bottom: at(point.value) }}
                />
                <span className="absolute inset-x-0 -bottom-6 text-center">
                  {point.tick.slice(0, 1)}
                  <span className="@max-md:hidden">{point.tick.slice(1)}</span>
                </span>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </ChartFrame>
  )
}

/** The same figures as a table. */
export const IntervalTable = ({ label, names, points, exact }: Pick<Props, 'label' | 'names' | 'points' | 'exact'>) => (
  <FiguresTable
    label={label}
    head={[names.row, names.value, 'Lower (95%)', 'Upper (95%)']}
    rows={points.map(point => [point.title, exact(point.value), exact(point.lower), exact(point.upper)])}
  />
)
