import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import type { Trigger } from './Menu.tsx'

const surface =
  'float-motion origin-(--transform-origin) rounded-xl bg-card text-ink shadow-float outline-none max-w-(--available-width) max-h-(--available-height) overflow-auto scroll-thin'

export type PopoverProps = {
  trigger: Trigger
  title: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  className?: string
  /** Where the focus goes at opening; false: nowhere, the content takes it. Without it, to the first stop. */
  initialFocus?: false | (() => HTMLElement | true)
}

export const Popover = ({
  trigger,
  title,
  children,
  open,
  onOpenChange,
  align = 'end',
  className = 'p-4',
  initialFocus,
}: PopoverProps) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-50">
        <Base.Popup className={`${surface} ${className}`} aria-label={title} initialFocus={initialFocus}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
