import { useSearchParams } from 'react-router'
import { SetUpSecondFactor } from '../../layout/SetUpSecondFactor.tsx'
import { SignedIn } from '../../layout/SignedIn.tsx'
import { useSession } from '../../session.ts'
import { EntryFrame } from './EntryFrame.tsx'
import { enter } from './SignInPage.tsx'

/** Where everybody needs a second factor, who has none gets no further than here. */
export const SecondFactorPage = () => {
  const [params] = useSearchParams()
  const session = useSession()
  if (!session) return <EntryFrame title="One moment …" />
  const { person } = session
  if (!person || person.twoFactor)
    return (
      <EntryFrame
        title="Second factor"
        says={
          <a href="/" className="underline">
            {person ? 'It is set up: go on' : 'Sign in first'}
          </a>
        }
      />
    )
  return (
    <EntryFrame
      title="Set up a second factor"
      says="Everybody here needs one: six digits of an authenticator app, asked for at every sign-in."
    >
      <div className="mt-4 flex flex-col gap-4">
        <SetUpSecondFactor email={person.email} onDone={() => enter(params.get('to'))} />
        <SignedIn />
      </div>
    </EntryFrame>
  )
}
