import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { PageSkeleton } from '../../layout/PageSkeleton.tsx'
import { useMay, useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { EverybodyCard } from './EverybodyCard.tsx'
import { InvitationsCard } from './InvitationsCard.tsx'
import { InviteCard } from './InviteCard.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'

/** Who has an account. On this machine without an owner: how the first one is made. */
export const PeoplePage = () => {
  const session = useSession()
  const allowed = useMay('people')
  return (
    <SettingsFrame>
      {!allowed ? <Empty title="People are for admins and owners" /> : session?.open ? <MakeOwner /> : <People />}
    </SettingsFrame>
  )
}

const MakeOwner = () => {
  const invite = useCommand(api.people.invite, { refresh: false })
  const begin = () =>
    invite.mutate({ query: { role: 'owner' } }, { onSuccess: ({ data }) => data.link && location.assign(data.link) })
  return (
    <Card title="Nobody is asked to sign in" className="max-w-2xl">
      <p className="text-sm text-soft">
        This server can be reached from this machine only, and whoever sits at it sees and changes everything. With an
        owner everybody signs in, and others can be invited: as viewers, as editors who import, as admins.
      </p>
      <p className="mt-2 text-sm text-soft">
        There is no way back to a server without accounts. Keep the password: there is no other one.
      </p>
      <div className="mt-4">
        <Button look="primary" disabled={invite.isPending} onClick={begin}>
          Make the owner
        </Button>
      </div>
      {invite.error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {invite.error.message}
        </p>
      )}
    </Card>
  )
}

const People = () => {
  const query = useApi(api.people.list)
  return (
    <QueryState query={query} skeleton={<PageSkeleton />}>
      {({ data }) => (
        <div className="grid grid-cols-12 items-start gap-4">
          <PeopleTable people={data.people} className="col-span-12" />
          <InviteCard className="col-span-12 lg:col-span-6" />
          <InvitationsCard invitations={data.invitations} className="col-span-12 lg:col-span-6" />
          <EverybodyCard className="col-span-12 lg:col-span-6" />
        </div>
      )}
    </QueryState>
  )
}
