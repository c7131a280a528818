import { lazy, Suspense, useState } from 'react'
import { addDays } from '../calendar.ts'
import { type Compare, comparisons, type Match, matches } from '../comparing.ts'
import { usePageState } from '../filters.ts'
import { comparisonRange, dateRange } from '../format.ts'
import { later } from '../later.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { useAnsweredWindows } from './answered-windows.ts'

const CalendarPanel = lazy(later(async () => ({ default: (await import('./CalendarPanel.tsx')).CalendarPanel })))

type Named = keyof typeof comparisons

const choices: { value: Named | 'days'; label: string; hint?: string }[] = [
  { value: 'previous_period', label: 'Previous period', hint: 'just before' },
  { value: 'previous_year', label: 'Previous year' },
  { value: 'days', label: 'Days of your choice…' },
  { value: 'none', label: 'No comparison' },
]

const matchChoices = Object.entries(matches).map(([value, label]) => ({ value: value as Match, label }))

const Name = ({ compare }: { compare: Compare }) => {
  if (compare === 'none') return 'No comparison'
  return (
    <>
      <span className="text-muted">vs</span>{' '}
      {typeof compare === 'object' ? (
        <span>{dateRange(compare.start, compare.end)}</span>
      ) : (
        <span>
          <span className="md:max-lg:sr-only">previous </span>
          {comparisons[compare].replace('previous ', '')}
        </span>
      )}
    </>
  )
}

/** What it means for the range on screen. */
const Meaning = () => {
  const { window } = usePageState()
  const { range, comparison } = useAnsweredWindows(window) ?? {}
  if (!range || !comparison) return null
  const { cutAt, calendar, kind } = comparison
  return (
    <p className="max-w-64 text-xs text-muted" role="status">
      <span className="whitespace-nowrap">{dateRange(range.start, range.end)}</span> is compared with{' '}
      <span className="whitespace-nowrap">{comparisonRange(range, comparison)}</span>
      {cutAt && ` (until ${cutAt})`}.{' '}
      {kind !== 'custom' && calendar && 'Whole or begun months, quarters and years are always compared by their dates.'}
    </p>
  )
}

/** With what the range is compared, and whether weekdays or dates stand beside each other. */
export const CompareControl = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => {
  const page = usePageState()
  const own = typeof page.compare === 'object' ? page.compare : null
  const [choosing, setChoosing] = useState(false)
  const chosen = choosing || own ? 'days' : page.compare
  const choose = (value: Named | 'days') => {
    setChoosing(value === 'days')
    if (value === 'days') return
    page.setCompare(value)
    onOpenChange(false)
  }
  return (
    <Popover
      title="Comparison"
      open={open}
      onOpenChange={is => {
        if (!is) setChoosing(false)
        onOpenChange(is)
      }}
      className="flex flex-col gap-3 p-3 sm:flex-row"
      trigger={
        <Button className="min-w-0">
          <span className="sr-only">Comparison: </span>
          <span className="truncate">
            <Name compare={page.compare} />
          </span>
        </Button>
      }
    >
      <div className="flex shrink-0 flex-col gap-3 sm:w-64">
        <ul className="flex flex-col gap-0.5">
          {choices.map(({ value, label, hint }) => (
            <li key={value}>
              <button
                type="button"
                aria-pressed={chosen === value}
                onClick={() => choose(value)}
                className="flex w-full items-center justify-between rounded-lg px-2.5 py-1.5 text-left text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text"
              >
                {label}
                {hint && <span className="text-xs font-normal text-muted">{hint}</span>}
              </button>
            </li>
          ))}
        </ul>
        {(chosen === 'previous_period' || chosen === 'previous_year') && (
          <div className="flex items-center justify-between gap-3 border-t border-line px-2.5 pt-3 text-sm">
            <span aria-hidden>Side by side</span>
            <Segmented label="Side by side" value={page.matched} choices={matchChoices} onChange={page.setMatch} />
          </div>
        )}
        {!choosing && (
          <div className="px-2.5">
            <Meaning />
          </div>
        )}
      </div>
      {chosen === 'days' && page.window && (
        <Suspense fallback={<Skeleton className="h-80 w-68 md:w-140" />}>
          <CalendarPanel
            window={own}
            span={page.span}
            until={addDays(page.window.start, -1)}
            submit="Compare"
            onChoose={days => {
              page.setCompare(days)
              setChoosing(false)
              onOpenChange(false)
            }}
          />
        </Suspense>
      )}
    </Popover>
  )
}
