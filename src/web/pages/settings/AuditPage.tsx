import { Download } from 'lucide-react'
import { api, type Result } from '#contract'
import { useAddress } from '../../address.ts'
import { useApi } from '../../api.ts'
import { instant } from '../../format.ts'
import { PageSkeleton } from '../../layout/PageSkeleton.tsx'
import { useMay } from '../../session.ts'
import { Button, buttonLook } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { useWidth } from '../../width.ts'
import { SettingsFrame } from './SettingsFrame.tsx'
import { actionWords, detailWords } from './audit-words.ts'

type Row = Result<typeof api.audit.list>['data']['rows'][number]

export const AuditPage = () => {
  const people = useMay('people')
  const oneself = useMay('oneself')
  return (
    <SettingsFrame>
      {people && oneself ? <Audit /> : <Empty title="The audit log is for admins and owners" />}
    </SettingsFrame>
  )
}

const plain = { sortable: false } as const

const wideColumns = (timezone: string): Column<Row>[] => [
  {
    ...plain,
    id: 'at',
    header: 'When',
    value: row => row.at,
    cell: row => <span className="whitespace-nowrap">{instant(row.at, timezone)}</span>,
  },
  {
    ...plain,
    id: 'who',
    header: 'Who',
    value: row => row.who,
    cell: row => <span className="wrap-break-word">{row.who}</span>,
  },
  { ...plain, id: 'action', header: 'Did', value: row => row.action, cell: actionWords },
  {
    ...plain,
    id: 'detail',
    header: 'What',
    value: detailWords,
    cell: row => <span className="text-sm wrap-anywhere text-soft">{detailWords(row)}</span>,
  },
  { ...plain, id: 'address', header: 'From', value: row => row.address ?? '—' },
]

/** The same in two columns. */
const phoneColumns = (timezone: string): Column<Row>[] => [
  {
    ...plain,
    id: 'who',
    header: 'Who',
    value: row => row.who,
    cell: row => (
      <>
        <span className="wrap-anywhere">{row.who}</span>
        <span className="block text-xs text-muted">{instant(row.at, timezone)}</span>
        <span className="block text-xs text-muted">{row.address ?? '—'}</span>
      </>
    ),
  },
  {
    ...plain,
    id: 'action',
    header: 'Did',
    value: row => row.action,
    cell: row => (
      <>
        {actionWords(row)}
        <span className="block text-xs wrap-anywhere text-muted">{detailWords(row)}</span>
      </>
    ),
  },
]

const Audit = () => {
  const { params, set } = useAddress()
  const before = /^[1-9]\d{0,14}$/.test(params.get('before') ?? '') ? params.get('before')! : undefined
  const query = useApi(api.audit.list, { limit: 25, ...(before ? { before } : {}) })
  const timezone = useApi(api.data.loaded).data?.data.workspace.timezone ?? 'UTC'
  const { phone } = useWidth()
  const columns = phone ? phoneColumns(timezone) : wideColumns(timezone)
  return (
    <Card
      title="Audit log"
      subtitle="newest first; nothing of it can be changed"
      actions={
        <a href="/api/audit/file" download className={buttonLook({ size: 'sm' }, 'ml-auto')}>
          <Download aria-hidden className="size-4" /> CSV
        </a>
      }
    >
      <QueryState
        query={query}
        skeleton={<PageSkeleton />}
        isEmpty={({ data }) => data.rows.length === 0}
        empty={<Empty title="Nothing is older than this" />}
      >
        {({ data }) => (
          <>
            <DataTable label="Audit log" columns={columns} rows={data.rows} rowKey={row => row.id} />
            <div className="mt-3 flex justify-end gap-2">
              {before && <Button onClick={() => set({ before: undefined })}>Newest</Button>}
              {data.next !== null && <Button onClick={() => set({ before: String(data.next) })}>Older</Button>}
            </div>
          </>
        )}
      </QueryState>
    </Card>
  )
}
