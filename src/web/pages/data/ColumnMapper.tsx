import type { ImportReport } from '#contract'
import { list } from '../../format.ts'

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
  return (
    <details className="rounded-xl border border-line" open={startOpen || missing.length > 0}>
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
            {report.columns.map(({ name, samples }) => (
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
                    className="h-8 w-48 rounded-lg max-sm:w-40 border border-line bg-card px-2"
                    value={fieldOf.get(name) ?? ''}
                    onChange={event => onChange(remapped(current, name, event.target.value))}
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
      </div>
    </details>
  )
}
