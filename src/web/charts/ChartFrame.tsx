import { useId, type ReactNode } from 'react'
import { ChartTips } from './ChartTip.tsx'

/**
 * Around every chart: what it shows and says in words, for those who cannot see it, what its marks say (`data-tip`), and a foot
 * for its legend. `fit`: a list keeps the height of its rows, whatever room there is.
 */
export const ChartFrame = ({
  label,
  summary,
  foot,
  fit = false,
  children,
}: {
  label: string
  summary: string
  foot?: ReactNode
  fit?: boolean
  children: ReactNode
}) => {
  const id = useId()
  return (
    <figure aria-labelledby={id} className={`flex min-w-0 flex-col justify-between gap-2 ${fit ? '' : 'grow'}`}>
      <figcaption id={id} className="sr-only">
        {label}. {summary}
      </figcaption>
      <ChartTips className="flex min-w-0 grow flex-col">{children}</ChartTips>
      {foot && <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">{foot}</div>}
    </figure>
  )
}
