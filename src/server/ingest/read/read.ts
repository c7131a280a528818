import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportKind, ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { ApiError } from '../../errors.ts'
import { cellReader, type Styles } from './cells.ts'
import { batches, type Batch } from '../open/columns.ts'
import type { DateStyle } from '../understand/dates.ts'
import { dealColumns, dealReader, eventColumns, type SourceStage } from './deals.ts'
import { dimensionReader } from './dimensions.ts'
import { sniffEncoding } from '../open/encoding.ts'
import type { Entities } from './entities.ts'
import { fieldsOf } from '../understand/fields.ts'
import { type Layout, rowsBelow, signatureOf, sniffLayout } from '../open/layout.ts'
import { mapColumns, type Mapped, type Mapping } from '../understand/mapping.ts'
import type { NumberStyle } from '../understand/numbers.ts'
import { orderLeads } from './order-leads.ts'
import { orderColumns, orderReader, type OrderRow } from './orders.ts'
import { profile, type Profile } from '../understand/profile.ts'
import { repeatedIds } from '../understand/repeated-ids.ts'
import { rowQuestions, strayAnswers } from './row-questions.ts'
import { agreed } from '../understand/units.ts'
import { isTotal } from '../understand/words.ts'
import { zoneClock } from '../understand/zone.ts'

/** What is read, and how. `saved`: what was confirmed for headers seen before. */
export type Reading = {
  path: string
  fileName: string
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  styles?: Record<string, string> | undefined
  saved: { signature: string; kind: ImportKind; mapping: Mapping; styles: Record<string, string> }[]
  timezone: string
  today: string
  /** Only the report; of the rows only what tells which are here already is handed on. */
  dryRun: boolean
}

/**
 * Rows by what they are, on their way to the database. Of a dry run: the keys of order lines (with amount, status and day) or deals, or the
 * products, customers or representatives that the file is about.
 */
export type Parcel = { what: 'orders' | 'deals' | 'events' | 'products' | 'customers' | 'reps'; batch: Batch }

/** Where rows, skipped rows and progress go. `hand` and `skipped` may ask to wait. */
export type Sink = {
  hand: (parcel: Parcel) => void
  /** Each of them; the report lists the first. */
  skipped?: (row: ImportReport['skippedRows'][number]) => void
  ready: () => Promise<void>
  progress: (done: number, total: number, words: string) => void
}

export type Outcome = {
  report: ImportReport
  signature: string
  mapping: Mapping
  styles: Record<string, string>
  stages: SourceStage[]
  currency: string | null
  readable: boolean
}

const batchRows = 2_000
/** What a dry run hands on of each row, to find it among those that are here. */
const toldOfOrders = ['external_id text', 'amount numeric(14, 2)', 'status text', 'ordered_on date']
const toldOfDeals = ['external_id text']
const listedSkips = 1_000

const handEntities = (
  list: Entities['list'],
  what: 'products' | 'customers' | 'reps',
  atOnce: number,
  hand: Sink['hand'],
) => {
  const out = batches(4 + (list[0]?.attributes.length ?? 0), atOnce, batch => hand({ what, batch }))
  list.forEach(({ key, name, byName, attributes }, i) => out.add([i + 1, key, name, String(byName), ...attributes]))
  out.flush()
}

/** A row of totals, or a note, where a table without dates would take it for one more customer. */
const remark = /^\W*(copyright|©|confidential|generated|filtered by|exported)\b/i
const belowTable = (row: string[]): boolean => {
  const filled = row.filter(cell => cell.trim() !== '')
  const [first = '', ...rest] = filled
  return isTotal(first) ? !rest.some(cell => /\p{L}{4}/u.test(cell)) : filled.length === 1 && remark.test(first)
}

const footer =
  /^\W*(grand\s*)?(totals?|sum|summe|gesamt\w*|insgesamt|totaux|totale|suma|totaal|razem|subtotal|copyright|confidential|generated|filtered by|filters?|report)\b/i

const join = (cells: string[], delimiter: string) => cells.join(delimiter).slice(0, 300)

const emptyReport = (
  reading: Reading,
  layout: Layout,
  { kind, preset, mapping, problems, notes }: Mapped,
  found: Profile,
  saved: boolean,
): ImportReport => {
  const fieldOf = new Map(
    Object.entries(mapping)
      .map(([field, column]) => [column, field])
      .reverse() as [string, string][],
  )
  return {
    kind,
    preset: preset?.name ?? null,
    fileName: reading.fileName || basename(reading.path),
    encoding: layout.encoding.name,
    delimiter: layout.dialect.delimiter,
    columns: layout.columns.map((name, i) => ({
      name,
      field: fieldOf.get(name) ?? null,
      samples: layout.samples[i] ?? [],
    })),
    fields: fieldsOf[kind].map(({ field, label, required, hint }) => ({ field, label, required, hint })),
    styles: found.words,
    questions: found.questions,
    mapping,
    answers: found.answers,
    problems: [...problems, ...found.problems],
    rows: { read: found.rows, accepted: 0, skipped: 0, inserted: 0, updated: 0, unchanged: 0 },
    orders: null,
    customers: null,
    span: null,
    currency: null,
    byStatus: [],
    revenue: null,
    notes: [
      ...(saved ? ['Columns and styles are read as they were in the last import with these column names.'] : []),
      ...(layout.headerLine > 1
        ? [`The column names are on line ${layout.headerLine}; what stands above is left out.`]
        : []),
      ...notes,
    ],
    skippedRows: [],
    moreSkipped: 0,
    dryRun: null,
  }
}

/** Reads a whole file twice: first to decide what its columns mean and how they are written, then its rows. Throws a sentence when it is no table. */
export const readFile = async (reading: Reading, sink: Sink): Promise<Outcome> => {
  const { path, dryRun } = reading
  const encoding = await sniffEncoding(path)
  const layout = await sniffLayout(path, encoding)
  if (!layout)
    throw new ApiError(
      400,
      'no_header',
      'No row of column names was found in the first lines: the first row of the table must name its columns.',
    )
  const size = (await stat(path)).size
  const signature = signatureOf(layout.columns)
  const saved = reading.saved.find(one => one.signature === signature)
  const named = mapColumns(layout.columns, {
    kind: reading.kind,
    preset: reading.preset,
    mapping: reading.mapping,
    saved,
  })
  const answers = { ...saved?.styles, ...reading.styles }
  const leads = orderLeads(layout.columns, named.kind === 'orders' ? named.mapping : {})
  const ids = repeatedIds(layout.columns, named, saved?.kind !== named.kind && reading.mapping?.order_id === undefined)
  const watch = (row: string[]) => {
    leads.watch(row)
    ids.watch(row)
  }
  const found = await profile(
    path,
    layout,
    named,
    answers,
    (bytes, rows) => sink.progress(bytes, size * 2, `${rows.toLocaleString('en')} rows looked at`),
    watch,
  )
  const buyers = ids.asCustomers()
  const mapped = buyers ? { ...named, mapping: buyers.mapping, notes: [...named.notes, buyers.note] } : named
  const report = emptyReport(
    reading,
    layout,
    mapped,
    found,
    saved !== undefined && saved.kind === mapped.kind && !reading.mapping,
  )
  report.problems.push(
    ...strayAnswers(reading.styles ?? {}, layout.columns).filter(
      stray => !report.problems.some(problem => problem.startsWith(stray.split(': expected')[0] ?? '')),
    ),
  )
  const base = { report, signature, mapping: mapped.mapping, styles: found.answers, currency: null, stages: [] }
  if (report.problems.length || report.questions.length) return { ...base, readable: false }
  if (leads.needed()) for await (const { cells } of rowsBelow(path, layout)) cells.forEach(leads.keep)

  const styles: Styles = {
    numbers: found.numbers as Map<string, NumberStyle>,
    dates: found.dates as Map<string, DateStyle>,
    rates: found.rates,
  }
  const cells = cellReader(layout.columns, mapped.mapping, styles, zoneClock(reading.timezone), zoneClock('UTC'))
  const skip = (line: number, reason: string, row: string[]) => {
    const totals = footer.test(row.find(cell => cell.trim() !== '') ?? '')
    const one = {
      line,
      reason: totals ? `a total or note below the table (${reason})` : reason,
      text: join(row, layout.dialect.delimiter),
    }
    report.rows.skipped++
    if (report.skippedRows.length < listedSkips) report.skippedRows.push(one)
    else report.moreSkipped++
    sink.skipped?.(one)
  }
  const { kind } = mapped
  const [what, columns] = kind === 'orders' ? (['orders', orderColumns] as const) : (['deals', dealColumns] as const)
  const told = (kind === 'orders' ? toldOfOrders : toldOfDeals).map(column => columns.indexOf(column as never))
  const rowsOut = batches(dryRun ? told.length : columns.length, batchRows, batch => sink.hand({ what, batch }))
  const eventsOut = batches(eventColumns.length, batchRows, batch => sink.hand({ what: 'events', batch }))
  const add = dryRun ? (row: OrderRow) => rowsOut.add(told.map(at => row[at] ?? null)) : rowsOut.add
  const addEvent = dryRun ? () => {} : eventsOut.add
  const common = { cells, today: reading.today, skip, add }
  const reader =
    kind === 'orders'
      ? orderReader({
          ...common,
          questions: rowQuestions(answers, found.answers, layout.columns),
          leads: leads.leads,
          discountIsRate: found.discountIsRate,
          statuses: mapped.preset?.statuses,
        })
      : kind === 'deals'
        ? dealReader({ ...common, mapping: mapped.mapping, addEvent })
        : dimensionReader({ kind, cells, skip })

  const columnCount = layout.columns.length
  const isHeader = (row: string[]) =>
    row[0]?.trim() === layout.columns[0] &&
    row.length >= columnCount &&
    layout.columns.every((name, i) => name.startsWith((row[i] ?? '').replace(/\s+/g, ' ').trim()))
  const isTable = kind === 'orders' || kind === 'deals'
  let done = 0
  for await (const { cells: rows, lines, bytes } of rowsBelow(path, layout)) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as string[]
      const line = lines[i] as number
      if (row.length > columnCount && row.slice(columnCount).some(cell => cell.trim() !== '')) {
        skip(line, `${row.length} cells where the column names are ${columnCount}`, row)
      } else if (columnCount > 1 && isHeader(row)) skip(line, 'the column names once more', row)
      else if (!isTable && columnCount > 1 && belowTable(row)) skip(line, 'it is no row of the table', row)
      else reader.row(row, line)
      if ((i + 1) % batchRows === 0) await sink.ready()
    }
    done += rows.length
    sink.progress(size + bytes, size * 2, `${done.toLocaleString('en')} rows read`)
    await sink.ready()
  }
  const result = reader.finish()
  rowsOut.flush()
  eventsOut.flush()
  const lists = { products: result.products.list, customers: result.customerList.list, reps: result.reps.list }
  for (const [one, list] of Object.entries(lists) as [keyof typeof lists, Entities['list']][]) {
    if (!dryRun) handEntities(list, one, batchRows, sink.hand)
    // the names of all of them are looked for at once
    else if (one === (kind === 'sales_reps' ? 'reps' : kind))
      handEntities(list, one, Number.POSITIVE_INFINITY, sink.hand)
  }
  Object.assign(report, {
    orders: result.orders,
    customers: result.customers,
    span: result.span,
    byStatus: result.byStatus,
    revenue: result.revenue,
  })
  report.rows.accepted = result.accepted
  report.notes.push(...result.notes)
  report.problems.push(...result.problems)
  report.questions.push(...result.questions)
  for (const [column, style] of found.dates)
    if (style === 'month')
      report.notes.push(`${column} has months without days: its rows count on the first day of each month.`)
  if (found.unclosed.length)
    report.notes.push(`A quote on line ${found.unclosed[0]} is never closed: it is read as a plain character.`)
  const currencies = [...(result.currencies.size ? result.currencies : agreed(found.currencies))].sort(
    (a, b) => b[1] - a[1],
  )
  if (currencies.length > 1) {
    const each = currencies.map(([currency, rows]) => `${currency} in ${counted(rows, 'row', 'rows')}`).join(', ')
    report.revenue = null
    report.byStatus = report.byStatus.map(status => ({ ...status, amount: null }))
    report.problems.push(
      `The file mixes currencies (${each}), and amounts of different ones cannot be added. Split it by currency, or map a column with converted amounts.`,
    )
  }
  if (result.accepted === 0 && result.questions.length + result.problems.length === 0)
    report.problems.push('No row can be imported: see the reasons beside the skipped rows.')
  return {
    ...base,
    stages: result.stages,
    currency: currencies[0]?.[0].length === 3 ? currencies[0][0] : null,
    readable: report.problems.length === 0 && report.questions.length === 0,
  }
}
