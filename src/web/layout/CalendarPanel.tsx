import { useState } from 'react'
import { DayPicker, type DateRange } from 'react-day-picker'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { addMonths, daysBetween, fromLocalDate, isDay, toLocalDate } from '../calendar.ts'
import type { Window } from '../filters.ts'
import { date, dateRange, plural } from '../format.ts'
import { Button, buttonLook } from '../ui/Button.tsx'

const nav = buttonLook({ look: 'quiet', size: 'icon' }, 'absolute top-0')

const chosen = '[&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent-hover'

const looks = {
  months: 'relative flex justify-center gap-6',
  month: 'flex flex-col gap-2',
  month_caption: 'flex h-8 items-center justify-center text-sm font-semibold',
  caption_label: 'inline-flex items-center gap-1',
  dropdowns: 'flex gap-2',
  dropdown_root: 'relative rounded-md px-1 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent',
  dropdown: 'absolute inset-0 cursor-pointer opacity-0',
  button_previous: `${nav} left-0 z-10`,
  button_next: `${nav} right-0 z-10`,
  chevron: 'size-4 fill-current',
  month_grid: 'border-collapse',
  weekday: 'size-9 text-xs font-normal text-muted',
  day: 'size-9 p-0 text-center text-sm',
  day_button: 'size-9 rounded-lg hover:bg-hover disabled:opacity-40',
  today: 'font-bold',
  outside: 'invisible',
  selected: '',
  range_start: `rounded-l-lg bg-accent-soft ${chosen}`,
  range_end: `rounded-r-lg bg-accent-soft ${chosen}`,
  range_middle: 'bg-accent-soft text-accent-text',
}

const field = 'h-8 w-full min-w-0 rounded-lg border border-line bg-card px-2 text-sm'

/** Two months, and two fields for typing. Nothing changes before "Show". `until`: no later day can be chosen. */
export const CalendarPanel = ({
  window,
  span,
  until,
  submit = 'Show',
  focus = false,
  onChoose,
}: {
  window: Window | null
  span: Window | null
  until?: string
  submit?: string
  /** It opens with the focus on the chosen days. */
  focus?: boolean
  onChoose: (window: Window) => void
}) => {
  const loaded = useApi(api.data.loaded).data?.data
  const [start, setStart] = useState(window?.start ?? '')
  const [end, setEnd] = useState(window?.end ?? '')
  const late = until !== undefined && isDay(end) && end > until
  const valid = isDay(start) && isDay(end) && start <= end && !late
  const wide = matchMedia('(min-width: 860px)').matches
  const selected: DateRange | undefined = isDay(start)
    ? { from: toLocalDate(start), to: isDay(end) ? toLocalDate(end) : undefined }
    : undefined
  const today = loaded?.asOfDay ? toLocalDate(loaded.asOfDay) : undefined
  const last = until ?? (span && loaded && span.end > loaded.asOfDay ? span.end : loaded?.asOfDay)
  const shown = end || last
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault()
        if (valid) onChoose({ start, end })
      }}
    >
      <div data-keys>
        <DayPicker
          mode="range"
          numberOfMonths={wide ? 2 : 1}
          captionLayout="dropdown"
          weekStartsOn={((loaded?.workspace.weekStart ?? 1) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6}
          classNames={looks}
          today={today}
          defaultMonth={shown ? toLocalDate(wide ? addMonths(shown, -1) : shown) : undefined}
          startMonth={span ? toLocalDate(span.start) : undefined}
          endMonth={last ? toLocalDate(last) : undefined}
          disabled={until ? { after: toLocalDate(until) } : undefined}
          selected={selected}
          // a first day alone is no range yet, and would not be marked
          modifiers={{ begun: isDay(start) && !isDay(end) && toLocalDate(start) }}
          modifiersClassNames={{ begun: chosen }}
          resetOnSelect
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it opens at a keystroke, to be walked by arrows
          autoFocus={focus}
          labels={{
            labelDayButton: (at, is) =>
              `${date(fromLocalDate(at), { weekday: true })}${is.today ? ', today' : ''}${is.selected ? ', selected' : ''}`,
          }}
          onSelect={chosen => {
            setStart(chosen?.from ? fromLocalDate(chosen.from) : '')
            setEnd(chosen?.to ? fromLocalDate(chosen.to) : '')
          }}
        />
      </div>
      <div className="flex items-end gap-2 border-t border-line pt-3">
        <label className="flex max-w-36 min-w-0 flex-1 flex-col gap-1 text-xs text-muted">
          First day
          <input type="date" className={field} value={start} onChange={event => setStart(event.target.value)} />
        </label>
        <label className="flex max-w-36 min-w-0 flex-1 flex-col gap-1 text-xs text-muted">
          Last day
          <input type="date" className={field} value={end} onChange={event => setEnd(event.target.value)} />
        </label>
        <Button type="submit" look="primary" disabled={!valid} className="ml-auto">
          {submit}
        </Button>
      </div>
      <p className="text-xs text-muted" role="status">
        {valid
          ? `${dateRange(start, end)}, ${plural(daysBetween(start, end), 'day')}`
          : late
            ? `The last day can be ${date(until)} at the latest.`
            : isDay(start) && isDay(end)
              ? 'The last day is before the first.'
              : `Choose ${isDay(start) ? 'the' : 'a first and a'} last day.`}
      </p>
    </form>
  )
}
