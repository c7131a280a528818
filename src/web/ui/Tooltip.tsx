import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

/** Words on hover or focus of one focusable element. Never the only place of something a touch reader needs. */
export const Tooltip = ({ children, words }: { children: ReactElement; words: ReactNode }) => (
  <Base.Root>
    <Base.Trigger render={children} delay={250} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} collisionPadding={8} className="z-50">
        <Base.Popup className="float-motion max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-card shadow-float">
          {words}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
