import type { Table } from '../open/table.ts'
import type { ImportKind, ImportReport } from '#contract'
import { columnWords, holdsRefunds } from './by-values.ts'
import { type Mapping, signatureOf } from './column-names.ts'
import { groupNames } from './groups.ts'
import { type Mapped, mapColumns } from './mapping.ts'
import { mixedOrders } from './mixed-orders.ts'
import { doubtQuestion, holdingKey } from './money/doubt.ts'
import { notSales } from './not-sales.ts'
import { orderLeads } from './order-leads.ts'
import { type Profile, profile } from './profile.ts'
import { isPerEuro, type Proven, rateDirection } from './rate-direction.ts'
import { repeatedIds } from './repeated-ids.ts'
import { rowIds } from './row-ids.ts'
import { sameNames } from './same-names.ts'
import { surveyOf } from './survey.ts'
import { amountQuestion } from './unnamed-amount.ts'
import { holdsInvoices, kindsBeside, type RowKind } from './words/row-kinds.ts'

/*
 * In: a table, and what the person said of it, now or when a file with the same column names came.
 * Out: what it is about, what its columns mean and how they are written; or what has to be asked.
 * Every row is looked at once; none becomes a fact yet.
 */

/** What was confirmed for column names seen before. */
/** What a question about the file's character set is answered under. */
export const charsetKey = 'encoding'

/** Names that two character sets read differently, in each. */
const charsetQuestion = ({ encoding }: Table): ImportReport['questions'] => {
  const readings = [{ encoding, words: encoding.words }, ...encoding.others]
  if (readings.length < 2) return []
  const options = readings.map(({ encoding: { label, name }, words }) => ({
    value: label,
    example: `${words} (${name})`,
  }))
  return [
    {
      column: charsetKey,
      about: 'meaning',
      sentence: 'The letters of the file can be read in several ways. Which of these are written right?',
      options,
    },
  ]
}

export type Saved = { signature: string; kind: ImportKind; mapping: Mapping; styles: Record<string, string> }

export type Said = {
  kind?: ImportKind | undefined
  preset?: string | undefined
  mapping?: Mapping | undefined
  styles?: Record<string, string> | undefined
  saved: Saved[]
  /** The business day of the import. */
  today: string
  /** The workspace's, which amounts in other currencies are exchanged into. */
  into: string
  /** Else nothing is here yet that is in it, and a file of one currency makes that the workspace's. */
  isFixed: boolean
}

export type Understood = {
  signature: string
  mapped: Mapped
  profile: Profile
  /** Given now or kept from before, used or not. */
  answers: Record<string, string>
  /** Read as a file with the same column names was. */
  asBefore: boolean
  /** Of some orders the row that has what is of the whole order. */
  leads: ReadonlyMap<string, string[]>
  /** Rows of orders that stand apart or contradict each other. */
  mixed: { any: () => boolean; isMixed: (row: string[]) => boolean }
  /** What each word of the column of types means beside the others of the file; null: it has to be asked. */
  kindOf: (word: string) => RowKind | null
  /** Payments below zero are the company's own, as what was given back has a word of its own. */
  sendsMoney: boolean
  areInvoices: boolean
  /** The words of the column of currencies, over all rows. */
  currencies: ReadonlySet<string>
  /** The column of exchange rates has some. */
  hasRates: boolean
  /** Rates by day are of one euro. */
  isPerEuro: boolean
  /** Which way exchange rates lead, where a column shows it. */
  proven: Proven | null
  /** Hands names of groups down to their rows; says whether a row is a group's own. */
  named: (row: string[]) => boolean
}

export const understand = async (
  table: Table,
  said: Said,
  progress: (bytes: number, rows: number) => void,
): Promise<Understood> => {
  const signature = signatureOf(table.columns)
  const saved = said.saved.find(one => one.signature === signature)
  const answers = { ...saved?.styles, ...said.styles }
  const survey = surveyOf(table)
  const guessed = mapColumns(survey, { kind: said.kind, preset: said.preset, mapping: said.mapping, saved, answers })
  const twins = sameNames(survey, guessed.mapping, answers, said.mapping)
  const named = guessed.preset ? guessed : { ...guessed, mapping: twins.mapping }

  const leads = orderLeads(table.columns, named.kind === 'orders' ? named.mapping : {})
  const isGuess = saved?.kind !== named.kind && said.mapping?.order_id === undefined
  const ids = repeatedIds(table.columns, named, isGuess)
  const rows = rowIds(table.columns, named, isGuess)
  const orders = mixedOrders(table.columns, named.kind === 'orders' ? named.mapping : {})
  const ofOrders = named.kind === 'orders' ? named.mapping : {}
  const types = columnWords(table.columns, ofOrders.row_type)
  const currencies = columnWords(table.columns, ofOrders.currency)
  const rates = columnWords(table.columns, ofOrders.exchange_rate)
  const watch = (row: string[]) => {
    leads.watch(row)
    orders.watch(row)
    types.watch(row)
    currencies.watch(row)
    rates.watch(row)
    ids.watch(row)
    rows.watch(row)
  }
  const thisYear = Number(said.today.slice(0, 4)) || 2000
  const found = await profile(table, named, answers, progress, watch, thisYear)
  if (leads.needed()) for await (const { cells } of table.rows()) cells.forEach(leads.keep)

  const buyers = ids.asCustomers()
  const numbered = buyers ? null : rows.settle(answers)
  const mapped = buyers
    ? { ...named, mapping: buyers.mapping, notes: [...named.notes, buyers.note] }
    : numbered
      ? { ...named, mapping: numbered.mapping, notes: [...named.notes, ...numbered.notes] }
      : named
  const amount = guessed.unnamed ? amountQuestion(guessed.unnamed, answers) : null
  for (const asked of [guessed.preset ? null : twins, numbered, amount]) {
    found.questions.push(...(asked?.questions ?? []))
    Object.assign(found.answers, asked?.used)
  }
  const asBefore = saved !== undefined && saved.kind === mapped.kind && !said.mapping
  if (mapped.kind === 'orders' && mapped.preset === null) {
    const { questions, problems, used } = notSales(survey, mapped.mapping, answers)
    found.questions.push(...questions)
    found.problems.push(...problems)
    Object.assign(found.answers, used)
  }
  if (mapped.doubt) found.questions.push(doubtQuestion(survey, mapped.doubt))
  for (const [key, value] of Object.entries(answers))
    if (mapped.mapping.amount && key === holdingKey(mapped.mapping.amount)) found.answers[key] = value
  found.questions.push(...charsetQuestion(table))
  if (said.styles?.[charsetKey]) found.answers[charsetKey] = said.styles[charsetKey]
  const beside = kindsBeside(types.words)
  const ofSource = mapped.preset?.kinds ?? {}
  return {
    signature,
    mapped,
    profile: found,
    answers,
    asBefore,
    leads: leads.leads,
    mixed: orders.found(),
    kindOf: word => ofSource[word.trim().toLowerCase()] ?? beside(word),
    sendsMoney: holdsRefunds(types.words),
    named: mapped.kind === 'orders' && mapped.preset === null ? groupNames(survey) : () => false,
    areInvoices: holdsInvoices(types.words, table.columns),
    currencies: currencies.words,
    hasRates: rates.words.size > 0,
    isPerEuro: mapped.kind === 'rates' && isPerEuro(survey, mapped.mapping),
    proven: mapped.kind === 'orders' ? rateDirection(survey, mapped.mapping, said.into) : null,
  }
}
