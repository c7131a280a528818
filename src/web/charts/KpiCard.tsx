import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { money, moneyCompact, moneyWhole, number, numberCompact, percent, plural } from '../format.ts'
import { DefinitionHint, type Definition } from '../ui/Card.tsx'
import { Delta } from '../ui/Delta.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import { RowsLink } from './RowsLink.tsx'
import { Sparkline } from './Sparkline.tsx'

type Kind = 'money' | 'count' | 'rate' | 'days'
type Figure = {
  value: number | null
  previousValue: number | null
  polarity: 'up_is_good' | 'down_is_good' | 'neutral'
  sparkline: (number | null)[] | null
} & ({ changePercent: number | null } | { changePoints: number | null })

type Props = {
  title: string
  definition: Definition
  figure: Figure
  kind: Kind
  currency: string
  /** false: no comparison was asked for. */
  compared: boolean
  /** Why the value is not known. */
  unknownWords?: string
  /** Why there is nothing to compare with. */
  earlierWords?: string
  /** In place of "not compared", where a comparison makes no sense; null: nothing. */
  uncompared?: string | null
  /** So few cases that a change may be chance: it is not coloured. How few is for the remark to say. */
  few?: boolean
  /** A remark under the value, such as a coverage. */
  remark?: string
  /** Why there is no line; without it, that it needs more data. */
  lineless?: string
  /** Where the rows behind it are. */
  href?: string
  /** The page's chart can plot it: then the card is the switch, and a sign of its own leads to the rows. */
  lens?: { on: boolean; plot: () => void }
  /** In place of the change. */
  beside?: ReactNode
}

/** One figure: short, exact on hover or focus, with its change and a trend at a glance. */
export const KpiCard = ({
  title,
  definition,
  figure,
  kind,
  currency,
  compared,
  unknownWords,
  earlierWords = 'no earlier data',
  uncompared,
  few = false,
  remark,
  lineless = 'not enough for a trend',
  href,
  lens,
  beside,
}: Props) => {
  const { exact, short } = wordsOf(kind, currency)
  const shown = short(figure.value)
  const known = figure.value !== null
  const words = known
    ? `${exact(figure.value)}${lens ? (lens.on ? ' · plotted below' : ' · plot it below') : href ? ' · see the rows' : ''}`
    : (unknownWords ?? 'Not known')
  const [change, unit] =
    'changePoints' in figure ? ([figure.changePoints, 'points'] as const) : ([figure.changePercent, 'percent'] as const)
  return (
    <section
      aria-label={title}
      className={`relative flex min-w-0 flex-col rounded-xl border bg-card p-3.5 shadow-lift ${lens?.on ? 'border-accent ring-1 ring-accent' : 'border-line'} ${lens && !lens.on ? 'hover:border-line-strong' : ''}`}
    >
      <div className="flex items-start justify-between gap-1">
        <h2 className="text-sm font-medium tracking-tight text-soft">{title}</h2>
        <span className="relative z-10 -mr-1 flex">
          <DefinitionHint definition={definition} />
        </span>
      </div>
      <div className="flex items-center justify-between">
        <Value
          {...{ shown, known, words, lens }}
          href={known ? href : undefined}
          short={known && exact(figure.value) !== shown}
        />
        {lens && href && known && (
          <span className="relative z-10 -mr-1.5">
            <RowsLink href={href} of={title} />
          </span>
        )}
      </div>
      {known && kind !== 'rate' && exact(figure.value) !== shown && (
        <p aria-hidden className="hidden text-xs text-muted max-md:block pointer-coarse:block">
          {exact(figure.value)}
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-xs">
        {!known ? (
          <span className="text-muted">{unknownWords ?? 'Not known'}</span>
        ) : beside ? (
          beside
        ) : compared ? (
          <>
            <Delta
              value={figure.value === figure.previousValue ? 0 : change}
              unit={unit}
              polarity={few ? 'neutral' : figure.polarity}
              none={figure.previousValue === 0 ? 'new' : earlierWords}
            />
            {figure.previousValue !== null && (
              <span className="text-muted" title={exact(figure.previousValue)}>
                vs {short(figure.previousValue)}
              </span>
            )}
          </>
        ) : (
          <span className="text-muted">{uncompared === undefined ? 'not compared' : uncompared}</span>
        )}
      </p>
      {remark && known && <p className="text-xs text-muted">{remark}</p>}
      <div className="mt-auto pt-3">
        {figure.sparkline && known ? (
          <Sparkline values={figure.sparkline} />
        ) : (
          <p className="flex h-8 items-end text-xs text-muted">{known && lineless}</p>
        )}
      </div>
    </section>
  )
}

const look = 'mt-0.5 self-start rounded text-left text-kpi font-semibold tracking-tight'
/** All of the card is its button. */
const whole = 'after:absolute after:inset-0 after:rounded-xl'

type ValueProps = Pick<Props, 'lens' | 'href'> & { shown: string; known: boolean; words: string; short: boolean }

/** Exact on hover or focus; it plots itself, or opens the rows behind it. What does neither is no button, and no stop where it is exact as it stands. */
const Value = ({ shown, known, words, lens, href, short }: ValueProps) => {
  const inside = (
    <>
      {shown}
      <span className="sr-only">
        , {known && 'exactly '}
        {words}
      </span>
    </>
  )
  if (!lens && !href && !short) return <p className={look}>{inside}</p>
  return (
    <Tooltip words={words} side="right">
      {lens ? (
        <button type="button" aria-pressed={lens.on} onClick={lens.plot} className={`${look} ${whole}`}>
          {inside}
        </button>
      ) : href ? (
        <Link to={href} className={`${look} hover:underline`}>
          {inside}
        </Link>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard reads the exact figure by the focus
        <p tabIndex={0} className={look}>
          {inside}
        </p>
      )}
    </Tooltip>
  )
}

/** In full, and as short as still tells: up to four figures need no abbreviation. */
const wordsOf = (kind: Kind, currency: string): Record<'exact' | 'short', (value: number | null) => string> => {
  if (kind === 'rate') return { exact: value => percent(value, 2), short: value => percent(value) }
  if (kind === 'days')
    return {
      exact: value => (value === null ? number(value) : plural(value, 'day')),
      short: value => (value === null ? number(value) : `${number(value, value < 100 ? 1 : 0)} d`),
    }
  if (kind === 'count') return { exact: value => number(value, 2), short: numberCompact }
  return {
    exact: value => money(value, currency),
    short: value =>
      (Math.abs(value ?? 0) >= 1000 && Math.abs(value ?? 0) < 10_000 ? moneyWhole : moneyCompact)(value, currency),
  }
}

/** A row of figures: two beside each other on a phone, all six on a desk. */
export const kpiRow = 'grid grid-cols-2 gap-4 @lg:grid-cols-3 @min-[70rem]:grid-cols-6'

/** The same row before its figures are known. */
export const KpiSkeletons = ({ count = 6, className = kpiRow }: { count?: number; className?: string }) => (
  <div className={className}>
    {Array.from({ length: count }, (_, i) => (
      <div key={i} className="flex h-[152px] flex-col gap-3 rounded-xl border border-line bg-card p-4">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-8 w-1/2" />
        <Skeleton className="h-3 w-3/4" />
        <Skeleton className="mt-auto h-6 w-full" />
      </div>
    ))}
  </div>
)
