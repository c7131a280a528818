import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode, Ref } from 'react'

export type TooltipProps = {
  children: ReactElement<{ ref?: Ref<HTMLElement> }>
  words: ReactNode
  defaultOpen?: boolean
  side?: 'top' | 'right'
}

export const Tooltip = ({ children, words, defaultOpen = false, side = 'top' }: TooltipProps) => (
  <Base.Root defaultOpen={defaultOpen}>
    <Base.Trigger render={children} delay={250} />
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
        <Base.Popup className="float-motion max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-card shadow-float">
          {words}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
