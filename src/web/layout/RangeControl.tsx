import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { presets, usePageState, type Preset } from '../filters.ts'
import { dateRange } from '../format.ts'
import { later } from '../later.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { presetKeys } from './shortcuts.ts'

const CalendarPanel = lazy(later(async () => ({ default: (await import('./CalendarPanel.tsx')).CalendarPanel })))

const arrow =
  'h-8 w-7 border border-line bg-card hover:bg-hover disabled:opacity-40 inline-flex items-center justify-center text-soft transition-colors duration-150'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Opened to choose days: the focus goes to the range's own ones, else to the preset that is on. */
  calendar: boolean
}

/** Presets, a calendar of one's own dates, and arrows to the neighbouring range. */
export const RangeControl = ({ open, onOpenChange, calendar }: Props) => {
  const page = usePageState()
  const list = useRef<HTMLUListElement>(null)
  const toDays = calendar || typeof page.range === 'object'
  const name = typeof page.range === 'string' ? presets[page.range] : dateRange(page.range.start, page.range.end)
  const choose = (range: Preset) => {
    page.setRange(range)
    onOpenChange(false)
  }
  return (
    <div className="flex min-w-0" role="group" aria-label="Date range">
      <button
        type="button"
        className={`${arrow} rounded-l-lg`}
        aria-label="Earlier range"
        disabled={!page.canShift(-1)}
        onClick={() => page.shiftRange(-1)}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </button>
      <Popover
        title="Date range"
        open={open}
        onOpenChange={onOpenChange}
        align="center"
        initialFocus={toDays ? false : () => list.current?.querySelector<HTMLElement>('[aria-pressed=true]') ?? true}
        className="flex flex-col gap-3 p-3 sm:flex-row"
        trigger={
          <Button className="min-w-0 shrink! rounded-none border-x-0 shadow-none max-md:grow md:max-lg:px-2">
            <CalendarDays aria-hidden className="size-4 shrink-0 text-muted md:max-lg:hidden" />
            <span className="sr-only">Date range: </span>
            <span className="truncate">{name}</span>
          </Button>
        }
      >
        <ul ref={list} className="grid shrink-0 grid-cols-2 gap-0.5 sm:flex sm:w-44 sm:flex-col">
          {Object.entries(presets).map(([preset, label]) => (
            <li key={preset}>
              <button
                type="button"
                aria-pressed={page.range === preset}
                onClick={() => choose(preset as Preset)}
                className="flex w-full items-center justify-between rounded-lg px-2.5 py-1.5 text-left text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text"
              >
                {label}
                <kbd aria-hidden className="font-sans text-xs text-muted uppercase max-sm:hidden">
                  {presetKeys[preset as Preset]}
                </kbd>
              </button>
            </li>
          ))}
        </ul>
        <Suspense fallback={<Skeleton className="h-80 w-68 md:w-140" />}>
          <CalendarPanel
            window={page.window}
            span={page.span}
            focus={toDays}
            onChoose={window => {
              page.setRange(window)
              onOpenChange(false)
            }}
          />
        </Suspense>
      </Popover>
      <button
        type="button"
        className={`${arrow} rounded-r-lg`}
        aria-label="Later range"
        disabled={!page.canShift(1)}
        onClick={() => page.shiftRange(1)}
      >
        <ChevronRight aria-hidden className="size-4" />
      </button>
    </div>
  )
}
