import { cloneElement, useEffect, useState } from 'react'
import { usePanelAt } from './panel-code.ts'
import type { TooltipProps } from './panels/Tooltip.tsx'

/** Words on hover or focus of one focusable element. Never the only place of something a touch reader needs. */
export const Tooltip = ({ children, words, side }: Omit<TooltipProps, 'defaultOpen'>) => {
  const [wanted, setWanted] = useState(false)
  const { panels, trigger } = usePanelAt(wanted, true)
  useEffect(() => {
    const element = trigger.current
    if (panels || !element) return
    const [come, go] = [() => setWanted(true), () => setWanted(false)]
    for (const event of ['pointerenter', 'focusin']) element.addEventListener(event, come)
    for (const event of ['pointerleave', 'focusout']) element.addEventListener(event, go)
    return () => {
      for (const event of ['pointerenter', 'focusin']) element.removeEventListener(event, come)
      for (const event of ['pointerleave', 'focusout']) element.removeEventListener(event, go)
    }
  }, [panels, trigger])
  const element = cloneElement(children, { ref: trigger })
  // who points at it already has waited long enough
  return panels ? (
    <panels.Tooltip words={words} {...(side ? { side } : {})} defaultOpen={wanted}>
      {element}
    </panels.Tooltip>
  ) : (
    element
  )
}
