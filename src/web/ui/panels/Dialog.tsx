import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { buttonLook } from '../Button.tsx'

/** `question`: only its buttons close it, as the second of two quick clicks would land beside it. */
type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  question?: boolean
  children?: ReactNode
}

const Frame = ({
  open,
  onOpenChange,
  title,
  description,
  question = false,
  children,
  place,
  footer,
}: Props & { place: string; footer?: ReactNode }) => {
  const body = useRef<HTMLDivElement>(null)
  /** What does not fit is there to be scrolled: arrows and Page down do so at once. */
  const toBody = () => (body.current && body.current.scrollHeight > body.current.clientHeight ? body.current : true)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={question}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          initialFocus={toBody}
          className={`fixed z-50 flex flex-col bg-card text-ink shadow-float outline-none ${place}`}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
            <div>
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-sm text-muted">{description}</Base.Description>}
            </div>
            <Base.Close className={buttonLook({ look: 'quiet', size: 'icon' }, '-mt-1 -mr-2')} aria-label="Close">
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          {/* focusable, so that a keyboard can scroll it */}
          <div
            ref={body}
            role="group"
            aria-label={title}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
            tabIndex={0}
            className="grow overflow-auto px-5 pb-5 scroll-thin"
          >
            {children}
          </div>
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export type DialogProps = Props & { footer?: ReactNode; wide?: boolean }

export const Dialog = ({ wide = false, ...props }: DialogProps) => (
  <Frame
    {...props}
    place={`float-motion top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-2xl ${wide ? 'max-w-2xl' : 'max-w-md'}`}
  />
)

export type SheetProps = Props & { side: 'left' | 'bottom' }

export const Sheet = ({ side, ...props }: SheetProps) => (
  <Frame
    {...props}
    place={`transition-transform duration-150 ease-out ${
      side === 'left'
        ? 'inset-y-0 left-0 w-72 max-w-[85vw] data-ending-style:-translate-x-full data-starting-style:-translate-x-full'
        : 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-2xl data-ending-style:translate-y-full data-starting-style:translate-y-full'
    }`}
  />
)
