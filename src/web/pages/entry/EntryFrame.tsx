import { type FormEvent, type ReactNode, useEffect } from 'react'
import { Button } from '../../ui/Button.tsx'

/** A page before one is in: a title, a form, and what went wrong with it. */
export const EntryFrame = ({
  title,
  says,
  action,
  busy = false,
  error,
  onSend,
  children,
  after,
}: {
  title: string
  says?: ReactNode
  /** What the button says; without it there is nothing to send. */
  action?: string
  busy?: boolean
  error?: string | undefined
  onSend?: () => void
  children?: ReactNode
  /** Beside the form. */
  after?: ReactNode
}) => {
  useEffect(() => {
    document.title = `${title} · Analytics Dashboard`
  }, [title])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSend?.()
  }
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-page px-4 py-8">
      <div className="w-full max-w-sm rounded-2xl border border-line bg-card p-6 shadow-lift">
        <p className="text-sm font-medium text-muted">Analytics Dashboard</p>
        <h1 className="mt-1 text-lg font-semibold">{title}</h1>
        {says && <div className="mt-1 text-sm text-soft">{says}</div>}
        {!action && children}
        {action && (
          <form onSubmit={send} noValidate aria-label={title} className="mt-4 flex flex-col gap-4">
            {children}
            {error && (
              <p role="alert" className="text-sm text-negative">
                {error}
              </p>
            )}
            <Button look="primary" type="submit" aria-disabled={busy} className="w-full aria-disabled:opacity-50">
              {busy ? 'One moment …' : action}
            </Button>
          </form>
        )}
        {after}
      </div>
    </main>
  )
}
