import type { ImportKind, ImportReport } from '#contract'
import { importKind } from '#contract/data.ts'
import { currencies, plural, timezones } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import type { Loaded } from './LoadedCard.tsx'
import { ExchangeFields } from './ExchangeFields.tsx'
import { ColumnMapper } from './ColumnMapper.tsx'
import { Figures } from './ReportFigures.tsx'
import { SkippedRows } from './SkippedRows.tsx'
import { kindNames } from './words.ts'
import type { Choices } from './choices.ts'

const field = 'h-8 rounded-lg border border-line bg-card px-2 text-sm text-ink'

type Props = {
  report: ImportReport
  choices: Choices
  /** What has been said since. */
  said: Choices
  /** Why the newest choices could not be read; the report is of those before. */
  refusal: string | null
  loaded: Loaded | undefined
  /** Of a database, which keeps no rate for its later rows. */
  isDatabase: boolean
  checking: boolean
  onSay: (said: Choices) => void
  onCheck: () => void
  onImport: () => void
}

/** What holds for all files of one go. */
const workspaceOf = ({ currency, timezone }: Choices) => ({
  ...(currency ? { currency } : {}),
  ...(timezone ? { timezone } : {}),
})

/**
 * The dry run's report: what would happen, what is unclear, how the columns are read. Any change is checked before it
 * can be imported: by itself, or of a long file by a press.
 */
export const ImportReview = ({
  report,
  choices,
  said,
  refusal,
  loaded,
  isDatabase,
  checking,
  onSay,
  onCheck,
  onImport,
}: Props) => {
  const change = (more: Partial<Choices>) => onSay({ ...said, ...more })
  const changed = JSON.stringify(said) !== JSON.stringify(choices)
  const open = report.questions.filter(question => !said.styles[question.column])
  const blocked = report.problems.length > 0 || report.questions.length > 0
  const first = loaded?.demo || loaded?.empty
  const demoMayGo = loaded?.demo && report.kind !== 'rates'
  return (
    <form
      className={`flex flex-col gap-5 transition-opacity duration-150 ${checking ? 'opacity-60' : ''}`}
      aria-busy={checking}
      onSubmit={event => {
        event.preventDefault()
        if (changed) onCheck()
        else onImport()
      }}
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <label className="flex flex-col gap-1 text-xs text-muted">
          The file holds
          <select
            className={field}
            value={said.kind ?? report.kind}
            onChange={event => change({ kind: event.target.value as ImportKind, mapping: undefined })}
          >
            {importKind.options.map(kind => (
              <option key={kind} value={kind}>
                {kindNames[kind]}
              </option>
            ))}
          </select>
        </label>
        {first && report.kind !== 'rates' && (
          <>
            <label className="flex flex-col gap-1 text-xs text-muted">
              Currency of all amounts
              <select
                className={field}
                value={said.currency ?? report.currency ?? loaded.workspace.currency}
                onChange={event => change({ currency: event.target.value })}
              >
                {currencies().map(code => (
                  <option key={code}>{code}</option>
                ))}
              </select>
            </label>
            <label className="flex min-w-0 flex-col gap-1 text-xs text-muted">
              Time zone of your business
              <select
                className={`${field} max-w-56`}
                value={said.timezone ?? loaded.workspace.timezone}
                onChange={event => change({ timezone: event.target.value })}
              >
                {[...new Set([loaded.workspace.timezone, ...timezones()])].map(zone => (
                  <option key={zone}>{zone}</option>
                ))}
              </select>
            </label>
          </>
        )}
        {loaded && !first && !isDatabase && report.kind !== 'customers' && report.kind !== 'rates' && (
          <ExchangeFields report={report} said={said} own={loaded.workspace.currency} onChange={change} />
        )}
        {report.sheets.length > 1 && (
          <label className="flex min-w-0 flex-col gap-1 text-xs text-muted">
            Sheet of the workbook
            <select
              className={`${field} max-w-56`}
              value={said.sheet ?? report.sheet ?? ''}
              // another sheet has other columns
              onChange={event =>
                onSay({ keepDemo: said.keepDemo, styles: {}, sheet: event.target.value, ...workspaceOf(said) })
              }
            >
              {report.sheets.map(({ name, hidden }) => (
                <option key={name} value={name}>
                  {name}
                  {hidden ? ' (hidden)' : ''}
                </option>
              ))}
            </select>
          </label>
        )}
        {report.encodings.length > 0 && (
          <label className="flex flex-col gap-1 text-xs text-muted">
            Character set
            <select
              className={field}
              value={said.encoding ?? said.styles.encoding ?? ''}
              onChange={event => {
                const { encoding: _, ...styles } = said.styles
                change({ encoding: event.target.value || undefined, mapping: undefined, styles })
              }}
            >
              <option value="">{report.encoding}</option>
              {report.encodings
                .filter(({ name }) => name !== report.encoding)
                .map(({ value, name }) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
        )}
        <p className="pb-1.5 text-xs text-muted">
          {report.preset && `Recognised as ${report.preset}. `}
          {report.delimiter === null
            ? report.encoding
            : `Separated by ${report.delimiter === '\t' ? 'tabs' : `“${report.delimiter}”`}`}
        </p>
      </div>

      {report.questions.map(question => (
        <fieldset key={question.column + question.about} className="rounded-xl border border-line bg-warning-soft p-4">
          <legend className="sr-only">Question about {question.column}</legend>
          <p className="font-medium text-warning">{question.sentence}</p>
          <div className="mt-2 flex flex-col gap-1.5">
            {question.options.map(option => (
              <label key={option.value} className="flex items-center gap-2 text-sm">
                <input
                  type="radio"
                  name={`style-${question.column}`}
                  className="size-4 accent-(--accent)"
                  checked={said.styles[question.column] === option.value}
                  onChange={() => change({ styles: { ...said.styles, [question.column]: option.value } })}
                />
                {option.example}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {refusal !== null && (
        <p role="alert" className="rounded-xl bg-negative-soft p-4 text-sm text-negative">
          It cannot be read like this: {refusal}
        </p>
      )}
      {report.problems.length > 0 && (
        <div role="alert" className="rounded-xl bg-negative-soft p-4 text-sm text-negative">
          <p className="font-medium">It cannot be imported like this:</p>
          <ul className="mt-1 list-disc pl-5">
            {report.problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}

      {/* what was read before the changes answers another question */}
      <div className={`flex flex-col gap-5 transition-opacity duration-150 ${changed ? 'opacity-55' : ''}`}>
        <Figures report={report} currency={choices.currency ?? report.currency ?? loaded?.workspace.currency ?? null} />
        {report.notes.length > 0 && (
          <ul className="list-disc pl-5 text-sm text-soft">
            {report.notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <SkippedRows report={report} />
      </div>
      <ColumnMapper
        report={report}
        mapping={said.mapping}
        onChange={mapping => change({ mapping })}
        startOpen={blocked}
      />

      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t border-line pt-4">
        <Button
          type="submit"
          look="primary"
          disabled={checking || (changed ? open.length > 0 : blocked || report.rows.accepted === 0)}
        >
          {checking
            ? 'Checking…'
            : changed
              ? 'Check again'
              : blocked
                ? 'Import'
                : `Import ${plural(report.rows.accepted, 'row')}`}
        </Button>
        {blocked && !changed && (
          <p className="text-sm text-muted">
            {report.problems.length
              ? 'It cannot be imported like this: see above why.'
              : 'Answer the question above first.'}
          </p>
        )}
        <p role="status" className="text-sm text-muted">
          {changed && !checking && 'The figures are from before your changes.'}
        </p>
        {demoMayGo && (
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={said.keepDemo}
              onChange={event => change({ keepDemo: event.target.checked })}
            />
            Keep the demo data beside these rows
          </label>
        )}
        {demoMayGo && !said.keepDemo && (
          <p className="text-sm text-muted">The demo data is removed with this import.</p>
        )}
      </div>
    </form>
  )
}
