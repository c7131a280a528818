type Props = { values: readonly (number | null)[]; color?: string; height?: number }

/**
 * A trend at a glance, without axes: its figures stand elsewhere, so it is hidden from screen readers. Over unknown
 * values the line is faint.
 */
export const Sparkline = ({ values, color = 'var(--chart-1)', height = 32 }: Props) => {
  const known = values.filter(value => value !== null)
  if (known.length < 2) return <div style={{ height }} />
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const pad = 2
  const x = (i: number) => (i / (values.length - 1)) * 100
  const y = (value: number) =>
    most === least ? height / 2 : height - pad - ((value - least) / (most - least)) * (height - 2 * pad)
  const isKnown = (i: number) => typeof values[i] === 'number'
  const places = values.flatMap((value, i) =>
    value === null ? [] : [{ i, at: `${x(i).toFixed(2)} ${y(value).toFixed(2)}` }],
  )
  const whole = places.map(({ i, at }) => `${isKnown(i - 1) ? 'L' : 'M'}${at}`).join('')
  const across = places
    .flatMap(({ i, at }, place) => (place > 0 && !isKnown(i - 1) ? [`M${places[place - 1]?.at}L${at}`] : []))
    .join('')
  // "h0": a point without a neighbour is a dot, by the line's round ends.
  const alone = places.flatMap(({ i, at }) => (isKnown(i - 1) || isKnown(i + 1) ? [] : [`M${at}h0`])).join('')
  return (
    <svg
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      width="100%"
      height={height}
      aria-hidden
      className="block overflow-visible"
    >
      {across && <path d={across} {...stroke} stroke={color} strokeWidth={1.5} opacity={0.3} />}
      <path d={whole} {...stroke} stroke={color} strokeWidth={1.5} />
      <path d={alone} {...stroke} stroke={color} strokeWidth={3.5} />
    </svg>
  )
}

const stroke = {
  fill: 'none',
  strokeLinejoin: 'round',
  strokeLinecap: 'round',
  vectorEffect: 'non-scaling-stroke',
} as const
