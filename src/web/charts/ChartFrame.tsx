import { useId, type ReactNode } from 'react'

/** Around every chart: what it shows and says in words, for those who cannot see it, and a foot for its legend. */
export const ChartFrame = ({
  label,
  summary,
  foot,
  children,
}: {
  label: string
  summary: string
  foot?: ReactNode
  children: ReactNode
}) => {
  const id = useId()
  return (
    <figure aria-labelledby={id} className="flex min-w-0 grow flex-col justify-between gap-2">
      <figcaption id={id} className="sr-only">
        {label}. {summary}
      </figcaption>
      <div className="flex min-w-0 grow flex-col">{children}</div>
      {foot && <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">{foot}</div>}
    </figure>
  )
}
