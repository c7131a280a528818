import { useState } from 'react'
import { api, type Result } from '#contract'
import { useCommand } from '../api.ts'
import { TextField } from '../ui/TextField.tsx'
import { AccountForm, HiddenName } from './AccountForm.tsx'

type Begun = Result<typeof api.session.secondFactor>['data']

/** From the password to a code of the new authenticator. */
export const SetUpSecondFactor = ({ email, onDone }: { email: string; onDone?: () => void }) => {
  const [begun, setBegun] = useState<Begun | null>(null)
  const done = () => {
    setBegun(null)
    onDone?.()
  }
  return begun ? <Confirm begun={begun} onDone={done} /> : <Begin email={email} onBegun={setBegun} />
}

export const PasswordField = ({
  email,
  value,
  onChange,
}: {
  email: string
  value: string
  onChange: (v: string) => void
}) => (
  <>
    <HiddenName email={email} />
    <TextField
      label="Your password"
      type="password"
      autoComplete="current-password"
      value={value}
      onChange={onChange}
    />
  </>
)

const Begin = ({ email, onBegun }: { email: string; onBegun: (begun: Begun) => void }) => {
  const [password, setPassword] = useState('')
  const begin = useCommand(api.session.secondFactor, { refresh: false })
  return (
    <AccountForm
      name="Second factor"
      action="Set it up"
      busy={begin.isPending}
      error={begin.error?.message}
      onSend={() => begin.mutate({ query: { password } }, { onSuccess: ({ data }) => onBegun(data) })}
    >
      <PasswordField email={email} value={password} onChange={setPassword} />
    </AccountForm>
  )
}

const Confirm = ({ begun, onDone }: { begun: Begun; onDone: () => void }) => {
  const [code, setCode] = useState('')
  const confirm = useCommand(api.session.confirmSecondFactor)
  return (
    <AccountForm
      name="Second factor"
      action="Switch it on"
      busy={confirm.isPending}
      error={confirm.error?.message}
      onSend={() => confirm.mutate({ query: { code: code.trim() } }, { onSuccess: onDone })}
    >
      <ol className="flex list-decimal flex-col gap-3 pl-5 text-sm">
        <li>
          Add this key to your authenticator, or{' '}
          <a href={begun.address} className="underline">
            open it there
          </a>
          :
          <code className="mt-1 block rounded-lg bg-sunken px-2.5 py-1.5 wrap-anywhere">
            {begun.secret.match(/.{1,4}/g)?.join(' ')}
          </code>
        </li>
        <li>
          Keep these recovery codes. Each replaces the authenticator once; they are not shown again:
          <ul aria-label="Recovery codes" className="mt-1 grid grid-cols-2 gap-x-4 rounded-lg bg-sunken px-2.5 py-1.5">
            {begun.recovery.map(one => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        </li>
      </ol>
      <TextField
        label="What the authenticator shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
      />
    </AccountForm>
  )
}
