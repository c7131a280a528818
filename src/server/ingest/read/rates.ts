import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import type { Mapping } from '../understand/column-names.ts'
import { isCurrency } from '../understand/units.ts'
import { type CellReader, Skip } from './cells.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from './entities.ts'
import { quotedKey, type RowQuestions } from './row-questions.ts'

/** The staging columns of a rate: one unit of `base` is so much of `quote`. */
export const rateColumns = ['day date', 'base text', 'quote text', 'rate numeric']

type Options = {
  cells: CellReader
  mapping: Mapping
  questions: RowQuestions
  /** The workspace's currency. */
  into: string
  /** One unit of the euro, as the rates of the krone show. */
  isPerEuro: boolean
  add: (row: readonly (string | number)[]) => void
}

/** What the rates of a file are: `per EUR`: of one euro in each currency; `in EUR`: of each currency in euros. */
const readingsOf = (others: readonly string[]) => others.flatMap(other => [`per ${other}`, `in ${other}`])
const most = 1e12

/** Rates by day, in a column for each currency or in rows of their own. */
export const rateReader = ({ cells: cell, mapping, questions, into, isPerEuro, add }: Options) => {
  const wide = Object.keys(mapping)
    .filter(field => field.startsWith('rate:'))
    .map(field => ({ field, currency: field.slice('rate:'.length) }))
  const key = quotedKey(mapping.rate ?? mapping.date ?? '')
  const offered = readingsOf(
    [...new Set([into, 'EUR', 'USD', 'GBP', 'CHF'])].filter(one => wide.every(({ currency }) => currency !== one)),
  )
  const said = isPerEuro ? 'per EUR' : questions.answer(key, offered)
  const [way, other] = said?.split(' ') ?? []
  const met = new Map<string, number>()
  const found = new Set<string>()
  let example: { currency: string; rate: number; day: string } | undefined
  const counts = { rows: 0, rates: 0 }
  let [first, last] = ['', '']

  const ratesIn = (cells: string[]): { currency: string; rate: number | null }[] => {
    if (wide.length) return wide.map(({ field, currency }) => ({ currency, rate: cell.number(cells, field, most) }))
    const currency = cell.id(cells, 'currency').toUpperCase()
    if (!isCurrency(currency))
      throw new Skip(`${cell.column('currency')} "${currency}" is no code of a currency such as USD`)
    return [{ currency, rate: cell.number(cells, 'rate', most) }]
  }

  const read = (cells: string[], line: number) => {
    const day = cell.moment(cells, 'date')?.day
    if (!day) throw new Skip('no date')
    const rates = ratesIn(cells).flatMap(({ currency, rate }) => (rate === null ? [] : [{ currency, rate }]))
    if (rates.length === 0) throw new Skip('no rate')
    const wrong = rates.find(({ rate }) => rate <= 0)
    if (wrong) throw new Skip(`${wrong.currency} ${wrong.rate} is no exchange rate`)
    const own = wide.length ? day : `${day} ${rates[0]!.currency}`
    const before = met.get(own)
    if (before !== undefined) throw new Skip(`rates of ${own} stand on line ${before} already`)
    if (rates.every(({ currency }) => currency === other)) throw new Skip(`${other} is what the others are quoted in`)
    met.set(own, line)
    counts.rows++
    if (first === '' || day < first) first = day
    if (day > last) last = day
    for (const { currency, rate } of rates) {
      found.add(currency)
      example ??= { currency, rate, day }
      if (!other || currency === other) continue
      counts.rates++
      add(way === 'per' ? [day, other, currency, rate] : [day, currency, other, rate])
    }
  }

  const question = (): ImportReport['questions'] => {
    if (said || !example) return []
    const { currency, rate, day } = example
    return [
      {
        column: key,
        about: 'meaning',
        sentence: `What are these rates of, and in which currency? The first is ${currency} ${rate} on ${day}.`,
        options: offered
          .filter(value => !found.has(value.split(' ')[1]!))
          .map(value => {
            const [way, other] = value.split(' ')
            return {
              value,
              example: way === 'per' ? `1 ${other} is ${rate} ${currency}` : `1 ${currency} is ${rate} ${other}`,
            }
          }),
      },
    ]
  }

  return {
    row: read,
    finish: () => ({
      accepted: counts.rows,
      orders: null,
      customers: null,
      span: first ? { start: first, end: last } : null,
      byStatus: [],
      revenue: null,
      currencies: new Map<string, number>(),
      exchange: null,
      problems: [],
      questions: question(),
      notes: said
        ? [
            `${counted(counts.rates, 'rate', 'rates')} of ${counted(found.size, 'currency', 'currencies')}: ${way === 'per' ? `what 1 ${other} is in each of them` : `what 1 unit of each is in ${other}`}${isPerEuro ? ', as the krone shows, which is pegged to the euro' : ''}. Orders of later imports are exchanged at the rates of their days; what is here stays as it is.`,
          ]
        : [],
      products: entities(productAttributes),
      customerList: entities(customerAttributes),
      reps: entities(repAttributes),
      costsAreOfLines: false,
      stages: [],
    }),
  }
}
