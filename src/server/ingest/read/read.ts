import type { ImportReport } from '#contract'
import { ApiError } from '../../errors.ts'
import { type Batch, batches, copiedBatches, type Copied } from './batches.ts'
import { openTable, type Table } from '../open/table.ts'
import type { Mapping } from '../understand/column-names.ts'
import { headerWeight } from '../understand/mapping.ts'
import { charsetKey, type Said, understand, type Understood } from '../understand/understand.ts'
import { zoneClock } from '../../time/zone.ts'
import { cellReader, leavingOut } from './cells.ts'
import { dealColumns, dealReader, type SourceStage } from './deals.ts'
import { dimensionReader } from './dimensions.ts'
import type { Pair } from './day-rates.ts'
import { exchangeOf } from './exchange.ts'
import { rowExchange } from './row-exchange.ts'
import type { Entities } from './entities.ts'
import { lineKeys } from './keys.ts'
import { orderColumns, type OrderRow } from './order-columns.ts'
import { orderReader } from './orders.ts'
import { rateColumns, rateReader } from './rates.ts'
import {
  beginReport,
  isReadable,
  settleCurrency,
  settleRate,
  skipper,
  type SkippedRow,
  strangerTo,
  tellReading,
} from './report.ts'
import { rowQuestions } from './row-questions.ts'
import { isOwnNumber, prefixOf, sourceColumnOf, sourceOf } from './source.ts'
import { type SettledOrders, settleOrders } from './settled-orders.ts'

/*
 * In: a file, and what the person said of it.
 * Out: its rows as facts, in batches for the database, and the report of what they hold and what was left out.
 * A dry run hands on no more than what tells which rows are here already.
 */

/** What is read, and how. */
export type Reading = Said & {
  path: string
  fileName: string
  /** Its character set, where the person said it. */
  encoding?: string | undefined
  /** Of a workbook and of an archive: what is read of it. */
  sheet?: string | undefined
  part?: string | undefined
  /** What one unit of the file's currency is in the workspace's; where it is not said, what the file's is. */
  rate?: number | undefined
  rateOf?: string | undefined
  /** Rates by day, where rows may be exchanged by them. */
  rates?: Pair[] | undefined
  timezone: string
  /** That of the keys (read/keys.ts). */
  keyZone: string | null
  today: string
  /** Only the report; of the rows only what tells which are here already is handed on. */
  dryRun: boolean
}

/**
 * Rows by what they are, on their way to the database. Of a dry run: the keys of order lines (with amount, status and day) or deals, or the
 * products, customers or representatives that the file is about; of order lines also who bought.
 */
type What = 'orders' | 'deals' | 'rates' | 'events' | 'products' | 'customers' | 'reps' | 'buyers'
export type Parcel = { what: What; batch: Batch | Copied }

/** Where rows, skipped rows and progress go. `hand` and `skipped` may ask to wait. */
export type Sink = {
  hand: (parcel: Parcel) => void
  /** Each of them; the report lists the first. */
  skipped?: (row: SkippedRow) => void
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
  /** Order lines cost what their rows give, not that by their quantity. */
  costsAreOfLines: boolean
  readable: boolean
}

const batchRows = 2_000
/** What a dry run hands on of each row, to find it among those that are here. */
const toldOfOrders = [
  'external_id text',
  'amount numeric(18, 4)',
  'status text',
  'ordered_on date',
  'order_id text',
  'customer int',
]
const toldOfDeals = ['external_id text']

const orderNumbers = ['external_id text', 'order_id text'].map(column => orderColumns.indexOf(column))
/** With the shop's name before the numbers of the order and of the line. */
const ofShop = (row: OrderRow, prefix: string): OrderRow =>
  row.map((value, at) => (orderNumbers.includes(at) ? `${prefix}${value}` : value))

/** Order lines or deals in batches; of a dry run only what they are known by. `prefix`: of the shop, where it has one. */
const factsOut = (kind: ImportReport['kind'], dryRun: boolean, prefix: string, hand: Sink['hand']) => {
  const what = kind === 'orders' || kind === 'rates' ? kind : 'deals'
  const of = (row: OrderRow) => (prefix && what === 'orders' ? ofShop(row, prefix) : row)
  if (dryRun) {
    const columns: readonly string[] = { orders: orderColumns, deals: dealColumns, rates: rateColumns }[what]
    const told = { orders: toldOfOrders, deals: toldOfDeals, rates: rateColumns }[what].map(column =>
      columns.indexOf(column),
    )
    const { add, flush } = batches(told.length, batchRows, batch => hand({ what, batch }))
    return { add: (row: OrderRow) => add(told.map(at => of(row)[at] ?? null)), addEvent: () => {}, flush }
  }
  const rows = copiedBatches(batchRows, batch => hand({ what, batch }))
  const events = copiedBatches(batchRows, batch => hand({ what: 'events', batch }))
  const flush = () => {
    rows.flush()
    events.flush()
  }
  return { add: (row: OrderRow) => rows.add(of(row)), addEvent: events.add, flush }
}

const readerOf = (
  reading: Reading,
  table: Table,
  understood: Understood,
  out: Pick<ReturnType<typeof factsOut>, 'add' | 'addEvent'>,
  orders: { settled: SettledOrders; settle?: ReturnType<typeof settleOrders> },
) => {
  const { mapped, profile, answers, leads, kindOf, sendsMoney, areInvoices, currencies, hasRates, proven } = understood
  const { kind, mapping, preset } = mapped
  const cells = cellReader(table.columns, mapping, profile, zoneClock(reading.timezone), zoneClock('UTC'))
  // of other kinds, too: what was said of words before stays said
  const questions = rowQuestions(answers, profile.answers, table.columns)
  const common = { cells, keys: lineKeys(reading.keyZone), today: reading.today, add: out.add, questions }
  if (kind === 'orders')
    return orderReader({
      ...common,
      exchange: rowExchange({
        ...reading,
        cell: cells,
        questions,
        currencies,
        beside: profile.currencies,
        hasRates,
        proven,
      }),
      leads,
      ...orders,
      discountIsRate: profile.discountIsRate,
      statuses: preset?.statuses ?? {},
      kindOf,
      sendsMoney,
      areInvoices,
    })
  const exchange = exchangeOf(reading.rate)
  if (kind === 'deals') return dealReader({ ...common, exchange, mapping, addEvent: out.addEvent })
  if (kind === 'rates') return rateReader({ ...common, mapping, into: reading.into, isPerEuro: understood.isPerEuro })
  return dimensionReader({ kind, cells, exchange })
}
type Reader = ReturnType<typeof readerOf>

/** Every row to the reader, at the pace of whoever takes the facts. */
const readRows = async (
  table: Table,
  reader: Reader,
  { mapped: { kind, preset }, named }: Understood,
  skip: ReturnType<typeof skipper>,
  sink: Sink,
) => {
  const strange = strangerTo(table, kind === 'orders' || kind === 'deals' || kind === 'rates', preset ?? {})
  const take = leavingOut(reader.row, skip)
  let done = 0
  for await (const { cells: rows, lines, bytes } of table.rows()) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as string[]
      const line = lines[i] as number
      const reason = named(row) ? 'it names the rows below it' : strange(row)
      if (reason === null) take(row, line)
      else skip(line, reason, row)
      if ((i + 1) % batchRows === 0) await sink.ready()
    }
    done += rows.length
    sink.progress(table.bytes + bytes, table.bytes * 2, `${done.toLocaleString('en')} rows read`)
    await sink.ready()
  }
}

/** Reads the rows of orders that stand apart or contradict each other, for what is of the whole order. */
const settledOrders = async (reading: Reading, table: Table, understood: Understood): Promise<SettledOrders> => {
  const { mixed, mapped } = understood
  const settle = settleOrders()
  if (!mixed.any()) return settle.settled()
  const nowhere = { add: () => {}, addEvent: () => {} }
  const reader = readerOf(reading, table, understood, nowhere, { settled: new Map(), settle })
  const take = leavingOut(reader.row, () => {})
  const strange = strangerTo(table, true, mapped.preset ?? {})
  for await (const { cells: rows, lines } of table.rows())
    rows.forEach((row, i) => {
      if (mixed.isMixed(row) && strange(row) === null) take(row, lines[i] as number)
    })
  return settle.settled()
}

/**
 * Products, customers and representatives that the rows named; of a dry run those that the file is about, all at once,
 * as their names are looked for together.
 */
const handNamed = (
  { products, customerList, reps }: ReturnType<Reader['finish']>,
  kind: ImportReport['kind'],
  dryRun: boolean,
  prefix: string,
  hand: Sink['hand'],
) => {
  const lists = { products: products.list, customers: customerList.list, reps: reps.list }
  for (const [what, list] of Object.entries(lists) as [keyof typeof lists, Entities['list']][]) {
    const areBuyers = what === 'customers' && kind === 'orders'
    if (dryRun && !areBuyers && what !== (kind === 'sales_reps' ? 'reps' : kind)) continue
    const told = areBuyers ? 'buyers' : what
    const out = dryRun
      ? batches(4 + (list[0]?.attributes.length ?? 0), Number.POSITIVE_INFINITY, batch => hand({ what: told, batch }))
      : copiedBatches(batchRows, batch => hand({ what, batch }))
    const own = what === 'customers' ? prefix : ''
    list.forEach(({ key, name, byName, attributes }, i) =>
      out.add([i + 1, isOwnNumber(key, byName) ? `${own}${key}` : key, name, String(byName), ...attributes]),
    )
    out.flush()
  }
}

const addFindings = (report: ImportReport, found: ReturnType<Reader['finish']>) => {
  const { orders, customers, span, byStatus, revenue, exchange } = found
  Object.assign(report, { orders, customers, span, byStatus, revenue, exchange })
  report.rows.accepted = found.accepted
  report.notes.push(...found.notes)
  report.problems.push(...found.problems)
  report.questions.push(...found.questions)
}

/** Every row looked at, and read if nothing is left to ask. */
const readTable = async (reading: Reading, table: Table, sink: Sink): Promise<Outcome> => {
  const understood = await understand(table, reading, (bytes, rows) =>
    sink.progress(bytes, table.bytes * 2, `${rows.toLocaleString('en')} rows looked at`),
  )
  const { signature, mapped, profile } = understood
  const report = beginReport(reading, table, understood)
  const outcome = { report, signature, mapping: mapped.mapping, styles: profile.answers }
  if (!isReadable(report)) return { ...outcome, currency: null, stages: [], costsAreOfLines: false, readable: false }

  const prefix = prefixOf(sourceOf(reading.styles, sourceColumnOf(mapped.kind, mapped.mapping)))
  const out = factsOut(mapped.kind, reading.dryRun, prefix, sink.hand)
  const skip = skipper(report, table.dialect.delimiter, sink.skipped)
  const settled = await settledOrders(reading, table, understood)
  const reader = readerOf(reading, table, understood, out, { settled })
  await readRows(table, reader, understood, skip, sink)

  const found = reader.finish()
  out.flush()
  handNamed(found, mapped.kind, reading.dryRun, prefix, sink.hand)
  addFindings(report, found)
  tellReading(report, understood)
  const currency = settleRate(report, reading, settleCurrency(report, found.currencies, profile.currencies))
  if (found.accepted === 0 && found.questions.length + found.problems.length === 0)
    report.problems.push('No row can be imported: see the reasons beside the skipped rows.')
  const { stages, costsAreOfLines } = found
  return { ...outcome, stages, currency, costsAreOfLines, readable: isReadable(report) }
}

/**
 * Reads a whole file twice: first to decide what its columns mean and how they are written, then its rows. Throws a
 * sentence when it is no table.
 */
export const readFile = async (reading: Reading, sink: Sink): Promise<Outcome> => {
  const table = await openTable(reading.path, headerWeight, {
    encoding: reading.encoding ?? reading.styles?.[charsetKey],
    sheet: reading.sheet,
    part: reading.part,
    progress: words => sink.progress(0, 1, words),
  })
  try {
    const { parts } = table.source
    if (!reading.dryRun && reading.part === undefined && parts.length > 1)
      throw new ApiError(
        400,
        'bad_request',
        `part: the archive holds ${parts.length} tables, which are imported one after the other. Expected one of ${parts.map(part => JSON.stringify(part)).join(', ')}.`,
      )
    return await readTable(reading, table, sink)
  } finally {
    await table.remove()
  }
}
