import {
  useEffect,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react'

/** What a mark says when it is pointed at, for its `data-tip`: its name, figures with their names, and a remark. */
export const tipOf = (title: string, figures: readonly (readonly [string, string] | null)[], remark?: string) =>
  [title, ...figures.flatMap(figure => (figure ? figure.join('\t') : [])), ...(remark ? [remark] : [])].join('\n')

type Shown = { mark: Element; words: string; left: number; top: number; touched: boolean }

const room = 232
const markAt = (target: EventTarget) => (target instanceof Element ? target.closest('[data-tip]') : null)

/**
 * Around marks with `data-tip`: the words of the one that the pointer is at, that has the focus, or that a finger touched.
 * A finger's first tap reads, its second one on the same mark does what a click does.
 */
export const ChartTips = ({ className, children }: { className: string; children: ReactNode }) => {
  const [shown, setShown] = useState<Shown | null>(null)
  const [pointer, setPointer] = useState('')
  const touched = shown?.touched === true
  useEffect(() => {
    if (!touched) return
    const away = (event: Event) => event.target && !markAt(event.target) && setShown(null)
    addEventListener('pointerdown', away)
    return () => removeEventListener('pointerdown', away)
  }, [touched])
  const show = (frame: HTMLElement, mark: Element | null, byTouch = false) => {
    if (!mark) return setShown(null)
    const [outer, box] = [frame.getBoundingClientRect(), mark.getBoundingClientRect()]
    const left = Math.max(
      0,
      Math.min(outer.width - room, box.left - outer.left + Math.min(box.width, outer.width) / 2 - room / 2),
    )
    setShown({
      mark,
      words: mark.getAttribute('data-tip') ?? '',
      left,
      top: box.bottom - outer.top + 6,
      touched: byTouch,
    })
  }
  const over = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'touch') return
    const mark = markAt(event.target)
    if (mark !== shown?.mark) show(event.currentTarget, mark)
  }
  const click = (event: MouseEvent<HTMLElement>) => {
    const mark = markAt(event.target)
    if (pointer !== 'touch' || !mark || (shown?.touched && shown.mark === mark)) return
    event.preventDefault()
    event.stopPropagation()
    show(event.currentTarget, mark, true)
  }
  const focus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) show(event.currentTarget, markAt(event.target))
  }
  const listen = {
    onPointerDownCapture: (event: PointerEvent) => setPointer(event.pointerType),
    onPointerOver: over,
    onPointerLeave: (event: PointerEvent) => event.pointerType !== 'touch' && setShown(null),
    onClickCapture: click,
    onFocus: focus,
    onBlur: () => !touched && setShown(null),
    onKeyDown: (event: KeyboardEvent) => event.key === 'Escape' && setShown(null),
  }
  return (
    <div className={`relative ${className}`} {...listen}>
      {children}
      {shown && <Words {...shown} />}
    </div>
  )
}

/** The chart says the same to screen readers in its own words. */
const Words = ({ words, left, top }: Shown) => {
  const [title, ...lines] = words.split('\n')
  return (
    <div
      aria-hidden
      data-tooltip
      className="pointer-events-none absolute z-20 rounded-lg border border-line bg-card p-2.5 text-xs text-ink shadow-float"
      style={{ left, top, width: room }}
    >
      <p className="font-semibold first-letter:uppercase">{title}</p>
      {lines.map(line => {
        const [name, value] = line.split('\t')
        return value === undefined ? (
          <p key={line} className="pt-1 text-muted">
            {name}
          </p>
        ) : (
          <p key={line} className="flex items-baseline justify-between gap-3 pt-1">
            <span className="text-muted">{name}</span>
            <span className="text-right font-medium">{value}</span>
          </p>
        )
      })}
    </div>
  )
}
