import { api } from '#contract'
import { useApi } from '../../api.ts'
import { PageSkeleton } from '../../layout/PageSkeleton.tsx'
import { useSession } from '../../session.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { SecondFactorCard } from './SecondFactorCard.tsx'
import { SessionsCard } from './SessionsCard.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'

/** One's own password, second factor and sessions. */
export const AccountPage = () => {
  const session = useSession()
  const password = useApi(api.security.ways).data?.data.password ?? true
  return (
    <SettingsFrame>
      {!session ? (
        <PageSkeleton />
      ) : !session.person ? (
        <Empty title="Nobody is signed in">There are no accounts yet: Settings, People makes the first one.</Empty>
      ) : (
        <div className="grid grid-cols-12 items-start gap-4">
          <div className="col-span-12 flex flex-col gap-4 lg:col-span-6">
            {password ? (
              <>
                <PasswordCard email={session.person.email} />
                <SecondFactorCard on={session.person.twoFactor} email={session.person.email} />
              </>
            ) : (
              <Card title="Password">
                <p className="text-sm text-soft">You sign in without a password here.</p>
              </Card>
            )}
          </div>
          <SessionsCard className="col-span-12 lg:col-span-6" />
        </div>
      )}
    </SettingsFrame>
  )
}
