import { api } from '#contract'
import { useApi } from '../api.ts'
import { dimensionNames, dimensions, knownComparison, usePageState } from '../filters.ts'
import { comparisonRange, date, dateRange, list } from '../format.ts'
import { Badge } from '../ui/Badge.tsx'
import { Chip } from '../ui/Chip.tsx'
import { useAnsweredWindows } from './answered-windows.ts'
import { DemoBadge } from './DemoBadge.tsx'

type Props = { question: boolean; dated?: boolean; compared: boolean }

/** Which days are on screen and against which, what is filtered, and whose data it is. */
export const ContextRow = ({ question, dated = true, compared }: Props) => {
  const page = usePageState()
  const loaded = useApi(api.data.loaded).data?.data
  const answered = useAnsweredWindows(page.window)
  const chips = question
    ? dimensions.flatMap(name => [
        ...page.filters[name].map(value => ({ name, value, words: `${dimensionNames[name]}: ${value}` })),
        ...page.filters[`${name}_not`].map(value => ({
          name: `${name}_not` as const,
          value,
          words: `${dimensionNames[name]}: not ${value}`,
        })),
      ])
    : []
  // Until the page's own answer is there, only its own days are known, not those it is compared with.
  const mine =
    answered?.range &&
    (!page.window || (answered.range.start === page.window.start && answered.range.end === page.window.end))
  const range = mine ? answered.range : page.window
  const asked = mine && compared ? answered.comparison : null
  const comparison = knownComparison(asked)
  if (!question && !loaded?.demo) return null
  return (
    <div className="mb-4 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-2">
      {question && dated && range && (
        <p className="text-sm max-sm:-order-2 max-sm:grow max-sm:basis-48">
          <span className="font-semibold whitespace-nowrap">{dateRange(range.start, range.end)}</span>{' '}
          {comparison && (
            <span className="inline-block text-muted max-sm:text-xs max-sm:tracking-tight">
              vs {comparisonRange(range, comparison)}
              {comparison.cutAt && <span className="whitespace-nowrap"> (until {comparison.cutAt})</span>}
            </span>
          )}
          {asked && !comparison && <span className="inline-block text-muted">no earlier data to compare with</span>}
        </p>
      )}
      {compared && page.comparesAmiss && page.window && (
        <Badge tone="warning">
          <span className="whitespace-normal">
            Nothing is compared: the days to compare with must end before {date(page.window.start)}, where the range
            begins
          </span>
        </Badge>
      )}
      {dated && comparison && page.span && comparison.start < page.span.start && (
        <Badge tone="warning">
          <span className="whitespace-normal">
            {/* what is known of so early a comparison are deals */}
            {comparison.end < page.span.start
              ? 'No orders to compare with: they begin'
              : 'Compared with less: the data begins'}{' '}
            on {date(page.span.start)}
          </span>
        </Badge>
      )}
      {chips.map(({ name, value, words }) => (
        <Chip key={name + value} label={words} onRemove={() => page.toggleFilter(name, value)} />
      ))}
      {chips.length > 1 && (
        <button
          type="button"
          className="h-7 px-1 text-sm text-muted underline-offset-2 hover:text-ink hover:underline"
          onClick={page.clearFilters}
        >
          Clear all
        </button>
      )}
      {question && page.notUnderstood.length > 0 && (
        <Badge tone="warning">
          <span className="wrap-anywhere whitespace-normal">
            Not understood in the address: {list(page.notUnderstood)}. The default is shown.
          </span>
        </Badge>
      )}
      {question && loaded?.dataEnded && !loaded.empty && (
        <Badge tone="warning">
          Data ends on {date(loaded.asOfDay)}; {dated ? 'ranges are' : 'what is ahead is'} relative to it
        </Badge>
      )}
      {loaded?.demo && <DemoBadge />}
    </div>
  )
}
