import { api, type Result } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { instant } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/QueryState.tsx'

type Invitation = Result<typeof api.people.list>['data']['invitations'][number]

export const InvitationsCard = ({ invitations, className }: { invitations: Invitation[]; className: string }) => {
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const withdraw = useCommand(api.people.withdraw)
  return (
    <Card title="Open invitations" className={className}>
      {invitations.length === 0 ? (
        <Empty title="No invitation is open" />
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {invitations.map(({ id, email, role, rule, expiresAt }) => (
            <li key={id} className="flex items-center justify-between gap-3 py-2">
              <p className="min-w-0 text-sm">
                <span className="block truncate font-medium">{email ?? 'the owner'}</span>
                <span className="block text-xs text-muted">
                  {role}
                  {rule && `, sees only ${rule.name}`}, until {instant(expiresAt, timezone)}
                </span>
              </p>
              <Button
                size="sm"
                aria-label={`Withdraw the invitation of ${email ?? 'the owner'}`}
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate({ params: { id } })}
              >
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      )}
      {withdraw.error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {withdraw.error.message}
        </p>
      )}
    </Card>
  )
}
