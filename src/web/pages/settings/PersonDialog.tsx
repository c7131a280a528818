import { useState } from 'react'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Choose } from './Field.tsx'
import type { Person } from './roles.ts'
import { ruleChoices, useRules } from './rules.ts'
import { LostFactor } from './LostFactor.tsx'
import { ShownOnce } from './ShownOnce.tsx'

/** What may be done about an account, beside its role. */
export const PersonDialog = ({ person, onClose }: { person: Person | null; onClose: () => void }) => {
  const [removing, setRemoving] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const [told, tell] = useState('')
  const remove = useCommand(api.people.remove)
  const reset = useCommand(api.people.reset, { refresh: false })
  const endSessions = useCommand(api.people.endSessions)
  const change = useCommand(api.people.change)
  const rules = useRules()
  const close = () => {
    setRemoving(false)
    tell('')
    for (const command of [remove, reset, endSessions, change]) command.reset()
    onClose()
  }
  const trouble = remove.error ?? reset.error ?? endSessions.error ?? change.error
  const params = { id: person?.id ?? '' }
  return (
    <>
      <Dialog
        question
        open={person !== null && link === null}
        onOpenChange={open => !open && close()}
        title={removing ? `Remove ${person?.name ?? ''}?` : (person?.name ?? '')}
        description={
          removing
            ? 'The account goes, with its sessions and its API keys, which programs may use. What they did stays in the audit log. They come back by an invitation only.'
            : person?.email
        }
        footer={
          <>
            <Button onClick={removing ? () => setRemoving(false) : close}>
              {removing ? 'Keep the account' : 'Close'}
            </Button>
            <Button
              look="danger"
              disabled={remove.isPending}
              onClick={() => (removing ? remove.mutate({ params }, { onSuccess: close }) : setRemoving(true))}
            >
              {removing ? 'Remove' : 'Remove the account'}
            </Button>
          </>
        }
      >
        {!removing && person?.role === 'viewer' && rules.length > 0 && (
          <div className="mb-3">
            <Choose
              name="Sees"
              says="From their next look on."
              value={String(person.rule?.id ?? '')}
              choices={ruleChoices(rules)}
              onChange={value => change.mutate({ params, query: { rule: value === '' ? null : Number(value) } })}
            />
          </div>
        )}
        {!removing && (
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={reset.isPending}
              onClick={() =>
                reset.mutate(
                  { params },
                  {
                    onSuccess: ({ data }) =>
                      data.link === null ? tell(`Mailed to ${person?.email}.`) : setLink(data.link),
                  },
                )
              }
            >
              Link for a new password
            </Button>
            <Button
              disabled={endSessions.isPending}
              onClick={() =>
                endSessions.mutate(
                  { params },
                  { onSuccess: ({ data }) => tell(`${plural(data.ended, 'session')} ended.`) },
                )
              }
            >
              Sign out everywhere
            </Button>
            {person?.twoFactor && <LostFactor person={person} onDone={tell} />}
          </div>
        )}
        <p role="status" className="mt-2 text-sm text-muted empty:hidden">
          {told}
        </p>
        {trouble && (
          <p role="alert" className="mt-2 text-sm text-negative">
            {trouble.message}
          </p>
        )}
      </Dialog>
      <ShownOnce
        secret={link}
        title="A new password"
        name="One-time link"
        says="Give it to the person by a way you trust: whoever has it sets the password; a second factor stays as it is. It works once, for a day, and is not shown again."
        onClose={() => {
          setLink(null)
          close()
        }}
      />
    </>
  )
}
