import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { pipsPerUnit } from '../../money.ts'
import { type Direction, directionKey, directions, type Proven } from '../understand/rate-direction.ts'
import { agreed, currencyOf } from '../understand/units.ts'
import { type CellReader, Skip } from './cells.ts'
import { dayRates, oldestRate, type Pair } from './day-rates.ts'
import { type Exchange, exchangeAt, inverse, type Rate, rateOf, shownRate } from './exchange.ts'
import type { RowQuestions } from './row-questions.ts'

/*
 * In: a row's currency and rate, or its day and the rates by day.
 * Out: what its amounts are multiplied by. A row in another currency without a rate is left out; which way a column of rates leads is asked.
 */

/** What a row is exchanged at. `day`: of the rate. */
export type Rated = { from: string; day: string; rate: Rate; exchange: Exchange }
/** What the rows of an order that leave it blank go on with. */
export type RowRate = { currency: string; stated: number | null }

type Row = {
  cells: string[]
  first: string[]
  /** What was known of its order before. */
  order: RowRate | null
  /** Its order's number, where rows of one number have one currency. */
  number: string
  day: string
  /** 0: only to be told, not to be counted. */
  line: number
  pips: number
}

type Options = {
  cell: CellReader
  questions: RowQuestions
  /** The workspace's currency. */
  into: string
  isFixed: boolean
  /** One for the whole file, and what it is of where the file does not say it. */
  rate?: number | undefined
  rateOf?: string | undefined
  /** By day, where rows may be exchanged by them. */
  rates?: Pair[] | undefined
  /** The words of the column of currencies, over all rows; and what stands beside the amounts. */
  currencies: ReadonlySet<string>
  beside: ReadonlyMap<string, number>
  /** The column of rates has some. */
  hasRates: boolean
  proven: Proven | null
}

const plain = (word: string): string => currencyOf(word) ?? word.trim().toUpperCase()
const shown = (rate: number) => rate.toLocaleString('en', { maximumSignificantDigits: 6 })
const money = (pips: number) =>
  (pips / pipsPerUnit)
    .toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    .replace('-', '\u2212')
const mostExamples = 2

export const rowExchange = (options: Options) => {
  const { cell, questions, into, rate: fixed, rates, proven } = options
  const column = cell.column('exchange_rate')
  const hasCurrency = cell.has('currency')
  const [beside, another] = agreed(options.beside).keys()
  const ofFile = hasCurrency ? '' : another === undefined && beside?.length === 3 ? beside : (options.rateOf ?? '')
  const others = (hasCurrency ? [...options.currencies].map(plain) : [ofFile]).filter(
    word => word !== '' && word !== into,
  )
  const isUnsaid = !hasCurrency || [...options.currencies].every(word => plain(word) === '')
  // where nothing is here yet, a file of one currency is in the workspace's
  const isOwn =
    !options.isFixed && new Set(hasCurrency ? [...options.currencies].map(plain).filter(Boolean) : others).size === 1
  const byDay = rates && options.isFixed ? dayRates(rates, into) : null
  const said = questions.answer(directionKey(column, into), directions)
  const direction: Direction | null = column === '' ? null : (proven?.direction ?? said)
  const by =
    fixed !== undefined
      ? 'rate'
      : isOwn
        ? null
        : options.hasRates && (others.length > 0 || isUnsaid)
          ? 'column'
          : byDay && others.some(byDay.has)
            ? 'days'
            : null
  const whole: Rated | null =
    fixed === undefined ? null : { from: ofFile, day: '', rate: rateOf(fixed), exchange: exchangeAt(rateOf(fixed)) }
  const known = new Map<string, Rated>()
  const used = new Map<string, { rows: number; lowest: number; highest: number; first: string; last: string }>()
  const examples = new Map<string, { line: number; rate: number; pips: number }>()
  const misled = { rows: 0, line: 0, rate: 0 }

  const kept = (key: string, make: () => Rated): Rated => {
    let found = known.get(key)
    if (!found) {
      if (known.size > 50_000) known.clear()
      known.set(key, (found = make()))
    }
    return found
  }

  const ofColumn = (currency: string, stated: number | null, { day, line, pips }: Row): Rated | null => {
    if (currency === into) {
      if (stated !== null && stated !== 1) {
        if (line > 0 && misled.rows++ === 0) Object.assign(misled, { line, rate: stated })
        throw new Skip(`${into} at a rate of ${shown(stated)}: ${column} leads to another currency`)
      }
      return null
    }
    if (stated === null) throw new Skip(currency ? `${currency} without an exchange rate` : 'no exchange rate')
    if (!(stated > 0)) throw new Skip(`${column} ${shown(stated)} is no exchange rate`)
    if (currency === '' && stated === 1) return null
    if (direction === null) {
      const example = examples.get(currency)
      if (line > 0 && (example ? example.rate === 1 && stated !== 1 : examples.size < mostExamples))
        examples.set(currency, { line, rate: stated, pips })
      throw new Skip(`which way ${column} leads is to be said`)
    }
    return kept(`${currency}\0${stated}\0${day}`, () => {
      const rate = direction === 'divide' ? inverse(rateOf(stated)) : rateOf(stated)
      return { from: currency, day, rate, exchange: exchangeAt(rate) }
    })
  }

  const ofDay = (currency: string, day: string): Rated | null => {
    if (currency === into) return null
    if (!byDay!.has(currency)) throw new Skip(`there are no rates of ${currency}`)
    return kept(`${currency}\0${day}`, () => {
      const found = byDay!.at(currency, day)
      if (!found) throw new Skip(`no rate of ${currency} for ${day} or the ${oldestRate} days before it`)
      return { from: currency, ...found, exchange: exchangeAt(found.rate) }
    })
  }

  /** A row's own currency and rate, or those of its order where it leaves them blank. */
  const stateOf = ({ cells, first, order }: Omit<Row, 'pips'>): RowRate => {
    const currency = plain(cell.id(cells, 'currency')) || plain(cell.id(first, 'currency')) || order?.currency || ofFile
    const stated =
      by === 'column' ? (cell.number(cells, 'exchange_rate', 1e12) ?? cell.number(first, 'exchange_rate', 1e12)) : null
    const goesOn = stated === null && order?.currency === currency
    return { currency, stated: goesOn ? order.stated : stated }
  }

  /** null: the row's amounts are the workspace's. Throws `Skip` where they cannot be exchanged. */
  const of = (row: Row): { rated: Rated | null; own: RowRate | null } => {
    if (by === null || by === 'rate') return { rated: whole, own: null }
    if (direction === 'converted') return { rated: null, own: null }
    const own = stateOf(row)
    if (own.currency === '' && others.length > 0)
      throw new Skip(`no ${cell.column('currency')}, where other rows have another one`)
    if (row.number && row.order?.currency && row.order.currency !== own.currency)
      throw new Skip(`${own.currency} in the order ${row.number}, which is in ${row.order.currency}`)
    const rated = by === 'column' ? ofColumn(own.currency, own.stated, row) : ofDay(own.currency, row.day)
    return { rated, own }
  }

  /** A sum of rows that count or do not, to be told; 0 of what cannot be exchanged. */
  const worth = (cells: string[], pips: number): number => {
    if (by === null) return pips
    try {
      const day = cell.moment(cells, 'date')?.day ?? ''
      const { rated } = of({ cells, first: cells, order: null, number: '', day, line: 0, pips })
      return rated ? rated.exchange(pips) : pips
    } catch (error) {
      if (error instanceof Skip) return 0
      throw error
    }
  }

  const count = ({ from, day, rate }: Rated) => {
    if (by === 'rate') return
    const factor = shownRate(rate)
    const of = used.get(from)
    if (!of) return used.set(from, { rows: 1, lowest: factor, highest: factor, first: day, last: day })
    of.rows++
    if (factor < of.lowest) of.lowest = factor
    if (factor > of.highest) of.highest = factor
    if (day < of.first) of.first = day
    if (day > of.last) of.last = day
    return undefined
  }

  const question = (): ImportReport['questions'] => {
    if (examples.size === 0) return []
    const all = [...examples].map(([currency, example]) => ({
      from: currency || 'unit of a row’s currency',
      ...example,
    }))
    const sums = (way: 'multiply' | 'divide') =>
      all
        .map(({ from, rate, pips, line }) => {
          const given = rateOf(rate)
          const sum = exchangeAt(way === 'multiply' ? given : inverse(given))(pips)
          const says =
            way === 'multiply' ? `1 ${from} is ${shown(rate)} ${into}` : `1 ${into} is ${shown(rate)} ${from}`
          return `${says}, so that ${money(pips)} on line ${line} is ${money(sum)} ${into}`
        })
        .join('; ')
    return [
      {
        column: directionKey(column, into),
        about: 'meaning',
        sentence: `${column}: which way do these exchange rates lead, and is it to ${into}? No column shows it.`,
        options: [
          { value: 'multiply', example: sums('multiply') },
          { value: 'divide', example: sums('divide') },
          { value: 'converted', example: `neither: all amounts are in ${into} already, and count as they are` },
        ],
      },
    ]
  }

  const notes = (): string[] =>
    [...used].map(([from, { rows, lowest, highest, first, last }]) => {
      const at = lowest === highest ? `${shown(lowest)} ${into}` : `${shown(lowest)} to ${shown(highest)} ${into}`
      const days = first === last ? first : `${first} to ${last}`
      const rule = by === 'column' ? `by ${column}` : `by the rates of ${days}`
      return `${counted(rows, 'row is', 'rows are')} in ${from || 'another currency'} and exchanged ${rule}: 1 ${from || 'unit'} is ${at}. Each amount is rounded to four decimals.`
    })

  const finish = () => {
    const isConverted = by === 'column' && direction === 'converted'
    const unknown = by === 'days' ? others.filter(word => !byDay!.has(word)) : []
    return {
      /** What the rows' currencies are to whoever adds them up; null: as they are written. */
      into: isConverted || ((by === 'column' || by === 'days') && (used.size > 0 || others.length > 0)) ? into : null,
      exchange:
        used.size && by !== 'rate' && by !== null
          ? { by, currencies: [...used].map(([from, one]) => ({ from: from || null, ...one })) }
          : null,
      questions: question(),
      problems: [
        ...(misled.rows
          ? [
              `${column}: ${counted(misled.rows, 'row', 'rows')} in ${into} ${misled.rows === 1 ? 'has' : 'have'} a rate (line ${misled.line} ${shown(misled.rate)}), so these lead to another currency. Say which the company’s is, or map no column to the exchange rate.`,
            ]
          : []),
        ...(fixed !== undefined && column !== '' && others.length > 0
          ? [`rate: each row has one in ${column}. Leave it out, or map no column to the exchange rate.`]
          : []),
        ...(unknown.length
          ? [`There are rates by day, but none of ${unknown.join(', ')}. Import them, or leave these rows out.`]
          : []),
      ],
      notes: [
        ...notes(),
        ...(by === 'column' && proven && used.size ? [`${proven.column} shows which way ${column} leads.`] : []),
        ...(isConverted ? [`All amounts are in ${into}, as was said: ${column} is not used.`] : []),
      ],
    }
  }
  return { of, worth, count, finish }
}
export type RowExchange = ReturnType<typeof rowExchange>
