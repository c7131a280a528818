import { memo } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, XAxis, YAxis, type XAxisTickContentProps } from 'recharts'
import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = { points: readonly TrendPoint[]; scale: TrendScale; color: string; short: (value: number) => string }

/** The drawn part of a trend chart, and the only part that needs Recharts: it is loaded when first shown, and drawn only when the data change. */
export const TrendPlot = memo(({ points, scale, color, short }: Props) => {
  const rows = points.map((point, i) => ({
    i,
    whole: point.partial || point.missing ? null : point.value,
    part: !point.missing && (point.partial || points[i - 1]?.partial || points[i + 1]?.partial) ? point.value : null,
    previous: point.previous,
  }))
  const line = { type: 'linear', dot: false, activeDot: false, isAnimationActive: false } as const
  return (
    <ComposedChart
      width={scale.width}
      height={scale.height}
      data={rows}
      accessibilityLayer={false}
      margin={{ top: scale.top, right: scale.width - scale.right, bottom: 0, left: 0 }}
    >
      <CartesianGrid vertical={false} horizontalPoints={scale.ticks.map(scale.y)} stroke="var(--chart-grid)" />
      <XAxis
        dataKey="i"
        type="number"
        domain={scale.count === 1 ? [-1, 1] : [0, scale.count - 1]}
        ticks={scale.labelled}
        interval={0}
        height={scale.height - scale.bottom}
        axisLine={false}
        tickLine={false}
        tick={props => <Tick {...props} points={points} scale={scale} />}
      />
      <YAxis
        domain={[scale.low, scale.high]}
        ticks={scale.ticks}
        interval={0}
        width={scale.left}
        axisLine={false}
        tickLine={false}
        tickSize={0}
        tickMargin={8}
        tickFormatter={short}
        tick={{ fontSize: 12, fill: 'var(--muted)' }}
        // without lines the axis has no data of its own; with them it would cut half of a line at its edge
        allowDataOverflow={scale.count === 1}
      />
      {/* A single point has no line; TrendMarks draws it. */}
      {scale.count > 1 && (
        <>
          <Line {...line} dataKey="previous" stroke="var(--chart-compare)" strokeWidth={1.5} strokeDasharray="4 4" />
          <Area
            {...line}
            dataKey="whole"
            stroke={color}
            strokeWidth={2}
            fill={color}
            fillOpacity={0.09}
            baseValue={0}
          />
          <Line {...line} dataKey="part" stroke={color} strokeWidth={2} strokeDasharray="2 4" />
        </>
      )}
    </ComposedChart>
  )
})

/** A label that never leaves the picture; the year stands under the first label of each year. */
const Tick = ({ payload, y, points, scale }: XAxisTickContentProps & Pick<Props, 'points' | 'scale'>) => {
  const index = Number(payload.value)
  const point = points[index]
  if (!point) return null
  const x = scale.x(index)
  const half = point.tick.length * 3.5
  const anchor = x + half > scale.width ? 'end' : x - half < 0 ? 'start' : 'middle'
  const place = scale.labelled.indexOf(index)
  const before = points[scale.labelled[place - 1] ?? -1]
  return (
    <text
      x={anchor === 'end' ? scale.width : x}
      y={Number(y) + 8}
      textAnchor={anchor}
      fontSize={12}
      fill="var(--muted)"
    >
      <tspan dy={4}>{point.tick}</tspan>
      {point.under && point.under !== before?.under && (
        <tspan x={x} dy={15}>
          {point.under}
        </tspan>
      )}
    </text>
  )
}
