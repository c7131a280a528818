import { type FormEvent, useState } from 'react'
import { api } from '#contract'
import type { Role } from '#contract/rights.ts'
import { useApi, useCommand } from '../../api.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Choose } from './Field.tsx'
import { rolesFor, roleWords } from './roles.ts'
import { ShownOnce } from './ShownOnce.tsx'

export const InviteCard = ({ className }: { className: string }) => {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [link, setLink] = useState<string | null>(null)
  const [told, tell] = useState('')
  const mail = useApi(api.security.ways).data?.data.mail
  const own = useSession()?.person?.role
  const invite = useCommand(api.people.invite)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (invite.isPending) return
    invite.mutate(
      { query: { email, role } },
      {
        onSuccess: ({ data }) => {
          setLink(data.link)
          tell(data.link === null ? `Mailed to ${email}.` : '')
          setEmail('')
        },
      },
    )
  }
  return (
    <Card title="Invite somebody" className={className}>
      <form onSubmit={send} noValidate aria-label="Invite somebody" className="flex flex-col gap-3">
        <TextField label="Their email" type="email" autoComplete="off" value={email} onChange={setEmail} />
        <Choose
          name="Role"
          says={`${role}: ${roleWords[role]}.`}
          value={role}
          choices={rolesFor(own).map(one => ({ value: one, name: one }))}
          onChange={value => setRole(value as Role)}
        />
        {invite.error && (
          <p role="alert" className="text-sm text-negative">
            {invite.error.message}
          </p>
        )}
        <div className="flex items-center justify-end gap-3">
          <p role="status" className="mr-auto text-sm text-muted">
            {told}
          </p>
          <Button look="primary" type="submit" aria-disabled={invite.isPending} className="aria-disabled:opacity-50">
            {mail ? 'Send the invitation' : 'Make the link'}
          </Button>
        </div>
      </form>
      <ShownOnce
        secret={link}
        title="The invitation"
        name="One-time link"
        says="Give it to them by a way you trust: whoever has it makes the account. It works once, for seven days, and is not shown again."
        onClose={() => setLink(null)}
      />
    </Card>
  )
}
