import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { ImportReport } from '#contract'
import type { Progress } from '../context.ts'
import { signatureOf } from './understand/column-names.ts'
import type { ImportOptions } from './store/options.ts'
import { readFile } from './read/read.ts'

/**
 * Every skipped row as CSV (RFC 4180, UTF-8 with its mark; no cell starts a formula). The report of an import lists the
 * first of them, so the file is read once more, as it was understood then.
 */
export const writeSkipped = async (
  target: string,
  options: ImportOptions,
  report: ImportReport,
  progress: Progress,
) => {
  // rates by day are in the database, which may be another machine's
  if (report.moreSkipped > 0 && report.exchange?.by === 'days')
    throw new Error(
      '--skipped: more than 1,000 rows of a file that is exchanged by rates of days are left out. The report above says why; import the rates first.',
    )
  const out = stringify({
    header: true,
    columns: ['line', 'reason', 'row'],
    bom: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
  })
  const writing = pipeline(out, createWriteStream(target, { flags: 'wx' }))
  if (report.moreSkipped === 0) {
    for (const { line, reason, text } of report.skippedRows) out.write([line, reason, text])
    out.end()
    return writing
  }
  const understood = {
    signature: signatureOf(report.columns.map(({ name }) => name)),
    kind: report.kind,
    mapping: report.mapping,
    styles: report.answers,
  }
  const reading = readFile(
    {
      ...options,
      timezone: options.timezone ?? 'UTC',
      keyZone: null,
      into: report.currency ?? '',
      isFixed: report.exchange !== null,
      today: '',
      saved: [understood],
      dryRun: true,
    },
    {
      hand: () => {},
      ready: async () => {
        if (out.writableNeedDrain) await once(out, 'drain')
      },
      skipped: ({ line, reason, text }) => out.write([line, reason, text]),
      progress: (done, total, words) => progress({ task: 'Skipped rows', done, total, words }),
    },
  ).finally(() => out.end())
  const [{ report: again }] = await Promise.all([reading, writing])
  if (again.rows.skipped !== report.rows.skipped)
    throw new Error(
      `${options.fileName} was changed meanwhile: ${target} has ${again.rows.skipped} skipped rows, the report ${report.rows.skipped}.`,
    )
}
