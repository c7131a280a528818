import type { ReactNode } from 'react'
import { date, instant, sentence, weekdays } from '../../format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Card } from '../../ui/Card.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Loaded, LoadedQuery } from './LoadedCard.tsx'
import { engineNames } from './words.ts'

const facts = (data: Loaded): [string, ReactNode][] => [
  ['Source', data.empty ? 'Nothing yet' : data.demo ? <Badge tone="warning">Demo data</Badge> : 'Your files'],
  [
    'Newest row',
    <span key="newest" className={data.stale ? 'text-warning' : ''}>
      {data.newestAt ? instant(data.newestAt, data.workspace.timezone) : 'none yet'}
      {data.stale && ', older than usual'}
    </span>,
  ],
  ['Last import', data.lastImportAt ? instant(data.lastImportAt, data.workspace.timezone) : 'none yet'],
  ['“Today” for ranges', date(data.asOfDay)],
  ['Currency', data.workspace.currency],
  ['Time zone', `${data.workspace.timezone}, weeks from ${weekdays[data.workspace.weekStart - 1]}`],
  ['Database', engineNames[data.engine]],
]

export const SourceCard = ({ loaded, className }: { loaded: LoadedQuery; className: string }) => (
  <Card title="Source and freshness" className={className}>
    <QueryState query={loaded} skeleton={<SkeletonRows rows={7} />}>
      {({ data }) => (
        <>
          <dl className="flex flex-col">
            {facts(data).map(([name, value]) => (
              <div key={name} className="flex justify-between gap-4 border-t border-line py-2 text-sm first:border-t-0">
                <dt className="text-muted">{name}</dt>
                <dd className="text-right">{value}</dd>
              </div>
            ))}
          </dl>
          {data.notes.map(note => (
            <p key={note} className="mt-2 text-sm text-muted">
              {sentence(note)}
            </p>
          ))}
        </>
      )}
    </QueryState>
  </Card>
)
