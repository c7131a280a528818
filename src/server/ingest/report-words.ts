import type { ImportReport } from '#contract'

const shownSkipped = 10

const number = new Intl.NumberFormat('en')

/** A report as lines for the terminal. */
export const reportWords = (report: ImportReport, dryRun: boolean, skippedFile: string | undefined): string => {
  const { rows } = report
  const unused = report.columns.filter(({ field }) => field === null)
  const lines = [
    `${report.fileName}: ${report.kind.replace('_', ' ')}${report.preset ? ` (${report.preset})` : ''}, ${report.encoding}${report.delimiter === null ? '' : `, delimiter ${JSON.stringify(report.delimiter)}`}${report.sheet === null ? '' : `, sheet ${JSON.stringify(report.sheet)}${report.sheets.length > 1 ? ` of ${report.sheets.map(({ name }) => JSON.stringify(name)).join(', ')}` : ''}`}`,
    ...report.columns
      .filter(({ field }) => field)
      .map(({ name, field }) => `  ${field} ← ${name}${report.styles[name] ? ` (${report.styles[name]})` : ''}`),
    ...(unused.length ? [`  not used: ${unused.map(({ name }) => name).join(', ')}`] : []),
    `Rows: ${number.format(rows.read)} read, ${number.format(rows.accepted)} accepted, ${number.format(rows.skipped)} skipped`,
    ...(report.dryRun
      ? [
          `Of these: ${number.format(report.dryRun.new)} new, ${number.format(report.dryRun.existing)} here already${
            report.dryRun.changed
              ? `, of which ${number.format(report.dryRun.changed)} would change (revenue by ${number.format(report.dryRun.revenueChange ?? 0)})`
              : ''
          }`,
        ]
      : []),
    ...(dryRun
      ? []
      : [
          `Written: ${number.format(rows.inserted)} new, ${number.format(rows.updated)} changed, ${number.format(rows.unchanged)} as they were${report.removed > 0 ? `, ${number.format(report.removed)} gone` : ''}`,
        ]),
    ...(report.orders === null ? [] : [`Orders: ${number.format(report.orders)}`]),
    ...(report.customers === null ? [] : [`Customers: ${number.format(report.customers)}`]),
    ...(report.span ? [`Days: ${report.span.start} to ${report.span.end}`] : []),
    ...report.byStatus.map(
      ({ status, rows: count, amount }) =>
        `  ${status}: ${number.format(count)} rows, ${amount === null ? 'amounts not known' : number.format(amount)}`,
    ),
    ...(report.revenue === null ? [] : [`Revenue: ${number.format(report.revenue)}`]),
    ...(report.currency === null || !report.byStatus.length ? [] : [`Amounts are in ${report.currency}.`]),
    ...report.notes.map(note => `Note: ${note}`),
    ...report.skippedRows
      .slice(0, shownSkipped)
      .map(({ line, reason, text }) => `Skipped line ${line}: ${reason}: ${text.slice(0, 100)}`),
    ...(rows.skipped > shownSkipped
      ? [
          `… and ${number.format(rows.skipped - shownSkipped)} more skipped rows${skippedFile ? '' : '; --skipped FILE.csv writes them all'}.`,
        ]
      : []),
    ...report.problems.map(problem => `Problem: ${problem}`),
    ...report.questions.map(
      ({ column, sentence, about, options }) =>
        `Question: ${sentence}\n${options.map(({ value, example }) => `  ${about === 'meaning' ? `--answer "${column}=${value}"` : `--${about.replace('_', '-')} ${value}`}: ${example}`).join('\n')}`,
    ),
    ...(dryRun ? ['Dry run: nothing was written.'] : []),
  ]
  return lines.join('\n')
}
