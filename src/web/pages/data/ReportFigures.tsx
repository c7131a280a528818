import type { ImportReport } from '#contract'
import { dateRange, money, number, signed, unknown } from '../../format.ts'

/** Counts and totals to check against the source. */
export const Figures = ({ report, currency }: { report: ImportReport; currency: string | null }) => {
  const { rows } = report
  // what leaves a question or has no columns yet was not read row by row
  const isRead = rows.accepted + rows.skipped > 0
  const isFacts = report.kind === 'orders' || report.kind === 'deals'
  const amount = (value: number | null) => (currency ? money(value, currency) : number(value, 2))
  const figures: [string, string][] = [
    ['Rows read', number(rows.read)],
    ['To import', number(isRead ? rows.accepted : null)],
    ['New', number(report.dryRun?.new ?? null)],
    [isFacts ? 'Here already' : 'Here already or repeated', number(report.dryRun?.existing ?? null)],
    ['Would change', report.dryRun?.changed ? number(report.dryRun.changed) : unknown],
    ['Changing revenue by', report.dryRun?.changed ? signed(report.dryRun.revenueChange, amount) : unknown],
    ['Left out', number(isRead ? rows.skipped : null)],
    ['Orders', number(report.orders)],
    [report.kind === 'orders' ? 'Customers who bought' : 'Customers', number(report.customers)],
    ['Revenue', amount(report.revenue)],
    ['Days', report.span ? dateRange(report.span.start, report.span.end) : unknown],
  ]
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[3fr_2fr]">
      <dl className="grid grid-cols-2 content-start gap-x-4 gap-y-3 sm:grid-cols-4">
        {figures
          .filter(([, value]) => value !== unknown)
          .map(([name, value]) => (
            <div key={name} className={name === 'Days' ? 'col-span-2' : ''}>
              <dt className="text-xs text-muted">{name}</dt>
              <dd className="text-lg font-semibold">{value}</dd>
            </div>
          ))}
      </dl>
      {report.byStatus.length > 0 && (
        <table className="self-start text-sm">
          <caption className="sr-only">Totals by status</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="pb-1 text-left font-medium">
                Status
              </th>
              <th scope="col" className="pb-1 text-right font-medium">
                Rows
              </th>
              <th scope="col" className="pb-1 text-right font-medium">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {report.byStatus.map(({ status, rows: count, amount: sum }) => (
              <tr key={status}>
                <th scope="row" className="border-t border-line py-1.5 text-left font-normal">
                  {status}
                </th>
                <td className="border-t border-line py-1.5 text-right">{number(count)}</td>
                <td className="border-t border-line py-1.5 text-right">{amount(sum)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
