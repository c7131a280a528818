import { percent, points } from '../format.ts'

type Polarity = 'up_is_good' | 'down_is_good' | 'neutral'

/**
 * A change: arrow by direction, colour by polarity, words for screen readers. `unit` percent (a change in %) or points
 * (percentage points).
 * `null` says `none` ("nothing to compare with", or a better reason); 0 says "no change".
 */
export const Delta = ({
  value,
  unit = 'percent',
  polarity = 'up_is_good',
  none = 'nothing to compare with',
}: {
  value: number | null | undefined
  unit?: 'percent' | 'points'
  polarity?: Polarity
  none?: string
}) => {
  if (value === null || value === undefined) return <span className="text-muted">{none}</span>
  // Beyond a thousand percent the decimal is noise, and a column has no room for it.
  const text = unit === 'points' ? points(Math.abs(value)) : percent(Math.abs(value), Math.abs(value) < 1000 ? 1 : 0)
  if (value === 0) return <span className="text-muted">no change</span>
  const up = value > 0
  const good = polarity === 'neutral' ? null : up === (polarity === 'up_is_good')
  return (
    <span
      className={`font-medium whitespace-nowrap ${good === null ? 'text-soft' : good ? 'text-positive' : 'text-negative'}`}
    >
      <span aria-hidden className="mr-1 text-[0.7em]">
        {up ? '▲' : '▼'}
      </span>
      <span className="sr-only">{up ? 'up' : 'down'} </span>
      {text}
      {good !== null && <span className="sr-only">, {good ? 'better' : 'worse'}</span>}
    </span>
  )
}
