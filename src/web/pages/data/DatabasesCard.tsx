import { useEffect, useState } from 'react'
import { api } from '#contract'
import type { Source } from '#contract/sources.ts'
import { useApi, useCommand } from '../../api.ts'
import { instant } from '../../format.ts'
import { announce } from '../../layout/announce.ts'
import { useProgress } from '../../live.ts'
import { useMay } from '../../session.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { QueryState } from '../../ui/QueryState.tsx'
import { RemovalDialog } from '../../ui/RemovalDialog.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Entry } from './choices.ts'
import { DatabaseForm, rhythmOf } from './DatabaseForm.tsx'
import { kindNames } from './words.ts'

/** Milliseconds: a read on the schedule that changes no data is told to nobody. */
const lookAgain = 15_000

const stateOf = ({ kind, paused, outcome }: Source): { tone: Tone; words: string } => {
  if (paused) return { tone: 'neutral', words: 'paused' }
  if (outcome === 'waiting') return { tone: 'warning', words: 'waits for an answer' }
  if (outcome === 'failed') return { tone: 'negative', words: 'failed' }
  return kind === null ? { tone: 'warning', words: 'to be reviewed' } : { tone: 'positive', words: 'is read' }
}

const holds = ({ kind, table, query, grows, everyMinutes }: Source) =>
  [
    `${kind ? `${kindNames[kind]} of ` : ''}${table ?? 'a query'}`,
    query && `“${query.length > 80 ? `${query.slice(0, 80)}…` : query}”`,
    rhythmOf(everyMinutes),
    grows ? `what is new by ${grows}` : 'everything each time',
  ]
    .filter(Boolean)
    .join(', ')

/** PostgreSQL databases that are read by themselves: what came of it, and what can be done. */
export const DatabasesCard = ({ onReview, className }: { onReview: (entry: Entry) => void; className: string }) => {
  const query = useApi(api.sources.list)
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const mayChange = useMay('settings')
  const [editing, edit] = useState<Source | 'new' | null>(null)
  const [removing, remove] = useState<Source | null>(null)
  const some = (query.data?.data.length ?? 0) > 0
  const { refetch } = query
  useEffect(() => {
    if (!some) return undefined
    const timer = setInterval(() => void refetch(), lookAgain)
    return () => clearInterval(timer)
  }, [some, refetch])
  return (
    <Card
      title="Databases"
      subtitle="PostgreSQL, read on a schedule"
      className={className}
      actions={
        mayChange && (
          <div className="ml-auto">
            <Button size="sm" onClick={() => edit('new')}>
              Connect a database
            </Button>
          </div>
        )
      }
    >
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={2} />}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <p className="text-sm text-muted">
            None yet. New orders, customers or deals can come from your own database by themselves
            {mayChange ? '.' : ': an admin connects it.'}
          </p>
        }
      >
        {({ data }) => (
          <ul className="flex flex-col divide-y divide-line">
            {data.map(source => (
              <Row
                key={source.id}
                source={source}
                timezone={timezone}
                mayChange={mayChange}
                onReview={() => onReview({ file: { name: source.name, size: 0 }, sent: undefined, source: source.id })}
                onEdit={() => edit(source)}
                onRemove={() => remove(source)}
              />
            ))}
          </ul>
        )}
      </QueryState>
      {editing !== null && <DatabaseForm source={editing === 'new' ? null : editing} onClose={() => edit(null)} />}
      <RemoveDatabase source={removing} onClose={() => remove(null)} />
    </Card>
  )
}

type RowProps = {
  source: Source
  timezone: string
  mayChange: boolean
  onReview: () => void
  onEdit: () => void
  onRemove: () => void
}

const Row = ({ source, timezone, mayChange, onReview, onEdit, onRemove }: RowProps) => {
  const { id, name, place, kind, words, lastAt, nextAt, outcome, paused } = source
  const read = useCommand(api.sources.read)
  const change = useCommand(api.sources.change)
  const progress = useProgress(name)
  const { tone, words: state } = stateOf(source)
  const asks = kind === null || outcome === 'waiting'
  const readNow = (whole: boolean) =>
    read.mutate(
      { params: { id }, query: { whole } },
      { onSuccess: ({ data }) => data.outcome !== 'failed' && announce('success', `${name}: ${data.words}`) },
    )
  const error = read.error ?? change.error
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 text-sm first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
          {name} <Badge tone={tone}>{state}</Badge>
        </p>
        <p className="wrap-anywhere text-muted">
          {place}: {holds(source)}
        </p>
        {lastAt && (
          <p className={`max-w-prose wrap-anywhere ${outcome === 'failed' ? 'text-negative' : ''}`}>
            {instant(lastAt, timezone)}: {words}
          </p>
        )}
        {nextAt && !paused && <p className="text-muted">next {instant(nextAt, timezone)}</p>}
        {error && (
          <p role="alert" className="max-w-prose wrap-anywhere text-negative">
            {error.message}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {asks ? (
          <Button size="sm" look="primary" aria-label={`Review ${name}`} onClick={onReview}>
            Review
          </Button>
        ) : (
          <Button size="sm" aria-label={`Read ${name} now`} disabled={read.isPending} onClick={() => readNow(false)}>
            {read.isPending ? (progress?.words ?? 'Reading…') : 'Read now'}
          </Button>
        )}
        <Menu
          trigger={
            <Button size="sm" aria-label={`More for ${name}`}>
              More
            </Button>
          }
          items={[
            ...(asks
              ? []
              : [
                  { label: 'Read everything again', onSelect: () => readNow(true) },
                  { label: 'Review how it is read', onSelect: onReview },
                ]),
            ...(mayChange
              ? [
                  {
                    label: paused ? 'Go on' : 'Pause',
                    onSelect: () => change.mutate({ params: { id }, query: { paused: !paused } }),
                  },
                  { label: 'Change…', onSelect: onEdit },
                  { label: 'Remove…', onSelect: onRemove },
                ]
              : []),
          ]}
        />
      </div>
    </li>
  )
}

const RemoveDatabase = ({ source, onClose }: { source: Source | null; onClose: () => void }) => {
  const remove = useCommand(api.sources.remove)
  return (
    <RemovalDialog
      open={source !== null}
      title={`Remove ${source?.name ?? ''}?`}
      description="It is not read any more, and its address is forgotten. What was imported from it stays."
      busy={remove.isPending}
      error={remove.error?.message}
      onRemove={() => source && remove.mutate({ params: { id: source.id } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
