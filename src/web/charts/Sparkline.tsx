type Props = { values: readonly (number | null)[]; color?: string; height?: number }

/** A trend at a glance, without axes: its figures stand elsewhere, so it is hidden from screen readers. Unknown values leave a gap. */
export const Sparkline = ({ values, color = 'var(--chart-1)', height = 32 }: Props) => {
  const known = values.filter(value => value !== null)
  if (known.length < 2) return <div style={{ height }} />
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const pad = 2
  const x = (i: number) => (i / (values.length - 1)) * 100
  const y = (value: number) => (most === least ? height / 2 : height - pad - ((value - least) / (most - least)) * (height - 2 * pad))
  // "h0": a beginning without a neighbour is a dot, by the line's round ends.
  const drawn = values.map((value, i) => {
    if (value === null) return { lone: false, step: '' }
    const place = `${x(i).toFixed(2)} ${y(value).toFixed(2)}`
    const [before, after] = [typeof values[i - 1] === 'number', typeof values[i + 1] === 'number']
    return { lone: !before && !after, step: before ? `L${place}` : `M${place}h0` }
  })
  const path = (lone: boolean) => drawn.filter(one => one.lone === lone).map(one => one.step).join('')
  return (
    <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" width="100%" height={height} aria-hidden className="block overflow-visible">
      <path d={path(false)} {...stroke} stroke={color} strokeWidth={1.5} />
      <path d={path(true)} {...stroke} stroke={color} strokeWidth={3.5} />
    </svg>
  )
}

const stroke = { fill: 'none', strokeLinejoin: 'round', strokeLinecap: 'round', vectorEffect: 'non-scaling-stroke' } as const
