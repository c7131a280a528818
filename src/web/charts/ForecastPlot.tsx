import { memo } from 'react'
import { linePath } from './lines.ts'
import type { ForecastPoint, ForecastScale } from './forecast-scale.ts'

type Props = {
  points: readonly ForecastPoint[]
  scale: ForecastScale
  color: string
  short: (value: number) => string
}

type Value = (point: ForecastPoint) => number | null

const pathOf = (points: readonly ForecastPoint[], { x, y }: ForecastScale, value: Value): string =>
  linePath(
    points.map(point => {
      const at = value(point)
      return at === null ? null : y(at)
    }),
    x,
  )

/** Between the lower and the upper bounds, over the buckets that have both. */
const bandOf = (points: readonly ForecastPoint[], { x, y }: ForecastScale, level: 'band80' | 'band95'): string => {
  const inside = points.flatMap((point, i) => (point[level] ? [{ i, band: point[level] }] : []))
  if (inside.length === 0) return ''
  const uppers = inside.map(({ i, band }) => `${x(i).toFixed(1)} ${y(band[1]).toFixed(1)}`)
  const lowers = inside.map(({ i, band }) => `${x(i).toFixed(1)} ${y(band[0]).toFixed(1)}`)
  return `M${uppers.join('L')}L${lowers.toReversed().join('L')}Z`
}

/** History solid, the forecast dashed in the same colour over its 80 % and 95 % bands, the year before and the naive forecast in grey. */
export const ForecastPlot = memo(({ points, scale, color, short }: Props) => {
  const line = { fill: 'none', strokeLinejoin: 'round' } as const
  const lastActual = points.findLastIndex(point => point.actual !== null && !point.underWay)
  // the forecast's line begins where the history ends
  const ahead: Value = point =>
    point === points[lastActual] ? point.actual : points.indexOf(point) > lastActual ? point.predicted : null
  return (
    <svg width={scale.width} height={scale.height} aria-hidden className="absolute inset-0">
      {scale.ticks.map(tick => (
        <g key={tick}>
          <line
            x1={scale.left}
            x2={scale.right}
            y1={scale.y(tick)}
            y2={scale.y(tick)}
            stroke={tick === 0 ? 'var(--line-strong)' : 'var(--chart-grid)'}
          />
          <text x={scale.left - 8} y={scale.y(tick) + 4} textAnchor="end" fontSize={12} fill="var(--muted)">
            {short(tick)}
          </text>
        </g>
      ))}
      {scale.labelled.map((index, place) => (
        <Label key={index} {...{ points, scale, index }} before={scale.labelled[place - 1]} />
      ))}
      <path d={bandOf(points, scale, 'band95')} fill={color} fillOpacity={0.1} />
      <path d={bandOf(points, scale, 'band80')} fill={color} fillOpacity={0.2} />
      <path
        d={pathOf(points, scale, point => point.yearBefore)}
        {...line}
        stroke="var(--chart-compare)"
        strokeWidth={1.5}
        strokeDasharray="4 4"
      />
      <path
        d={pathOf(points, scale, point => point.naive)}
        {...line}
        stroke="var(--chart-compare)"
        strokeWidth={1.5}
        strokeDasharray="1 4"
        strokeLinecap="round"
      />
      <path
        d={pathOf(points, scale, point => point.target)}
        {...line}
        stroke="var(--ink)"
        strokeWidth={1.25}
        strokeDasharray="8 4"
      />
      <path
        d={pathOf(points, scale, point => (point.underWay ? null : point.actual))}
        {...line}
        stroke={color}
        strokeWidth={2}
      />
      <path d={pathOf(points, scale, ahead)} {...line} stroke={color} strokeWidth={2} strokeDasharray="2 4" />
      <path d={pathOf(points, scale, point => point.scenario)} {...line} stroke="var(--chart-2)" strokeWidth={2} />
      {points.map((point, i) => (
        <Mark key={i} {...{ point, scale, color }} x={scale.x(i)} />
      ))}
    </svg>
  )
})

/** A month under way is hollow at what has come so far; an outlier has a ring. */
const Mark = ({ point, scale, color, x }: { point: ForecastPoint; scale: ForecastScale; color: string; x: number }) => {
  const { actual, predicted } = point
  if (point.underWay)
    return (
      <>
        {actual !== null && (
          <circle cx={x} cy={scale.y(actual)} r={3.5} fill="var(--card)" stroke="var(--muted)" strokeWidth={1.5} />
        )}
        {predicted !== null && (
          <circle cx={x} cy={scale.y(predicted)} r={4} fill="var(--card)" stroke={color} strokeWidth={2} />
        )}
      </>
    )
  if (point.outlier && actual !== null)
    return <circle cx={x} cy={scale.y(actual)} r={5.5} fill="none" stroke="var(--warning)" strokeWidth={2} />
  return predicted !== null && actual === null ? <circle cx={x} cy={scale.y(predicted)} r={3} fill={color} /> : null
}

type LabelProps = {
  points: readonly ForecastPoint[]
  scale: ForecastScale
  index: number
  before: number | undefined
}

/** A label that never leaves the picture; the year stands under the first label of each year. */
const Label = ({ points, scale, index, before }: LabelProps) => {
  const point = points[index]
  if (!point) return null
  const x = scale.x(index)
  const year = point.under && point.under !== points[before ?? -1]?.under ? point.under : null
  const anchor = x + 14 > scale.width ? 'end' : x - 14 < 0 ? 'start' : 'middle'
  return (
    <text x={x} y={scale.bottom + 16} textAnchor={anchor} fontSize={12} fill="var(--muted)">
      {point.tick}
      {year && (
        <tspan x={x} dy={15}>
          {year}
        </tspan>
      )}
    </text>
  )
}
