import { useState } from 'react'
import { api, type Result } from '#contract'
import { useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'

type Ways = Result<typeof api.security.ways>['data']

const refusals: Record<string, string> = {
  unknown: 'You are known there, and not invited here. Ask an admin for an invitation to the address you have there.',
  unverified: 'Your address is not verified there, so nobody can tell that it is yours.',
  failed: 'That did not work, or took too long. Try again.',
}

/** Sign-in by the company's provider, and what came of it. */
export const OtherWays = ({ ways, to, refused }: { ways: Ways; to: string; refused: string | null }) => {
  const go = useCommand(api.security.provider, { refresh: false })
  if (ways.provider === null) return null
  const trouble = go.error?.message ?? (refused === null ? null : (refusals[refused] ?? refusals['failed']))
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      {trouble && (
        <p role="alert" className="text-sm text-negative">
          {trouble}
        </p>
      )}
      <Button
        className="w-full"
        disabled={go.isPending}
        onClick={() => go.mutate({ query: { to } }, { onSuccess: ({ data }) => location.assign(data.address) })}
      >
        Sign in with {ways.provider}
      </Button>
    </div>
  )
}

/** A link for a new password, by mail. */
export const Forgotten = ({ email }: { email: string }) => {
  const [asked, ask] = useState(false)
  const forgotten = useCommand(api.security.forgotten, { refresh: false })
  const sent = asked && forgotten.isSuccess
  return (
    <div className="mt-3 text-sm">
      <button
        type="button"
        className="underline"
        onClick={() => {
          ask(true)
          forgotten.mutate({ query: { email } })
        }}
      >
        Mail me a link that sets a new password
      </button>
      <p role="status" className="mt-1 text-muted empty:hidden">
        {sent ? `If ${email} has an account with a password here, a link is on its way.` : ''}
      </p>
      {forgotten.error && (
        <p role="alert" className="mt-1 text-negative">
          {forgotten.error.message}
        </p>
      )}
    </div>
  )
}
