import { useState } from 'react'
import type { ImportKind, ImportReport } from '#contract'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { bytes } from '../../format.ts'
import { forgetProgress } from '../../live.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Failed } from '../../ui/QueryState.tsx'
import { DropZone } from './DropZone.tsx'
import { ImportDone } from './ImportDone.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportReview } from './ImportReview.tsx'
import type { Loaded } from './LoadedCard.tsx'

/** What the person has said about the file so far; nothing said is left to the server's guess. */
export type Choices = { kind?: ImportKind; mapping?: Record<string, string>; styles: Record<string, string>; keepDemo: boolean; currency?: string; timezone?: string }
const nothingSaid: Choices = { styles: {}, keepDemo: false }

const queryOf = ({ kind, mapping, styles, keepDemo, currency, timezone }: Choices, dryRun: boolean) => ({
  kind,
  mapping: mapping && JSON.stringify(mapping),
  styles: Object.keys(styles).length ? JSON.stringify(styles) : undefined,
  currency,
  timezone,
  keep_demo: keepDemo ? 'true' : undefined,
  dry_run: dryRun ? 'true' : undefined,
})

/** A file's way in: choose, look at what it holds, answer what is unclear, import. Nothing is written before the last step. */
export const ImportCard = ({ loaded, className }: { loaded: Loaded | undefined; className: string }) => {
  const [files, setFiles] = useState<File[]>([])
  const [choices, setChoices] = useState(nothingSaid)
  const [report, setReport] = useState<ImportReport | null>(null)
  const dryRun = useCommand(api.data.import, { refresh: false })
  const commit = useCommand(api.data.import)
  const file = files[0]

  const check = (checked: File, said: Choices) => {
    setChoices(said)
    dryRun.mutate({ query: queryOf(said, true), file: checked }, { onSuccess: ({ data }) => setReport(data.report) })
  }
  const begin = (chosen: File[]) => {
    setFiles(chosen)
    setReport(null)
    dryRun.reset()
    commit.reset()
    forgetProgress()
    // Currency and time zone hold for all files of one go.
    if (chosen[0]) check(chosen[0], { ...nothingSaid, keepDemo: choices.keepDemo, currency: choices.currency, timezone: choices.timezone })
    else setChoices(nothingSaid)
  }
  const save = () => {
    forgetProgress()
    if (file) commit.mutate({ query: queryOf(choices, false), file })
  }

  return (
    <Card
      title="Bring your files"
      subtitle={file ? `${file.name}, ${bytes(file.size)}${files.length > 1 ? `, ${files.length - 1} more waiting` : ''}` : 'orders, customers, products, sales representatives or deals, as CSV'}
      actions={
        file &&
        !commit.isPending &&
        !commit.isSuccess && (
          <Button size="sm" onClick={() => begin([])}>
            Choose another file
          </Button>
        )
      }
      className={className}
    >
      {!file ? (
        <DropZone onFiles={begin} />
      ) : commit.data ? (
        <ImportDone result={commit.data.data} next={files[1]?.name} onNext={() => begin(files.slice(1))} />
      ) : commit.isPending ? (
        <ImportProgress words="Importing" />
      ) : commit.error ? (
        <Failed error={commit.error} retry={save} />
      ) : dryRun.error ? (
        <Failed error={dryRun.error} retry={() => check(file, choices)} />
      ) : !report ? (
        <ImportProgress words="Reading every row of the file" />
      ) : (
        <ImportReview report={report} choices={choices} loaded={loaded} checking={dryRun.isPending} onCheck={said => check(file, said)} onImport={save} />
      )}
    </Card>
  )
}
