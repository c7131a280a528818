import { CircleCheck } from 'lucide-react'
import { Link } from 'react-router'
import { api, type Result } from '#contract'
import { dateRange, plural } from '../../format.ts'
import { Button, buttonLook } from '../../ui/Button.tsx'
import { SkippedRows } from './SkippedRows.tsx'
import { importedWords } from './words.ts'

type Props = { result: Result<typeof api.data.import>['data']; next: string | undefined; onNext: () => void }

/** What the import did, and where to see it. */
export const ImportDone = ({ result: { report }, next, onNext }: Props) => {
  const { skipped } = report.rows
  const link = report.span ? `?from=${report.span.start}&to=${report.span.end}` : ''
  return (
    <div className="flex flex-col gap-4" role="status">
      <div className="flex items-start gap-3">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-positive" />
        <div>
          <p className="font-medium">{importedWords(report)}</p>
          <p className="text-sm text-muted">
            {report.span && `${dateRange(report.span.start, report.span.end)}. `}
            {skipped > 0 && `${plural(skipped, 'row')} skipped.`}
          </p>
          <ul className="mt-1 list-disc pl-5 text-sm text-muted">
            {report.notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      </div>
      <SkippedRows report={report} />
      <div className="flex flex-wrap gap-2">
        {next ? (
          <Button look="primary" onClick={onNext}>
            Next: {next}
          </Button>
        ) : (
          <>
            <Link to={`/${link}`} className={buttonLook({ look: 'primary' })}>
              Show the dashboard
            </Link>
            {report.kind === 'orders' && (
              <Link to={`/transactions${link}`} className={buttonLook()}>
                Show the order lines
              </Link>
            )}
            <Button onClick={onNext}>Import another file</Button>
          </>
        )}
      </div>
    </div>
  )
}
