import { useEffect, useMemo, useState } from 'react'
import { api, type Result } from '#contract'
import { ask as askOnce, useApi } from '../../api.ts'
import { instant, number, percent } from '../../format.ts'
import { useLive, useProgress } from '../../live.ts'
import { useMoreRows } from '../../more-rows.ts'
import { useMay } from '../../session.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useWidth } from '../../width.ts'
import { type Import, UndoDialog } from './UndoDialog.tsx'
import { kindNames } from './words.ts'

const tones: Record<Import['status'], Tone> = {
  running: 'accent',
  done: 'positive',
  failed: 'negative',
  undone: 'neutral',
}

/** An import that begins changes no data, which would be told: its progress tells. */
const useBegun = (refetch: () => unknown) => {
  const { progress } = useLive()
  const tasks = Object.values(progress)
    .map(({ task, file }) => file && `${file} ${task}`)
    .join()
  useEffect(() => {
    if (tasks) void refetch()
  }, [tasks, refetch])
}

export const HistoryCard = ({ className }: { className: string }) => {
  const query = useApi(api.data.imports)
  useBegun(query.refetch)
  return (
    <Card title="Imports" subtitle="newest first" className={className}>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={3} />}
        isEmpty={({ data }) => data.total === 0}
        empty={<Empty title="Nothing was imported yet">Each file you import is listed here and can be undone.</Empty>}
      >
        {answer => <Imports answer={answer} />}
      </QueryState>
    </Card>
  )
}

const Imports = ({ answer }: { answer: Result<typeof api.data.imports> }) => {
  const [asking, ask] = useState<Import | null>(null)
  const { phone } = useWidth()
  const allowed = useMay('import')
  const { timezone } = answer.meta
  const { rows, onMore, loadingMore, failed } = useMoreRows(answer, cursor => askOnce(api.data.imports, { cursor }))
  const columns = useMemo<Column<Import>[]>(() => {
    const when = (row: Import) => instant(row.startedAt, timezone)
    const apart: Column<Import>[] = [
      { id: 'kind', header: 'Holds', value: row => kindNames[row.kind] },
      {
        id: 'when',
        header: 'When',
        value: row => row.startedAt,
        cell: row => <span className="whitespace-nowrap">{when(row)}</span>,
      },
    ]
    const undo: Column<Import> = {
      id: 'undo',
      header: 'Undo',
      align: 'right',
      sortable: false,
      early: true,
      value: () => null,
      cell: row => <Undo row={row} onAsk={() => ask(row)} />,
    }
    return [
      {
        id: 'file',
        header: 'File',
        value: row => row.fileName,
        cell: row => <FileName row={row} more={phone ? `${kindNames[row.kind]}, ${when(row)}` : undefined} />,
      },
      ...(phone ? [] : apart),
      {
        id: 'new',
        header: 'New',
        align: 'right',
        value: row => row.rows.inserted,
        cell: row => number(row.rows.inserted),
      },
      {
        id: 'changed',
        header: 'Changed',
        align: 'right',
        value: row => row.rows.updated,
        cell: row => number(row.rows.updated),
      },
      {
        id: 'skipped',
        header: 'Skipped',
        align: 'right',
        value: row => row.rows.skipped,
        cell: row => number(row.rows.skipped),
      },
      { id: 'status', header: 'State', value: row => row.status, early: true, cell: row => <State row={row} /> },
      ...(allowed ? [undo] : []),
    ]
  }, [timezone, phone, allowed])
  // a part of a list in another order would be taken for the whole
  const shown = useMemo(
    () => (onMore ? columns.map(column => ({ ...column, sortable: false })) : columns),
    [columns, onMore],
  )
  return (
    <>
      <DataTable
        label="Imports"
        columns={shown}
        rows={rows}
        rowKey={row => row.id}
        onMore={onMore}
        loadingMore={loadingMore}
        of={answer.data.total}
      />
      {failed && (
        <p role="alert" className="mt-2 text-sm text-negative">
          No more imports: {failed}
        </p>
      )}
      <UndoDialog asked={asking} onClose={() => ask(null)} />
    </>
  )
}

const FileName = ({ row, more }: { row: Import; more: string | undefined }) => (
  <>
    <span className="wrap-anywhere">{row.fileName}</span>
    {more && <span className="block text-xs text-muted">{more}</span>}
    {row.problem && <span className="block max-w-prose text-xs text-negative">{row.problem}</span>}
  </>
)

const State = ({ row }: { row: Import }) => {
  const progress = useProgress(row.fileName)
  const far =
    row.status === 'running' && progress?.total
      ? ` ${percent(Math.min(1, progress.done / progress.total) * 100, 0)}`
      : ''
  return <Badge tone={tones[row.status]}>{row.status + far}</Badge>
}

const Undo = ({ row, onAsk }: { row: Import; onAsk: () => void }) => {
  if (row.status !== 'done') return null
  if (!row.undoable)
    return (
      <span className="text-xs text-muted" title="A later import changed or confirmed the same rows">
        after the later one
      </span>
    )
  return (
    <Button size="sm" aria-label={`Undo the import of ${row.fileName}`} onClick={onAsk}>
      Undo
    </Button>
  )
}
