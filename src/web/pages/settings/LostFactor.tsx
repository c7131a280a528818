import { useState } from 'react'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import type { Person } from './roles.ts'

/** Of somebody who has lost the authenticator and the recovery codes: asked twice, as it makes the account weaker. */
export const LostFactor = ({ person, onDone }: { person: Person; onDone: (words: string) => void }) => {
  const [sure, ask] = useState(false)
  const remove = useCommand(api.security.removeSecondFactor)
  // this is gone from the page as soon as people are asked for again: its own callback would not be called
  const takeAway = () =>
    remove.mutateAsync({ params: { id: person.id } }).then(
      () => onDone('The second factor is taken away.'),
      () => undefined,
    )
  if (!sure) return <Button onClick={() => ask(true)}>Second factor lost …</Button>
  return (
    <div className="flex w-full flex-col gap-2 rounded-lg bg-sunken p-3 text-sm">
      <p>
        Be sure that it is {person.name} who asks. From then on the password alone is enough, until a new one is set up;
        all sessions end.
      </p>
      {remove.error && (
        <p role="alert" className="text-negative">
          {remove.error.message}
        </p>
      )}
      <Button look="danger" disabled={remove.isPending} onClick={() => void takeAway()}>
        Take the second factor away
      </Button>
    </div>
  )
}
