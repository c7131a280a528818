import { useEffect, useRef } from 'react'
import { bytes } from '../../format.ts'
import { BringDemo } from '../../layout/BringDemo.tsx'
import { ProposedPlace } from '../../layout/ProposedPlace.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DropZone } from './DropZone.tsx'
import { ImportDone } from './ImportDone.tsx'
import { ImportProblem } from './ImportProblem.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportReview } from './ImportReview.tsx'
import { Inbox } from './Inbox.tsx'
import { SampleFiles } from './SampleFiles.tsx'
import { nameOf } from './choices.ts'
import { begin, bring, check, save, say, useImporting } from './importing.ts'
import type { Loaded } from './LoadedCard.tsx'

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

/**
 * A file's way in: choose, look at what it holds, answer what is unclear, import. Nothing is written before the last
 * step.
 */
export const ImportCard = ({ loaded, className }: { loaded: Loaded | undefined; className: string }) => {
  const { files, choices, said, report, pressed, doing, failure, done } = useImporting()
  const [file, next] = files
  // what was refused of another sheet or other columns leaves the way back to what was read before
  const refusal = report && failure?.of === 'reading' && failure.error.status === 400 ? failure.error.message : null
  const problem = refusal === null ? failure : null
  const importing = doing === 'importing'
  const box = useFocusOnChange(done ?? (importing ? doing : (problem ?? pressed ?? file)))
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
          ? `${nameOf(file)}${file.source === undefined ? `, ${bytes(file.file.size)}` : ', a database'}${next ? `, ${files.length - 1} more waiting` : ''}`
          : 'orders, customers, products, sales representatives, deals or exchange rates, as CSV, Excel or JSON lines'
      }
      actions={
        file &&
        !problem &&
        !importing &&
        !done && <div className="ml-auto flex flex-wrap justify-end gap-2">{waysOn}</div>
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
            <DropZone onFiles={bring} />
            <SampleFiles />
            <Inbox onReview={entry => begin([entry])} />
            {loaded?.empty && (
              <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
                <ProposedPlace workspace={loaded.workspace} />
                <BringDemo />
              </div>
            )}
          </>
        ) : done ? (
          <ImportDone result={done} next={next && nameOf(next)} onNext={() => begin(files.slice(1))} />
        ) : importing ? (
          <ImportProgress words="Importing" file={nameOf(file)} />
        ) : problem ? (
          <ImportProblem
            error={problem.error}
            importing={problem.of === 'importing'}
            retry={() => void (problem.of === 'importing' ? save() : check())}
          >
            {waysOn}
          </ImportProblem>
        ) : !report ? (
          <ImportProgress words="Reading every row of the file" file={nameOf(file)} />
        ) : (
          <ImportReview
            report={report}
            choices={choices}
            said={said}
            refusal={refusal}
            loaded={loaded}
            isDatabase={file.source !== undefined}
            checking={doing === 'reading'}
            onSay={say}
            onCheck={() => void check()}
            onImport={() => void save()}
          />
        )}
      </div>
    </Card>
  )
}
