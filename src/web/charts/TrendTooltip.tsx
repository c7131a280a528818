import { unknown } from '../format.ts'
import { Delta } from '../ui/Delta.tsx'
import { type ChangeKind, changeOf, spokenChange } from './change.ts'
import type { TrendPoint, TrendScale } from './trend-scale.ts'

const width = 216

type Props = {
  point: TrendPoint
  index: number
  scale: TrendScale
  name: string
  color: string
  exact: (value: number) => string
  change: ChangeKind
}

/**
 * What a point says, beside it and inside the picture. The slider says the same words aloud, so these are hidden from
 * it.
 */
export const TrendTooltip = ({ point, index, scale, name, color, exact, change }: Props) => {
  const x = scale.x(index)
  const beside = x < (scale.left + scale.right) / 2 ? x + 14 : x - 14 - width
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute rounded-lg border border-line bg-card p-2.5 text-xs text-ink shadow-float"
      style={{
        width,
        left: Math.max(0, Math.min(scale.width - width, beside)),
        top: Math.max(0, Math.min(scale.bottom - 112, scale.y(point.value) - 40)),
      }}
    >
      <p className="mb-1.5 font-semibold">{point.title}</p>
      <Row color={color} label={name} value={valueOf(point, exact)} strong />
      {point.previousTitle && point.previous !== null && (
        <Row color="var(--chart-compare)" label={point.previousTitle} value={exact(point.previous)} />
      )}
      {point.previous !== null && !point.missing && (
        <p className="flex justify-between gap-3 pt-1">
          <span className="text-muted">Change</span>
          <Delta value={changeOf(point.value, point.previous, change)} {...change} none="from zero" />
        </p>
      )}
      {point.remark && <p className="pt-1 text-muted">{point.remark}</p>}
      {point.note && <p className="pt-1 text-muted">{point.note}</p>}
    </div>
  )
}

const Row = ({ color, label, value, strong }: { color: string; label: string; value: string; strong?: boolean }) => (
  <p className={`flex items-baseline justify-between gap-3 pt-1 ${strong ? 'font-semibold' : 'text-muted'}`}>
    <span className="flex items-baseline gap-1.5 font-normal">
      <i className="size-2 shrink-0 rounded-full" style={{ background: color }} />
      {label}
    </span>
    <span>{value}</span>
  </p>
)

/** Of a bucket that has not begun, or was over before the data begins, nothing is known. */
export const valueOf = (point: TrendPoint, exact: Props['exact']): string =>
  point.missing ? unknown : exact(point.value)

/** The same, read aloud. */
export const trendWords = (
  point: TrendPoint,
  name: string,
  exact: (value: number) => string,
  change: ChangeKind,
): string =>
  [
    `${point.title}: ${name} ${valueOf(point, exact)}`,
    point.previousTitle && point.previous !== null && `${point.previousTitle}: ${exact(point.previous)}`,
    !point.missing && spokenChange(changeOf(point.value, point.previous, change), change.unit),
    point.remark,
    point.note,
  ]
    .filter(Boolean)
    .join(', ')
