import type { ImportReport } from '#contract'

const Heading = ({ name, label, onChoose }: { name: string; label: string | undefined; onChoose: () => void }) => (
  <button
    type="button"
    title="Choose what it is used as"
    className={`flex w-full max-w-48 flex-col items-start gap-0.5 px-3 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2 ${label ? '' : 'text-muted'}`}
    onClick={onChoose}
  >
    <span className={label ? 'rounded bg-accent-soft px-1 text-accent-text' : ''}>{label ?? 'not used'}</span>
    <span className="wrap-anywhere">{name}</span>
  </button>
)

/** The first rows as the file has them, under what each column is used as. A heading leads to where that is chosen. */
export const FirstRows = ({
  report,
  shown,
  labelOf,
  onChoose,
}: {
  report: ImportReport
  shown: (column: string) => boolean
  labelOf: (column: string) => string | undefined
  onChoose: (column: string) => void
}) => {
  const columns = report.columns.map(({ name }, at) => ({ name, at })).filter(({ name }) => shown(name))
  if (report.firstRows.length === 0 || columns.length === 0) return null
  return (
    <div
      className="relative max-h-72 overflow-auto border-t border-line scroll-thin"
      role="group"
      aria-label="First rows"
      tabIndex={0}
      data-keys
    >
      <table className="text-xs">
        <caption className="sr-only">The first rows of the file</caption>
        <thead>
          <tr>
            {columns.map(({ name }) => {
              const label = labelOf(name)
              return (
                <th
                  key={name}
                  scope="col"
                  className="sticky top-0 border-b border-line bg-card p-0 text-left align-bottom font-medium"
                >
                  <Heading name={name} label={label} onChoose={() => onChoose(name)} />
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {report.firstRows.map((cells, row) => (
            // rows of a file have no name of their own, and stay where they are
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={row}>
              {columns.map(({ name, at }) => (
                <td
                  key={name}
                  className={`max-w-48 truncate border-b border-line px-3 py-1 whitespace-pre ${labelOf(name) ? '' : 'text-muted'}`}
                  title={cells[at]}
                >
                  {cells[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
