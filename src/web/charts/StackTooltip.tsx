type Series = { name: string; color: string; values: readonly number[] }
type Props = {
  point: { title: string; note: string | null }
  index: number
  series: readonly Series[]
  name: string
  exact: (value: number) => string
  /** Of the column's middle, and of the picture. */
  x: number
  width: number
}

const own = 208

/** What a column is made of, beside it. Each part says the same aloud, so this is hidden from screen readers. */
export const StackTooltip = ({ point, index, series, name, exact, x, width }: Props) => {
  const parts = series.filter(one => (one.values[index] ?? 0) > 0)
  const whole = series.reduce((total, one) => total + (one.values[index] ?? 0), 0)
  const beside = x < width / 2 ? x + 20 : x - 20 - own
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-1 z-10 rounded-lg border border-line bg-card p-2.5 text-xs text-ink shadow-float"
      style={{ width: own, left: Math.max(0, Math.min(width - own, beside)) }}
    >
      <p className="mb-1 font-semibold">{point.title}</p>
      {parts.map(one => (
        <p key={one.name} className="flex items-baseline justify-between gap-3 pt-0.5">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <i className="size-2 shrink-0 rounded-full" style={{ background: one.color }} />
            <span className="truncate">{one.name}</span>
          </span>
          <span className="whitespace-nowrap">
            {exact(one.values[index] ?? 0)}
            <span className="ml-1.5 inline-block w-8 text-right text-muted">
              {Math.round(((one.values[index] ?? 0) / whole) * 100)}%
            </span>
          </span>
        </p>
      ))}
      <p className="mt-1 flex justify-between border-t border-line pt-1 font-semibold">
        <span>{name}</span>
        {exact(whole)}
      </p>
      {point.note && <p className="pt-1 text-muted">{point.note}</p>}
    </div>
  )
}
