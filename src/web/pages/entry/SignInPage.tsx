import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { useSession } from '../../session.ts'
import { TextField } from '../../ui/TextField.tsx'
import { Forgotten, OtherWays } from './OtherWays.tsx'
import { EntryFrame } from './EntryFrame.tsx'

/** Where one wanted to go; never to another site. */
const destination = (to: string | null) => {
  const url = URL.canParse(to ?? '', location.origin) ? new URL(to ?? '/', location.origin) : null
  return url?.origin === location.origin ? url.pathname + url.search : '/'
}

/** A whole new page: everything is asked again, as whoever is signed in now. */
export const enter = (to: string | null) => location.assign(destination(to))

export const SignInPage = () => {
  const [params] = useSearchParams()
  const session = useSession()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [needsCode, needCode] = useState(false)
  const signIn = useCommand(api.session.signIn, { refresh: false })
  const to = params.get('to')
  const ways = useApi(api.security.ways).data?.data
  if (needsCode) return <CodeForm to={to} startAgain={() => needCode(false)} />
  if (session && !session.open && !session.owned)
    return (
      <EntryFrame
        title="Nobody can sign in yet"
        says="When this server was started, its terminal showed a link that makes the owner, once. A restart shows another one."
      />
    )
  return (
    <EntryFrame
      title="Sign in"
      action="Sign in"
      after={
        ways && (
          <>
            {ways.mail && <Forgotten email={email} />}
            <OtherWays ways={ways} to={destination(to)} refused={params.get('refused')} />
          </>
        )
      }
      busy={signIn.isPending}
      error={signIn.error?.message}
      onSend={() =>
        signIn.mutate(
          { query: { email, password } },
          { onSuccess: ({ data }) => (data.next === 'code' ? needCode(true) : enter(to)) },
        )
      }
    >
      <TextField label="Email" type="email" autoComplete="username" value={email} onChange={setEmail} />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        hint={ways?.mail ? undefined : 'Forgotten? An admin can give you a link that sets a new one.'}
      />
    </EntryFrame>
  )
}

/** The second step. Begun too long ago it leads back to the first. */
export const CodeForm = ({ to, startAgain }: { to: string | null; startAgain: () => void }) => {
  const [code, setCode] = useState('')
  const check = useCommand(api.session.code, { refresh: false })
  return (
    <EntryFrame
      title="Second step"
      says={
        <>
          The six digits that your authenticator shows, or one of your recovery codes.{' '}
          <button type="button" className="underline" onClick={startAgain}>
            Start again
          </button>
        </>
      }
      action="Continue"
      busy={check.isPending}
      error={check.error?.message}
      onSend={() => check.mutate({ query: { code: code.trim() } }, { onSuccess: () => enter(to) })}
    >
      <TextField label="Code" inputMode="text" autoComplete="one-time-code" value={code} onChange={setCode} />
    </EntryFrame>
  )
}
