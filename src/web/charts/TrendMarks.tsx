import { SingleBucket } from './SingleBucket.tsx'
import type { TrendPoint, TrendScale } from './trend-scale.ts'

type Props = {
  points: readonly TrendPoint[]
  scale: TrendScale
  color: string
  short: (value: number) => string
  active: number | null
  anchor: number | null
}

/** Over the lines: points that are not whole, points that stand alone, the crosshair and what is being marked. */
export const TrendMarks = ({ points, scale, color, short, active, anchor }: Props) => {
  const { x, y } = scale
  const alone = (i: number) =>
    [points[i - 1], points[i + 1]].every(neighbour => !neighbour || neighbour.partial || neighbour.missing)
  const current = active === null ? undefined : points[active]
  const [first] = points
  if (first && points.length === 1)
    return (
      <svg width={scale.width} height={scale.height} aria-hidden className="pointer-events-none absolute inset-0">
        <SingleBucket {...{ scale, color, short }} point={first} />
      </svg>
    )
  return (
    <svg width={scale.width} height={scale.height} aria-hidden className="pointer-events-none absolute inset-0">
      {anchor !== null && active !== null && anchor !== active && (
        <rect
          x={x(Math.min(anchor, active))}
          width={Math.abs(x(anchor) - x(active))}
          y={scale.top}
          height={scale.bottom - scale.top}
          fill="var(--accent)"
          fillOpacity={0.12}
        />
      )}
      {current && active !== null && (
        <line
          x1={x(active)}
          x2={x(active)}
          y1={scale.top}
          y2={scale.bottom}
          stroke="var(--muted)"
          strokeDasharray="2 3"
        />
      )}
      {points.map((point, i) =>
        point.missing ? null : point.partial ? (
          <circle key={i} cx={x(i)} cy={y(point.value)} r={4} fill="var(--card)" stroke={color} strokeWidth={2} />
        ) : (
          alone(i) && <circle key={i} cx={x(i)} cy={y(point.value)} r={3.5} fill={color} />
        ),
      )}
      {noted(points, scale).map(i => (
        <Note key={i} points={points} index={i} scale={scale} />
      ))}
      {current && active !== null && current.previous !== null && (
        <circle cx={x(active)} cy={y(current.previous)} r={3.5} fill="var(--chart-compare)" />
      )}
      {current && active !== null && !current.partial && (
        <circle cx={x(active)} cy={y(current.value)} r={4.5} fill={color} stroke="var(--card)" strokeWidth={1.5} />
      )}
    </svg>
  )
}

/**
 * Only the first and the last bucket of which something is known can be cut; where there is no room for both, the last
 * speaks.
 */
const noted = (points: readonly TrendPoint[], scale: TrendScale): number[] => {
  const known = (point: TrendPoint) => !point.missing
  const speaking = [...new Set([points.findIndex(known), points.findLastIndex(known)])].filter(i => points[i]?.note)
  return scale.right - scale.left < 420 ? speaking.slice(-1) : speaking
}

const letterWidth = 6.2

/** How many of the lines' points, and places between them, lie in a box. */
const crossings = (
  points: readonly TrendPoint[],
  scale: TrendScale,
  [left, right]: [number, number],
  [top, bottom]: [number, number],
): number => {
  const between = (a: number, b: number) => [0, 0.25, 0.5, 0.75, 1].map(part => a + (b - a) * part)
  return points.flatMap((point, i) => {
    const next = points[i + 1]
    if (!next || scale.x(i + 1) < left || scale.x(i) > right) return []
    const places = between(scale.x(i), scale.x(i + 1))
    const lines = [
      [point.value, next.value],
      ...(point.previous !== null && next.previous !== null ? [[point.previous, next.previous]] : []),
    ]
    return lines.flatMap(([a = 0, b = 0]) =>
      between(a, b).filter((value, place) => {
        const [x = 0, y] = [places[place], scale.y(value)]
        return x >= left && x <= right && y >= top && y <= bottom
      }),
    )
  }).length
}

/** On the side where fewer lines pass; of two that are alike, where the line does not come from. */
const Note = ({ points, index, scale }: { points: readonly TrendPoint[]; index: number; scale: TrendScale }) => {
  const point = points[index]
  if (!point) return null
  const { value, note } = point
  const neighbour = points[index === 0 ? 1 : index - 1]
  const comesFromBelow = neighbour !== undefined && neighbour.value < value
  const anchor = index === 0 ? 'start' : 'end'
  const [x, y] = [scale.x(index) + 6, scale.y(value)]
  const length = (note ?? '').length * letterWidth
  const sides: [number, number] = anchor === 'start' ? [x, x + length] : [x - length, x]
  const [above, under] = [y - 12, y + 20].map(base => crossings(points, scale, sides, [base - 12, base + 3]))
  const preferred = above === under ? !comesFromBelow : (under ?? 0) < (above ?? 0)
  const below = y - 24 < scale.top || (preferred && y + 30 < scale.bottom)
  return (
    <text
      x={x}
      y={y + (below ? 20 : -12)}
      textAnchor={anchor}
      fontSize={12}
      fill="var(--muted)"
      stroke="var(--card)"
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {note}
    </text>
  )
}
