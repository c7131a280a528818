import { useMemo, useState } from 'react'
import { api, type Result } from '#contract'
import { useApi, useCommand } from '../../api.ts'
import { instant, number, plural } from '../../format.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Empty, QueryState } from '../../ui/QueryState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { toast } from '../../ui/Toaster.tsx'
import { kindNames } from './words.ts'

type Import = Result<typeof api.data.imports>['data'][number]

const tones: Record<Import['status'], Tone> = { running: 'accent', done: 'positive', failed: 'negative', undone: 'neutral' }

export const HistoryCard = ({ className }: { className: string }) => {
  const query = useApi(api.data.imports)
  const [asking, ask] = useState<Import | null>(null)
  const timezone = query.data?.meta.timezone ?? 'UTC'
  const columns = useMemo<Column<Import>[]>(
    () => [
      { id: 'file', header: 'File', value: row => row.fileName, cell: row => <span className="break-all">{row.fileName}</span> },
      { id: 'kind', header: 'Holds', value: row => kindNames[row.kind] },
      { id: 'when', header: 'When', value: row => row.startedAt, cell: row => <span className="whitespace-nowrap">{instant(row.startedAt, timezone)}</span> },
      { id: 'new', header: 'New', align: 'right', value: row => row.rows.inserted, cell: row => number(row.rows.inserted) },
      { id: 'changed', header: 'Changed', align: 'right', value: row => row.rows.updated, cell: row => number(row.rows.updated) },
      { id: 'skipped', header: 'Skipped', align: 'right', value: row => row.rows.skipped, cell: row => number(row.rows.skipped) },
      { id: 'status', header: 'State', value: row => row.status, cell: row => <Badge tone={tones[row.status]}>{row.status}</Badge> },
      { id: 'undo', header: 'Undo', align: 'right', sortable: false, value: () => null, cell: row => <UndoButton row={row} onAsk={() => ask(row)} /> },
    ],
    [timezone],
  )
  return (
    <Card title="Imports" subtitle="newest first" className={className}>
      <QueryState
        query={query}
        skeleton={<SkeletonRows rows={3} />}
        isEmpty={({ data }) => data.length === 0}
        empty={<Empty title="Nothing was imported yet">Each file you import is listed here and can be undone.</Empty>}
      >
        {({ data }) => <DataTable label="Imports" columns={columns} rows={data} rowKey={row => row.id} />}
      </QueryState>
      <UndoDialog asked={asking} onClose={() => ask(null)} />
    </Card>
  )
}

const UndoButton = ({ row, onAsk }: { row: Import; onAsk: () => void }) =>
  row.status === 'done' ? (
    <Button size="sm" disabled={!row.undoable} title={row.undoable ? undefined : 'A later import changed or confirmed the same rows: undo that one first'} aria-label={`Undo the import of ${row.fileName}`} onClick={onAsk}>
      Undo
    </Button>
  ) : null

const whatGoes = ({ fileName, rows: { inserted, updated } }: Import) => {
  if (inserted + updated === 0) return `${fileName} brought no new row and changed none: only its mark in this list changes.`
  const removed = inserted ? [`${plural(inserted, 'new row')} of ${fileName} will be removed`] : []
  const restored = updated ? [`${plural(updated, 'row')} that ${inserted ? 'it' : fileName} changed will get back what ${updated === 1 ? 'it' : 'they'} had`] : []
  return `${[...removed, ...restored].join(', and ')}.`
}

const UndoDialog = ({ asked, onClose }: { asked: Import | null; onClose: () => void }) => {
  const undo = useCommand(api.data.undo)
  const close = () => {
    undo.reset()
    onClose()
  }
  const confirm = (id: number) =>
    undo.mutate(
      { params: { id } },
      {
        onSuccess: ({ data }) => {
          toast.success(`Import undone: ${plural(data.removed, 'row')} removed, ${number(data.restored)} restored.`)
          close()
        },
      },
    )
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={open => !open && close()}
      title="Undo this import?"
      description={asked && whatGoes(asked)}
      footer={
        <>
          <Button onClick={close}>Keep it</Button>
          <Button look="danger" disabled={undo.isPending || !asked} onClick={() => asked && confirm(asked.id)}>
            {undo.isPending ? 'Undoing…' : 'Undo the import'}
          </Button>
        </>
      }
    >
      {undo.error && (
        <p role="alert" className="text-sm text-negative">
          {undo.error.message}
        </p>
      )}
    </Dialog>
  )
}
