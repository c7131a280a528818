import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

type Props = {
  open: boolean
  title: string
  /** What goes with it, and what stays. */
  description: string
  busy: boolean
  error: string | undefined
  onRemove: () => void
  onClose: () => void
}

/** Asks once more before something is removed. */
export const RemovalDialog = ({ open, title, description, busy, error, onRemove, onClose }: Props) => (
  <Dialog
    question
    open={open}
    onOpenChange={isOpen => !isOpen && onClose()}
    title={title}
    description={description}
    footer={
      <>
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" disabled={busy} onClick={onRemove}>
          Remove
        </Button>
      </>
    }
  >
    {error !== undefined && (
      <p role="alert" className="text-sm text-negative">
        {error}
      </p>
    )}
  </Dialog>
)
