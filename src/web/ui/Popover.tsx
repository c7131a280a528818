import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

const surface =
  'float-motion origin-(--transform-origin) rounded-xl bg-card text-ink shadow-float outline-none max-w-(--available-width) max-h-(--available-height) overflow-auto scroll-thin'

/** A panel at its button. `trigger` is the button element; `title` names the panel for screen readers. */
export const Popover = ({
  trigger,
  title,
  children,
  open,
  onOpenChange,
  align = 'end',
  className = 'p-4',
}: {
  trigger: ReactElement
  title: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  className?: string
}) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-50">
        <Base.Popup className={`${surface} ${className}`} aria-label={title}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
