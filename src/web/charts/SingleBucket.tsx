import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = { point: TrendPoint; scale: TrendScale; color: string; short: (value: number) => string }

const most = 96
const gap = 12

/** One bucket is no trend: the value and what it is compared with stand beside each other as columns. */
export const SingleBucket = ({ point, scale, color, short }: Props) => {
  const middle = scale.x(0)
  const width = Math.min(most, (scale.right - scale.left) / 4)
  const compared = point.previous !== null
  return (
    <>
      {point.previous !== null && <Column x={middle - gap / 2 - width} {...{ width, scale, short }} value={point.previous} look={{ fill: 'var(--chart-compare)', fillOpacity: 0.45 }} />}
      <Column
        x={compared ? middle + gap / 2 : middle - width / 2} {...{ width, scale, short }} value={point.value} note={point.note}
        look={point.partial ? { fill: color, fillOpacity: 0.2, stroke: color, strokeWidth: 1.5, strokeDasharray: '4 3' } : { fill: color }}
      />
    </>
  )
}

type Look = { fill: string; fillOpacity?: number; stroke?: string; strokeWidth?: number; strokeDasharray?: string }
type ColumnProps = { x: number; width: number; value: number; look: Look; note?: string | null } & Pick<Props, 'scale' | 'short'>

/** The words stand above the column, or inside its top where there is no room above. */
const Column = ({ x, width, value, look, note, scale, short }: ColumnProps) => {
  const [from, to] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))]
  const inside = from < 20
  return (
    <>
      <rect x={x} y={from} width={width} height={Math.max(1, to - from)} rx={2} {...look} />
      <text
        x={x + width / 2} y={inside ? from + 18 : from - 8} textAnchor="middle" fontSize={12} fill={inside && !look.stroke && !look.fillOpacity ? 'var(--card)' : 'var(--ink)'}
        stroke={inside ? 'none' : 'var(--card)'} strokeWidth={4} strokeLinejoin="round"
        paintOrder="stroke"
      >
        <tspan fontWeight={600}>{short(value)}</tspan>
        {note && <tspan fill="var(--muted)"> {note}</tspan>}
      </text>
    </>
  )
}
