import { memo } from 'react'
import { areaPath, linePath } from './lines.ts'
import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = { points: readonly TrendPoint[]; scale: TrendScale; color: string; short: (value: number) => string }

/** The drawn part of a trend chart, drawn only when the data change. */
export const TrendPlot = memo(({ points, scale, color, short }: Props) => {
  const { x, y } = scale
  const heights = (value: (point: TrendPoint, i: number) => number | null) =>
    points.map((point, i) => {
      const found = value(point, i)
      return found === null ? null : y(found)
    })
  const whole = heights(point => (point.partial || point.missing ? null : point.value))
  // what is not whole stands apart, as a line to it would read as a fall
  const part = points
    .flatMap((point, i) => (point.partial && !point.missing ? `M${x(i)},${y(0)}L${x(i)},${y(point.value)}` : []))
    .join('')
  const previous = heights(point => point.previous)
  return (
    <svg width={scale.width} height={scale.height} className="absolute inset-0" data-plot>
      {scale.ticks.map(tick => (
        <g key={tick}>
          <line x1={scale.left} x2={scale.right} y1={y(tick)} y2={y(tick)} stroke="var(--chart-grid)" />
          <text x={scale.left - 8} y={y(tick)} dy="0.355em" textAnchor="end" fontSize={12} fill="var(--muted)">
            {short(tick)}
          </text>
        </g>
      ))}
      {scale.labelled.map((index, place) => (
        <Tick key={index} {...{ points, scale, index }} before={scale.labelled[place - 1]} />
      ))}
      {/* A single point has no line; TrendMarks draws it. */}
      {scale.count > 1 && (
        <>
          <path
            data-line="previous"
            d={linePath(previous, x)}
            {...line}
            stroke="var(--chart-compare)"
            strokeWidth={1.5}
            strokeDasharray="4 4"
          />
          <path data-line="area" d={areaPath(whole, y(0), x)} fill={color} fillOpacity={0.09} />
          <path data-line="whole" d={linePath(whole, x)} {...line} stroke={color} strokeWidth={2} />
          <path data-line="part" d={part} {...line} stroke={color} strokeWidth={1.5} strokeDasharray="2 4" />
        </>
      )}
    </svg>
  )
})

const line = { fill: 'none', strokeLinejoin: 'round' } as const

type TickProps = Pick<Props, 'points' | 'scale'> & { index: number; before: number | undefined }

/** A label that never leaves the picture; the year stands under the first label of each year. */
const Tick = ({ points, scale, index, before }: TickProps) => {
  const point = points[index]
  if (!point) return null
  const x = scale.x(index)
  const half = point.tick.length * 3.5
  const anchor = x + half > scale.width ? 'end' : x - half < 0 ? 'start' : 'middle'
  return (
    <text
      x={anchor === 'end' ? scale.width : x}
      y={scale.bottom + 8}
      textAnchor={anchor}
      fontSize={12}
      fill="var(--muted)"
    >
      <tspan dy={8}>{point.tick}</tspan>
      {point.under && point.under !== points[before ?? -1]?.under && (
        <tspan x={x} dy={15}>
          {point.under}
        </tspan>
      )}
    </text>
  )
}
