import { useState } from 'react'
import { api, type Result } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { instant } from '../../format.ts'
import { PageSkeleton } from '../../layout/PageSkeleton.tsx'
import { useMay } from '../../session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { RemovalDialog } from '../../ui/RemovalDialog.tsx'
import { MakeKeyCard, scopeWords } from './MakeKeyCard.tsx'
import { SettingsFrame } from './SettingsFrame.tsx'

type Key = Result<typeof api.keys.list>['data'][number]

/** Keys with which programs ask and import. */
export const KeysPage = () => {
  const people = useMay('people')
  const oneself = useMay('oneself')
  return (
    <SettingsFrame>{people && oneself ? <Keys /> : <Empty title="Keys are for admins and owners" />}</SettingsFrame>
  )
}

const Keys = () => {
  const query = useApi(api.keys.list)
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const [removing, setRemoving] = useState<Key | null>(null)
  const columns: Column<Key>[] = [
    {
      id: 'name',
      header: 'Key',
      value: row => row.name,
      cell: row => (
        <>
          <span className="font-medium wrap-anywhere">{row.name}</span>
          <span className="block text-xs wrap-anywhere text-muted">of {row.madeBy}</span>
        </>
      ),
    },
    {
      id: 'scope',
      header: 'May',
      value: row => row.scope,
      cell: row => (row.rule ? `read only ${row.rule.name}` : scopeWords[row.scope]),
    },
    {
      id: 'expires',
      header: 'Until',
      value: row => row.expiresAt,
      cell: row => (row.expired ? <Badge tone="negative">expired</Badge> : instant(row.expiresAt, timezone)),
    },
    { id: 'used', header: 'Last used', value: row => row.usedAt ?? '', cell: row => instant(row.usedAt, timezone) },
    {
      id: 'remove',
      header: 'Remove',
      align: 'right',
      sortable: false,
      early: true,
      value: () => null,
      cell: row => (
        <Button size="sm" aria-label={`Remove the key ${row.name}`} onClick={() => setRemoving(row)}>
          Remove
        </Button>
      ),
    },
  ]
  return (
    <div className="grid grid-cols-12 items-start gap-4">
      <Card
        title="API keys"
        subtitle="for programs, sent as “Authorization: Bearer …”"
        className="col-span-12 lg:col-span-8"
      >
        <QueryState
          query={query}
          skeleton={<PageSkeleton />}
          isEmpty={({ data }) => data.length === 0}
          empty={<Empty title="There are no keys">A key lets a program read figures, or import.</Empty>}
        >
          {({ data }) => <DataTable label="API keys" columns={columns} rows={data} rowKey={row => row.id} />}
        </QueryState>
      </Card>
      <MakeKeyCard className="col-span-12 lg:col-span-4" />
      <RemoveKey apiKey={removing} onClose={() => setRemoving(null)} />
    </div>
  )
}

const RemoveKey = ({ apiKey, onClose }: { apiKey: Key | null; onClose: () => void }) => {
  const remove = useCommand(api.keys.remove)
  return (
    <RemovalDialog
      open={apiKey !== null}
      title={`Remove the key ${apiKey?.name ?? ''}?`}
      description="Programs that use it are refused from then on."
      busy={remove.isPending}
      error={remove.error?.message}
      onRemove={() => apiKey && remove.mutate({ params: { id: apiKey.id } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
