import { api } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { instant } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'

/** In this order: most say that they are Safari, too. */
const browsers = { 'Edg/': 'Edge', 'OPR/': 'Opera', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari' }
const systems = {
  Android: 'Android',
  iPhone: 'iPhone',
  iPad: 'iPad',
  Windows: 'Windows',
  'Mac OS X': 'macOS',
  CrOS: 'ChromeOS',
  Linux: 'Linux',
}
const nameIn = (agent: string, names: Record<string, string>) =>
  Object.entries(names).find(([sign]) => agent.includes(sign))?.[1]

/** "Chrome on Linux", as far as a browser says it. */
const agentWords = (agent: string | null) => {
  if (!agent) return 'A browser that does not say its name'
  const [browser, system] = [nameIn(agent, browsers), nameIn(agent, systems)]
  return browser ? `${browser}${system ? ` on ${system}` : ''}` : agent.slice(0, 60)
}

export const SessionsCard = ({ className }: { className: string }) => {
  const query = useApi(api.session.sessions)
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const end = useCommand(api.session.end)
  const endOthers = useCommand(api.session.endOthers)
  const trouble = end.error ?? endOthers.error
  return (
    <Card
      title="Where you are signed in"
      className={className}
      actions={
        query.data && query.data.data.length > 1 ? (
          <Button size="sm" className="ml-auto" disabled={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            End all others
          </Button>
        ) : undefined
      }
    >
      <QueryState query={query} skeleton={<SkeletonRows rows={2} />}>
        {({ data }) => (
          <ul aria-label="Sessions" className="flex flex-col divide-y divide-line">
            {data.map(({ id, current, address, agent, since, seenAt }) => (
              <li key={id} className="flex items-center justify-between gap-3 py-2">
                <p className="min-w-0 text-sm">
                  <span className="font-medium">{agentWords(agent)}</span>
                  <span className="block text-xs text-muted">
                    {address ?? '—'}, since {instant(since, timezone)}, seen {instant(seenAt, timezone)}
                  </span>
                </p>
                {current ? (
                  <Badge tone="accent">this one</Badge>
                ) : (
                  <Button
                    size="sm"
                    aria-label={`End the session of ${agentWords(agent)} since ${instant(since, timezone)}`}
                    disabled={end.isPending}
                    onClick={() => end.mutate({ params: { id } })}
                  >
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {trouble && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {trouble.message}
        </p>
      )}
    </Card>
  )
}
