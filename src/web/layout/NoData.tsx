import { addDays, addMonths } from '../calendar.ts'
import { usePageState, type Window } from '../filters.ts'
import { date, dateRange } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/QueryState.tsx'

/** The month of the data that is nearest to a window outside of it. */
const nearest = (window: Window, span: Window): Window => {
  if (window.start > span.end) return { start: later(`${span.end.slice(0, 8)}01`, span.start), end: span.end }
  const monthEnd = addDays(addMonths(`${span.start.slice(0, 8)}01`, 1), -1)
  return { start: span.start, end: monthEnd < span.end ? monthEnd : span.end }
}
const later = (one: string, other: string) => (one > other ? one : other)

/**
 * Nothing to draw: why, and the ways out. `what` names what is missing, such as "orders"; `brief` leaves the ways out
 * to another card.
 */
export const NoData = ({ what, brief = false }: { what: string; brief?: boolean }) => {
  const { window, span, ahead, dataEnded, filterCount, clearFilters, setRange } = usePageState()
  const outside = window && span && (window.end < span.start || window.start > span.end)
  const near = outside && nearest(window, span)
  const title = `No ${what} ${ahead && !dataEnded ? 'yet ' : ''}${window ? `for ${dateRange(window.start, window.end)}` : 'in this range'}${filterCount ? ' with these filters' : ''}`
  if (brief)
    return <p className="flex min-h-24 grow items-center justify-center text-center text-sm text-muted">{title}</p>
  return (
    <Empty
      title={title}
      action={
        <>
          {filterCount > 0 && (
            <Button size="sm" onClick={clearFilters}>
              Clear filters
            </Button>
          )}
          {near && (
            <Button size="sm" onClick={() => setRange(near)}>
              Show {dateRange(near.start, near.end)}
            </Button>
          )}
          {span && (
            <Button size="sm" onClick={() => setRange('all')}>
              Show all time
            </Button>
          )}
        </>
      }
    >
      {span &&
        (outside
          ? `The data runs from ${date(span.start)} to ${date(span.end)}.`
          : 'Choose a longer range or fewer filters.')}
    </Empty>
  )
}
