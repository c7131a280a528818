import { useRef, useState } from 'react'
import type { ImportReport } from '#contract'
import { list, plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { FirstRows } from './FirstRows.tsx'

type Mapping = Record<string, string>

/** Field → column, as the report has it. */
const mappingOf = (report: ImportReport): Mapping =>
  Object.fromEntries(report.columns.flatMap(({ name, field }) => (field ? [[field, name]] : [])))

const firstValues = (samples: string[]) => samples.filter(Boolean).join(' · ') || 'empty'

/**
 * A field has one column and a column feeds one field: the newest choice wins. A field that loses its column is said to
 * have none, as the server would guess one again.
 */
export const remapped = (mapping: Mapping, column: string, field: string): Mapping => ({
  ...Object.fromEntries(Object.entries(mapping).map(([other, name]) => [other, name === column ? '' : name])),
  ...(field ? { [field]: column } : {}),
})

/** Which column feeds which field, with the column's first values to judge by. */
export const ColumnMapper = ({
  report,
  mapping,
  onChange,
  startOpen,
}: {
  report: ImportReport
  mapping: Mapping | undefined
  onChange: (mapping: Mapping) => void
  startOpen: boolean
}) => {
  const current = mapping ?? mappingOf(report)
  const fieldOf = new Map(Object.entries(current).map(([field, column]) => [column, field]))
  const missing = report.fields.filter(({ field, required }) => required && !current[field])
  const unused = report.columns.filter(({ name }) => !fieldOf.has(name)).map(({ name }) => name)
  const labelOf = (column: string) => report.fields.find(({ field }) => field === fieldOf.get(column))?.label
  const [isOpen, setOpen] = useState(false)
  const [unfolded, unfold] = useState(startOpen)
  /** What somebody has just said is not used stays in sight. */
  const [touched, touch] = useState<ReadonlySet<string>>(new Set())
  const wasUsed = new Set(report.columns.filter(({ field }) => field !== null).map(({ name }) => name))
  const shown = (column: string) => unfolded || fieldOf.has(column) || wasUsed.has(column) || touched.has(column)
  const columns = report.columns.filter(({ name }) => shown(name))
  const folded = report.columns.length - columns.length
  const box = useRef<HTMLDetailsElement>(null)
  const choose = (column: string) => {
    if (box.current) box.current.open = true
    box.current?.querySelector<HTMLSelectElement>(`select[data-column="${CSS.escape(column)}"]`)?.focus()
  }
  const change = (column: string, field: string) => {
    touch(new Set([...touched, column]))
    onChange(remapped(current, column, field))
  }
  return (
    <details
      ref={box}
      className="rounded-xl border border-line"
      // what was opened stays so when the last question is answered
      open={isOpen || startOpen || missing.length > 0}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary className="px-4 py-2.5 text-sm font-medium">
        Columns: {report.columns.length - unused.length} of {report.columns.length} used
        {missing.length > 0 && (
          <span className="text-negative">, {list(missing.map(({ label }) => label))} missing</span>
        )}
        {unused.length > 0 && (
          <span className="block font-normal wrap-anywhere text-muted">Not used: {list(unused)}</span>
        )}
      </summary>
      <div
        className="relative overflow-x-auto border-t border-line px-4 py-2 scroll-thin"
        role="group"
        aria-label="Columns"
        tabIndex={0}
        data-keys
      >
        <table className="w-full text-sm">
          <caption className="sr-only">Columns of the file and what each is used for</caption>
          <thead>
            <tr className="text-left text-muted">
              <th scope="col" className="py-1.5 pr-4 font-medium">
                Column
              </th>
              <th scope="col" className="py-1.5 pr-4 font-medium">
                Used as
              </th>
              <th scope="col" className="py-1.5 font-medium max-sm:hidden">
                First values
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, samples }) => (
              <tr key={name}>
                <th scope="row" className="border-t border-line py-2 pr-4 text-left font-medium wrap-anywhere">
                  {name || 'without a name'}
                  {report.styles[name] && (
                    <span className="block text-xs font-normal text-muted">read as {report.styles[name]}</span>
                  )}
                  <span className="line-clamp-2 text-xs font-normal wrap-anywhere text-muted sm:hidden">
                    {firstValues(samples)}
                  </span>
                </th>
                <td className="border-t border-line py-2 pr-4">
                  <select
                    aria-label={`Use ${name} as`}
                    data-column={name}
                    className="h-8 w-48 rounded-lg max-sm:w-40 border border-line bg-card px-2"
                    value={fieldOf.get(name) ?? ''}
                    onChange={event => change(name, event.target.value)}
                  >
                    <option value="">Not used</option>
                    {report.fields.map(({ field, label, required, hint }) => (
                      <option key={field} value={field} title={hint}>
                        {label}
                        {required ? ' (needed)' : ''}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="min-w-40 border-t border-line py-2 text-muted max-sm:hidden">
                  <span className="line-clamp-2 wrap-anywhere">{firstValues(samples)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {(folded > 0 || (unfolded && unused.length > 0)) && (
          <Button size="sm" className="my-2" aria-expanded={unfolded} onClick={() => unfold(!unfolded)}>
            {unfolded
              ? 'Hide columns that are not used'
              : `Show ${plural(folded, 'column')} that ${folded === 1 ? 'is' : 'are'} not used`}
          </Button>
        )}
      </div>
      <FirstRows report={report} shown={shown} labelOf={labelOf} onChoose={choose} />
    </details>
  )
}
