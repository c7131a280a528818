import { useState } from 'react'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { AccountForm, HiddenName } from '../../layout/AccountForm.tsx'

export const PasswordCard = ({ email }: { email: string }) => {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useCommand(api.session.password)
  return (
    <Card title="Password">
      <AccountForm
        name="Password"
        action="Change it"
        busy={change.isPending}
        error={change.error?.message}
        done={change.isSuccess ? 'Changed. All other sessions have ended.' : undefined}
        onSend={() =>
          change.mutate(
            { query: { current, next } },
            {
              onSuccess: () => {
                setCurrent('')
                setNext('')
              },
            },
          )
        }
      >
        <HiddenName email={email} />
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          hint="At least 15 characters: a sentence is easy to remember."
        />
      </AccountForm>
    </Card>
  )
}
