import { useEffect, useState } from 'react'
import { api, type Result } from '#contract'
import { useCommand } from '../../api.ts'
import { TextField } from '../../ui/TextField.tsx'
import { EntryFrame } from './EntryFrame.tsx'
import { CodeForm, enter } from './SignInPage.tsx'

type Link = Result<typeof api.session.link>['data']

/** Behind the "#", which no server and no proxy gets to see. */
const tokenHere = () => location.hash.slice(1)

export const WelcomePage = () => {
  const [token] = useState(tokenHere)
  const { mutate, data, error } = useCommand(api.session.link, { refresh: false })
  useEffect(() => {
    if (token) mutate({ query: { token } })
  }, [mutate, token])
  if (!token) return <EntryFrame title="This is no whole link" says="Open it again as it was given to you." />
  if (error) return <EntryFrame title="This link cannot be used" says={error.message} />
  if (!data) return <EntryFrame title="One moment …" />
  return <TakeUp token={token} link={data.data} />
}

const sentences = ({ kind, role }: Link) =>
  kind === 'reset'
    ? 'Choose a new password. All your sessions end. A second factor stays as it is, and is asked for next.'
    : role === 'owner'
      ? 'You will be an owner: who may see and change everything, and invite others.'
      : `You were invited as ${role}.`

const TakeUp = ({ token, link }: { token: string; link: Link }) => {
  const [email, setEmail] = useState(link.email ?? '')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const takeUp = useCommand(api.session.takeUp, { refresh: false })
  const reset = link.kind === 'reset'
  const [needsCode, needCode] = useState(false)
  if (needsCode) return <CodeForm to="/" startAgain={() => location.assign('/sign-in')} />
  return (
    <EntryFrame
      title={reset ? 'A new password' : 'Welcome'}
      says={sentences(link)}
      action={reset ? 'Set the password' : 'Make the account'}
      busy={takeUp.isPending}
      error={takeUp.error?.message}
      onSend={() =>
        takeUp.mutate(
          {
            query: {
              token,
              password,
              ...(reset ? {} : { name }),
              ...(link.email === null ? { email } : {}),
            },
          },
          { onSuccess: ({ data }) => (data.next === 'code' ? needCode(true) : enter('/')) },
        )
      }
    >
      {!reset && <TextField label="Your name" autoComplete="name" value={name} onChange={setName} />}
      <TextField
        label="Email"
        type="email"
        autoComplete="username"
        value={email}
        readOnly={link.email !== null}
        onChange={setEmail}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint="At least 15 characters: a sentence is easy to remember."
      />
    </EntryFrame>
  )
}
