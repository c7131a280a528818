import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'

/** A link or key that cannot be seen a second time. */
export const ShownOnce = ({
  secret,
  title,
  name,
  says,
  onClose,
}: {
  secret: string | null
  title: string
  name: string
  says: string
  onClose: () => void
}) => {
  const [copied, setCopied] = useState(false)
  const close = () => {
    setCopied(false)
    onClose()
  }
  return (
    <Dialog
      question
      open={secret !== null}
      onOpenChange={open => !open && close()}
      title={title}
      description={says}
      footer={
        <>
          <p role="status" className="mr-auto self-center text-sm text-muted">
            {copied ? 'Copied.' : ''}
          </p>
          <Button
            onClick={() => {
              // refused by the browser, it can still be copied by hand
              void navigator.clipboard?.writeText(secret ?? '').then(
                () => setCopied(true),
                () => setCopied(false),
              )
            }}
          >
            Copy
          </Button>
          <Button look="primary" onClick={close}>
            Done
          </Button>
        </>
      }
    >
      <TextField
        label={name}
        readOnly
        value={secret ?? ''}
        onChange={() => {}}
        onFocus={event => event.target.select()}
      />
    </Dialog>
  )
}
