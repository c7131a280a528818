import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = { points: readonly TrendPoint[]; scale: TrendScale; color: string; active: number | null; anchor: number | null }

/** Over the lines: points that are not whole, points that stand alone, the crosshair and what is being marked. */
export const TrendMarks = ({ points, scale, color, active, anchor }: Props) => {
  const { x, y } = scale
  const alone = (i: number) => [points[i - 1], points[i + 1]].every(neighbour => !neighbour || neighbour.partial)
  const current = active === null ? undefined : points[active]
  const single = points.length === 1 ? (points[0]?.previous ?? null) : null
  return (
    <svg width={scale.width} height={scale.height} aria-hidden className="pointer-events-none absolute inset-0">
      {anchor !== null && active !== null && anchor !== active && (
        <rect
          x={x(Math.min(anchor, active))} width={Math.abs(x(anchor) - x(active))} y={scale.top} height={scale.bottom - scale.top}
          fill="var(--accent)" fillOpacity={0.12}
        />
      )}
      {current && active !== null && (
        <line x1={x(active)} x2={x(active)} y1={scale.top} y2={scale.bottom} stroke="var(--muted)" strokeDasharray="2 3" />
      )}
      {single !== null && <circle cx={x(0)} cy={y(single)} r={3.5} fill="var(--chart-compare)" />}
      {points.map((point, i) => point.partial
        ? <circle key={i} cx={x(i)} cy={y(point.value)} r={4} fill="var(--card)" stroke={color} strokeWidth={2} />
        : alone(i) && <circle key={i} cx={x(i)} cy={y(point.value)} r={3.5} fill={color} />)}
      {noted(points, scale).map(i => <Note key={i} points={points} index={i} scale={scale} />)}
      {current && active !== null && current.previous !== null && <circle cx={x(active)} cy={y(current.previous)} r={3.5} fill="var(--chart-compare)" />}
      {current && active !== null && !current.partial && (
        <circle cx={x(active)} cy={y(current.value)} r={4.5} fill={color} stroke="var(--card)" strokeWidth={1.5} />
      )}
    </svg>
  )
}

/** Only the first and the last bucket can be cut; where there is no room for both, the last speaks. */
const noted = (points: readonly TrendPoint[], scale: TrendScale): number[] => {
  const ends = points.length === 1 ? [0] : [0, points.length - 1]
  const speaking = ends.filter(i => points[i]?.note)
  return scale.right - scale.left < 420 ? speaking.slice(-1) : speaking
}

/** On the side where the line does not come from, if there is room. */
const Note = ({ points, index, scale }: { points: readonly TrendPoint[]; index: number; scale: TrendScale }) => {
  const point = points[index]
  if (!point) return null
  const { value, note } = point
  const neighbour = points[index === 0 ? 1 : index - 1]
  const comesFromBelow = neighbour !== undefined && neighbour.value < value
  const below = scale.y(value) + 30 < scale.bottom && !(comesFromBelow && scale.y(value) - 24 > scale.top)
  const anchor = scale.count === 1 ? 'middle' : index === 0 ? 'start' : 'end'
  return (
    <text
      x={scale.x(index) + (anchor === 'start' ? 6 : anchor === 'end' ? 6 : 0)} y={scale.y(value) + (below ? 20 : -12)} textAnchor={anchor} fontSize={12}
      fill="var(--muted)" stroke="var(--card)" strokeWidth={4} strokeLinejoin="round" paintOrder="stroke"
    >
      {note}
    </text>
  )
}
