/**
 * The code of popovers, menus, dialogs and tooltips comes later. Until then their buttons stand alone, and who presses
 * one is answered as soon as it is here.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { laterPart } from '../later.ts'

/** All panels are one piece. */
export const panelCode = laterPart(() => import('./panels/index.ts'))

/**
 * The code for what opens from a button. The button that stands alone is not the one that the code brings along: they
 * change places only while nobody is at it, or to open it; then the new one takes over the focus. `byPointing`: it opens without a press.
 */
export const usePanelAt = (open: boolean, byPointing = false) => {
  const panels = panelCode.use(open)
  const trigger = useRef<HTMLButtonElement>(null)
  const [ready, setReady] = useState(panels !== null)
  const hadFocus = useRef(false)
  useEffect(() => {
    if (ready || !panels) return
    const change = () => {
      const button = trigger.current
      // a press that began on the one would not end on the other
      const isPressed = button?.matches(':active') === true
      if (isPressed && (byPointing || !open)) return
      // a dialog over it gives the focus back to it
      const inUse = button?.matches(':focus') === true || document.querySelector('[role=dialog]') !== null
      if (inUse && !open) return
      hadFocus.current = document.activeElement === button
      // at once: a press may begin before React would get to it
      flushSync(() => setReady(true))
    }
    // by then the press or the move of the focus is done with
    const soon = () => void setTimeout(change)
    soon()
    addEventListener('focusout', soon)
    addEventListener('click', soon)
    return () => {
      removeEventListener('focusout', soon)
      removeEventListener('click', soon)
    }
  }, [ready, panels, open, byPointing])
  useLayoutEffect(() => {
    if (ready && hadFocus.current) trigger.current?.focus()
  }, [ready])
  return { panels: ready ? panels : null, trigger }
}
