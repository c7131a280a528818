import { usePageState } from '../filters.ts'
import { date, dateRange } from '../format.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/QueryState.tsx'

/** Nothing to draw: why, and the ways out. `what` names what is missing, such as "orders"; `brief` leaves the ways out to another card. */
export const NoData = ({ what, brief = false }: { what: string; brief?: boolean }) => {
  const { window, span, ahead, filterCount, clearFilters, setRange } = usePageState()
  const outside = window && span && (window.end < span.start || window.start > span.end)
  const latest = span && { start: span.end.slice(0, 8) + '01', end: span.end }
  const title = `No ${what} ${ahead ? 'yet ' : ''}${window ? `for ${dateRange(window.start, window.end)}` : 'in this range'}${filterCount ? ' with these filters' : ''}`
  if (brief) return <p className="flex min-h-24 grow items-center justify-center text-center text-sm text-muted">{title}</p>
  return (
    <Empty
      title={title}
      action={(
        <>
          {filterCount > 0 && <Button size="sm" onClick={clearFilters}>Clear filters</Button>}
          {outside && latest && <Button size="sm" onClick={() => setRange(latest)}>Show {dateRange(latest.start, latest.end)}</Button>}
          {span && <Button size="sm" onClick={() => setRange('all')}>Show all time</Button>}
        </>
      )}
    >
      {span && (outside ? `The data runs from ${date(span.start)} to ${date(span.end)}.` : 'Choose a longer range or fewer filters.')}
    </Empty>
  )
}
