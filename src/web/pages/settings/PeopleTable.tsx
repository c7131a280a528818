import { useState } from 'react'
import { api } from '#contract'
import type { Role } from '#contract/rights.ts'
import { useApi, useCommand } from '../../api.ts'
import { instant } from '../../format.ts'
import { useSession } from '../../session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { useWidth } from '../../width.ts'
import { control } from './Field.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import { type Person, rolesFor } from './roles.ts'

/** Who has an account, with what may be done about it. */
export const PeopleTable = ({ people, className }: { people: Person[]; className: string }) => {
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const own = useSession()?.person
  const { phone } = useWidth()
  const [managedId, manage] = useState<string | null>(null)
  const change = useCommand(api.people.change)
  const mayChange = ({ role }: Person) => own?.role === 'owner' || role !== 'owner'
  const seen = (row: Person) => (row.seenAt ? instant(row.seenAt, timezone) : '—')
  const apart: Column<Person>[] = [
    {
      id: 'factor',
      header: 'Second factor',
      value: row => (row.twoFactor ? 1 : 0),
      cell: row => (row.twoFactor ? <Badge tone="positive">on</Badge> : <Badge tone="neutral">off</Badge>),
    },
    { id: 'seen', header: 'Last seen', value: row => row.seenAt ?? '', cell: seen },
  ]
  const columns: Column<Person>[] = [
    {
      id: 'name',
      header: 'Person',
      value: row => row.name,
      cell: row => (
        <>
          <span className="font-medium">{row.name}</span>
          <span className="block text-xs wrap-anywhere text-muted">
            {row.email}
            {phone && `, seen ${seen(row)}`}
            {row.rule && <span className="block">sees only {row.rule.name}</span>}
          </span>
        </>
      ),
    },
    {
      id: 'role',
      header: 'Role',
      early: true,
      value: row => row.role,
      cell: row =>
        mayChange(row) ? (
          <select
            aria-label={`Role of ${row.name}`}
            className={control}
            value={row.role}
            disabled={change.isPending}
            onChange={event => change.mutate({ params: { id: row.id }, query: { role: event.target.value as Role } })}
          >
            {rolesFor(own?.role).map(role => (
              <option key={role}>{role}</option>
            ))}
          </select>
        ) : (
          row.role
        ),
    },
    ...(phone ? [] : apart),
    {
      id: 'manage',
      header: 'Manage',
      align: 'right',
      sortable: false,
      early: true,
      value: () => null,
      cell: row =>
        mayChange(row) && (
          <Button size="sm" aria-label={`Manage ${row.name}`} onClick={() => manage(row.id)}>
            Manage
          </Button>
        ),
    },
  ]
  return (
    <Card title="People" className={className}>
      <DataTable label="People" columns={columns} rows={people} rowKey={row => row.id} />
      {change.error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {change.error.message}
        </p>
      )}
      <PersonDialog person={people.find(({ id }) => id === managedId) ?? null} onClose={() => manage(null)} />
    </Card>
  )
}
