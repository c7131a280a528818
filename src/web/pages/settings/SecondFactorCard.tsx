import { useState } from 'react'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { AccountForm } from '../../layout/AccountForm.tsx'
import { PasswordField, SetUpSecondFactor } from '../../layout/SetUpSecondFactor.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Card } from '../../ui/Card.tsx'

export const SecondFactorCard = ({ on, email }: { on: boolean; email: string }) => (
  <Card
    title="Second factor"
    subtitle="six digits of an authenticator at every sign-in"
    actions={<Badge tone={on ? 'positive' : 'neutral'}>{on ? 'on' : 'off'}</Badge>}
  >
    {on ? <Remove email={email} /> : <SetUpSecondFactor email={email} />}
  </Card>
)

const Remove = ({ email }: { email: string }) => {
  const [password, setPassword] = useState('')
  const remove = useCommand(api.session.removeSecondFactor)
  return (
    <AccountForm
      name="Second factor"
      action="Take it away"
      busy={remove.isPending}
      error={remove.error?.message}
      onSend={() => remove.mutate({ query: { password } })}
    >
      <PasswordField email={email} value={password} onChange={setPassword} />
    </AccountForm>
  )
}
