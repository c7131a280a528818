import type { ImportReport } from '#contract'
import { number, plural } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'

type Skipped = ImportReport['skippedRows'][number]

const columns: Column<Skipped>[] = [
  { id: 'line', header: 'Line', value: row => row.line, width: 'w-24' },
  { id: 'reason', header: 'Why', value: row => row.reason },
  {
    id: 'text',
    header: 'The row',
    value: row => row.text,
    cell: row => (
      <span className="line-clamp-2 min-w-48 break-all text-muted" title={row.text}>
        {row.text}
      </span>
    ),
  },
]

/** RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe. */
const csvCell = (value: string | number) =>
  `"${String(value)
    .replace(/^[=+\-@\t\r]/, "'$&")
    .replaceAll('"', '""')}"`
export const skippedCsv = (rows: Skipped[]) =>
  ['line,reason,row', ...rows.map(row => [row.line, row.reason, row.text].map(csvCell).join(','))].join('\r\n')

const download = (name: string, text: string) => {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** What is left out, line by line, to look at and to take away. */
export const SkippedRows = ({ report }: { report: ImportReport }) => {
  const rows = report.skippedRows
  if (report.rows.skipped === 0) return null
  return (
    <details className="rounded-xl border border-line">
      <summary className="px-4 py-2.5 text-sm font-medium">
        {plural(report.rows.skipped, 'row')} left out, and why
      </summary>
      <div className="flex flex-col gap-3 border-t border-line p-4">
        <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
          <span>
            {report.moreSkipped > 0 && (
              <>
                The first {number(rows.length)} are listed here and in the download, {number(report.moreSkipped)} more
                are not: <code>npm run import -- FILE --dry-run --skipped skipped.csv</code> writes them all.{' '}
              </>
            )}
            The header is line 1.
          </span>
          <Button
            size="sm"
            onClick={() => download(`skipped-${report.fileName.replace(/\.\w+$/, '')}.csv`, skippedCsv(rows))}
          >
            Download skipped rows
          </Button>
        </div>
        <DataTable
          label="Rows left out"
          columns={columns}
          rows={rows}
          rowKey={row => row.line}
          search="Search the reasons"
          beyond={12}
        />
      </div>
    </details>
  )
}
