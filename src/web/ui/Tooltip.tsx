import { cloneElement } from 'react'
import { usePanelAt } from './panel-code.ts'
import type { TooltipProps } from './panels/Tooltip.tsx'

/** Words on hover or focus of one focusable element. Never the only place of something a touch reader needs. */
export const Tooltip = ({ children, words }: TooltipProps) => {
  const { panels, trigger } = usePanelAt(false)
  const element = cloneElement(children, { ref: trigger })
  return panels ? <panels.Tooltip words={words}>{element}</panels.Tooltip> : element
}
