import { useEffect, useRef, useState } from 'react'
import type { ImportReport } from '#contract'
import { api } from '#contract'
import { useCommand } from '../../api.ts'
import { bytes } from '../../format.ts'
import { announce } from '../../layout/announce.ts'
import { ProposedPlace } from '../../layout/ProposedPlace.tsx'
import { forgetProgress } from '../../live.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DropZone } from './DropZone.tsx'
import { ImportDone } from './ImportDone.tsx'
import { ImportProblem } from './ImportProblem.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportReview } from './ImportReview.tsx'
import { Inbox } from './Inbox.tsx'
import { type Choices, chosen, type Entry, nameOf } from './choices.ts'
import type { Loaded } from './LoadedCard.tsx'
import { importedWords } from './words.ts'

const nothingSaid: Choices = { styles: {}, keepDemo: false }

const queryOf = (
  { kind, mapping, styles, keepDemo, encoding, sheet, currency, timezone }: Choices,
  { file, sent, part }: Entry,
  dryRun: boolean,
) => ({
  inbox: sent ? undefined : file.name,
  kind,
  sheet,
  part,
  mapping: mapping && JSON.stringify(mapping),
  styles: Object.keys(styles).length ? JSON.stringify(styles) : undefined,
  encoding,
  currency,
  timezone,
  keep_demo: keepDemo ? 'true' : undefined,
  dry_run: dryRun ? 'true' : undefined,
})

/** Where the keyboard and a screen reader go on when one step gives way to the next, whose place is the same. */
const useFocusOnChange = (step: unknown) => {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) box.current?.focus()
    before.current = step
  }, [step])
  return box
}

/** Whether the card is still on screen, for what ends when it is not. */
const useOnScreen = () => {
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => void (here.current = false)
  }, [])
  return here
}

/**
 * A file's way in: choose, look at what it holds, answer what is unclear, import. Nothing is written before the last
 * step.
 */
export const ImportCard = ({ loaded, className }: { loaded: Loaded | undefined; className: string }) => {
  const [files, setFiles] = useState<Entry[]>([])
  const [choices, setChoices] = useState(nothingSaid)
  const [report, setReport] = useState<ImportReport | null>(null)
  const dryRun = useCommand(api.data.import, { refresh: false })
  const commit = useCommand(api.data.import)
  const onScreen = useOnScreen()
  const [file, next] = files
  // what was refused of another sheet or other columns leaves the way back to what was read before
  const refusal = report && dryRun.error?.status === 400 ? dryRun.error.message : null
  const error = commit.error ?? (refusal === null ? dryRun.error : null)
  const box = useFocusOnChange(commit.data ?? (commit.isPending ? 'importing' : (error ?? report ?? file)))

  const check = (checked: Entry, said: Choices) => {
    const before = choices
    setChoices(said)
    const show = (found: ImportReport) => {
      setReport(found)
      // each table of an archive is one of the files that wait
      if (found.parts.length > 1 && checked.part === undefined)
        setFiles(([, ...others]) => [
          ...found.parts.map(part => ({ file: checked.file, sent: checked.sent, part })),
          ...others,
        ])
    }
    dryRun.mutate(
      { query: queryOf(said, checked, true), file: checked.sent },
      { onSuccess: ({ data }) => show(data.report), onError: () => setChoices(before) },
    )
  }
  const begin = (entries: Entry[]) => {
    setFiles(entries)
    setReport(null)
    dryRun.reset()
    commit.reset()
    // Currency and time zone hold for all files of one go.
    if (entries[0]) {
      forgetProgress(nameOf(entries[0]))
      check(entries[0], {
        ...nothingSaid,
        keepDemo: choices.keepDemo,
        currency: choices.currency,
        timezone: choices.timezone,
      })
    } else setChoices(nothingSaid)
  }
  const save = () => {
    if (!file) return
    const name = nameOf(file)
    forgetProgress(name)
    // the promise and not callbacks of mutate: those are dropped when the page is left, where the end is told elsewhere
    commit.mutateAsync({ query: queryOf(choices, file, false), file: file.sent }).then(
      ({ data }) => onScreen.current || announce('success', `${name}: ${importedWords(data.report)}`),
      (failure: Error) => onScreen.current || announce('error', `${name} was not imported: ${failure.message}`),
    )
  }
  const waysOn = file && (
    <>
      {next && (
        <Button size="sm" title={`Next: ${nameOf(next)}`} onClick={() => begin(files.slice(1))}>
          Leave this file out
        </Button>
      )}
      <Button size="sm" onClick={() => begin([])}>
        Choose another file
      </Button>
    </>
  )

  return (
    <Card
      title="Bring your files"
      subtitle={
        file
          ? `${nameOf(file)}, ${bytes(file.file.size)}${next ? `, ${files.length - 1} more waiting` : ''}`
          : 'orders, customers, products, sales representatives or deals, as CSV, Excel or JSON lines'
      }
      actions={
        file &&
        !error &&
        !commit.isPending &&
        !commit.isSuccess && <div className="ml-auto flex flex-wrap justify-end gap-2">{waysOn}</div>
      }
      className={className}
    >
      <div
        ref={box}
        tabIndex={-1}
        role="group"
        aria-label={file ? nameOf(file) : 'Files'}
        className="scroll-mt-20 outline-none"
      >
        {!file ? (
          <>
            <DropZone onFiles={files => begin(files.map(chosen))} />
            <Inbox onReview={entry => begin([entry])} />
            {loaded?.empty && (
              <div className="mt-3">
                <ProposedPlace workspace={loaded.workspace} />
              </div>
            )}
          </>
        ) : commit.data ? (
          <ImportDone result={commit.data.data} next={next && nameOf(next)} onNext={() => begin(files.slice(1))} />
        ) : commit.isPending ? (
          <ImportProgress words="Importing" file={nameOf(file)} />
        ) : error ? (
          <ImportProblem
            error={error}
            importing={commit.error !== null}
            retry={() => (commit.error ? save() : check(file, choices))}
          >
            {waysOn}
          </ImportProblem>
        ) : !report ? (
          <ImportProgress words="Reading every row of the file" file={nameOf(file)} />
        ) : (
          <ImportReview
            report={report}
            choices={choices}
            refusal={refusal}
            loaded={loaded}
            checking={dryRun.isPending}
            onCheck={said => check(file, said)}
            onImport={save}
          />
        )}
      </div>
    </Card>
  )
}
