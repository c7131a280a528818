import type { FormEvent, ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'

/** A few fields about oneself, what they do, and what became of it. */
export const AccountForm = ({
  name,
  action,
  busy,
  error,
  done,
  onSend,
  children,
}: {
  name: string
  action: string
  busy: boolean
  error?: string | undefined
  done?: string | undefined
  onSend: () => void
  children: ReactNode
}) => {
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSend()
  }
  return (
    <form onSubmit={send} noValidate aria-label={name} className="flex flex-col gap-3">
      {children}
      {error && (
        <p role="alert" className="text-sm text-negative">
          {error}
        </p>
      )}
      <div className="flex items-center justify-end gap-3">
        <p role="status" className="mr-auto text-sm text-muted">
          {done}
        </p>
        <Button look="primary" type="submit" aria-disabled={busy} className="aria-disabled:opacity-50">
          {action}
        </Button>
      </div>
    </form>
  )
}

/** Password managers want to know whose password it is. */
export const HiddenName = ({ email }: { email: string }) => (
  <input type="text" autoComplete="username" value={email} readOnly hidden />
)
