import { api, type Result } from '#contract'
import { useCommand } from '../../api.ts'
import { number, plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toaster.tsx'

export type Import = Result<typeof api.data.imports>['data']['rows'][number]

/** What an undo does to the data. */
export const undoWords = ({ fileName, rows: { inserted, updated } }: Pick<Import, 'fileName' | 'rows'>): string => {
  const [added, changed] = [plural(inserted, 'new row'), plural(updated, 'row')]
  if (inserted && updated)
    return `The ${added} of ${fileName} will be removed, and the ${changed} it changed will be as before.`
  if (inserted) return `The ${added} of ${fileName} will be removed.`
  return updated
    ? `The ${changed} that ${fileName} changed will be as before.`
    : `${fileName} changed nothing, so no row will change.`
}

export const UndoDialog = ({ asked, onClose }: { asked: Import | null; onClose: () => void }) => {
  const undo = useCommand(api.data.undo)
  const refused = undo.error !== null && undo.error.status >= 400 && undo.error.status < 500
  const close = () => {
    undo.reset()
    onClose()
  }
  const confirm = (id: number) =>
    undo.mutate(
      { params: { id } },
      {
        onSuccess: ({ data }) => {
          toast.success(
            `Import undone: ${plural(data.removed, 'row')} removed${data.restored ? `, ${number(data.restored)} as before` : ''}.`,
          )
          close()
        },
      },
    )
  return (
    <Dialog
      open={asked !== null}
      // what is under way cannot be called back by closing
      onOpenChange={open => !open && !undo.isPending && close()}
      question
      title="Undo this import?"
      description={asked && undoWords(asked)}
      footer={
        <>
          <Button disabled={undo.isPending} onClick={close}>
            {refused ? 'Close' : 'Keep it'}
          </Button>
          {!refused && (
            <Button look="danger" disabled={undo.isPending || !asked} onClick={() => asked && confirm(asked.id)}>
              {undo.isPending ? 'Undoing…' : 'Undo the import'}
            </Button>
          )}
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
