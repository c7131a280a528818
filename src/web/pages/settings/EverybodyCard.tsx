import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { useMay, useSession } from '../../session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'

/** Whether everybody needs a second factor. Owners decide it, admins see it. */
export const EverybodyCard = ({ className }: { className: string }) => {
  const ways = useApi(api.security.ways).data?.data
  const own = useSession()?.person
  const allowed = useMay('everything')
  const require = useCommand(api.security.requireSecondFactor)
  if (!ways) return null
  const on = ways.secondFactorRequired
  return (
    <Card
      title="A second factor for everybody"
      className={className}
      actions={<Badge tone={on ? 'positive' : 'neutral'}>{on ? 'needed' : 'as they like'}</Badge>}
    >
      <p className="text-sm text-soft">
        {on
          ? 'Who has a password and no second factor is led to set one up, and sees nothing before. API keys go on as they are.'
          : 'Each person decides. Once it is needed, who has none is led to set one up, and sees nothing before.'}
        {ways.provider && ` Who signs in with ${ways.provider} is asked there.`}
      </p>
      {allowed ? (
        <div className="mt-4 flex justify-end">
          <Button
            look={on ? 'plain' : 'primary'}
            disabled={require.isPending}
            onClick={() => require.mutate({ query: { required: !on } })}
          >
            {on ? 'Leave it to each person' : 'Everybody needs one'}
          </Button>
        </div>
      ) : (
        <p className="mt-2 text-sm text-muted">Only owners change this.</p>
      )}
      {require.error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {require.error.message}
          {own && !own.twoFactor && ' Settings, Your account.'}
        </p>
      )}
    </Card>
  )
}
