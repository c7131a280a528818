import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = { point: TrendPoint; scale: TrendScale; color: string; short: (value: number) => string }

const most = 96
/** Between the middles of the columns: room for a day under each. */
const apart = 108

/**
 * One bucket is no trend: the value and what it is compared with stand beside each other as columns, each with its own
 * days.
 */
export const SingleBucket = ({ point, scale, color, short }: Props) => {
  const middle = scale.x(0)
  const width = Math.min(most, (scale.right - scale.left) / 4)
  const aside = point.previous === null ? 0 : apart / 2
  return (
    <>
      {point.previous !== null && (
        <Column
          middle={middle - aside}
          {...{ width, scale, short }}
          value={point.previous}
          days={point.previousTitle ?? ''}
          look={{ fill: 'var(--chart-compare)', fillOpacity: 0.45 }}
        />
      )}
      <Column
        middle={middle + aside}
        {...{ width, scale, short }}
        value={point.value}
        days={point.title}
        note={point.note}
        look={
          point.partial
            ? { fill: color, fillOpacity: 0.2, stroke: color, strokeWidth: 1.5, strokeDasharray: '4 3' }
            : { fill: color }
        }
      />
    </>
  )
}

type Look = { fill: string; fillOpacity?: number; stroke?: string; strokeWidth?: number; strokeDasharray?: string }
type ColumnProps = {
  middle: number
  width: number
  value: number
  days: string
  look: Look
  note?: string | null
} & Pick<Props, 'scale' | 'short'>

/** The words stand above the column, or inside its top where there is no room above. */
const Column = ({ middle, width, value, days, look, note, scale, short }: ColumnProps) => {
  const [from, to] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))]
  const inside = from < 20
  return (
    <>
      <rect x={middle - width / 2} y={from} width={width} height={Math.max(1, to - from)} rx={2} {...look} />
      <text
        x={middle}
        y={inside ? from + 18 : from - 8}
        textAnchor="middle"
        fontSize={12}
        fill={inside && !look.stroke && !look.fillOpacity ? 'var(--card)' : 'var(--ink)'}
        stroke={inside ? 'none' : 'var(--card)'}
        strokeWidth={4}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        <tspan fontWeight={600}>{short(value)}</tspan>
        {note && <tspan fill="var(--muted)"> {note}</tspan>}
      </text>
      <text y={scale.bottom + 18} textAnchor="middle" fontSize={12} fill="var(--muted)">
        {days.split(/(?<=–) /).map((line, i) => (
          <tspan key={line} x={middle} dy={i && 15}>
            {line}
          </tspan>
        ))}
      </text>
    </>
  )
}
