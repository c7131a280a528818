import { counted } from '../../counted.ts'
import type { Exchange } from './exchange.ts'
import { type CellReader, limits, type Moment, Skip } from './cells.ts'
import { customerAttributes, entities, productAttributes, repAttributes } from './entities.ts'
import { outcomeReader } from './deal-outcome.ts'
import type { LineKeys } from './keys.ts'
import { repOf } from './people.ts'
import {
  dayFields,
  notWonAnswers,
  notWonKey,
  notWonQuestion,
  type RowQuestions,
  undatedAnswers,
  undatedKey,
  undatedQuestion,
} from './row-questions.ts'
import type { Mapping } from '../understand/mapping.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import { endsUnsaid, stageKind, type StageKind } from '../understand/words/stages.ts'

/** The staging columns of a deal, and of a stage it entered. */
export const dealColumns = [
  'line int',
  'external_id text',
  'name text',
  'customer int',
  'rep int',
  'product int',
  'stage text',
  'amount numeric(18, 4)',
  'probability numeric(5, 4)',
  'created_on date',
  'expected_close_on date',
  'closed_on date',
  // where the source said an instant
  'created_at timestamptz',
  'expected_close_at timestamptz',
  'closed_at timestamptz',
  // when the source last changed it
  'modified_at timestamptz',
  'modified_wall timestamp',
]
export const eventColumns = ['external_id text', 'stage text', 'entered_at timestamptz', 'entered_wall timestamp']

const instantOf = (moment: Moment | null) => (moment?.wall === null ? moment.iso : null)

/** A stage of the source, in the order met; `probability`: the mean of its deals' own, where the source gives them. */
export type SourceStage = { name: string; kind: StageKind; deals: number; probability: number | null }

type Row = readonly (string | number | null)[]
type Options = {
  cells: CellReader
  mapping: Mapping
  keys: LineKeys
  questions: RowQuestions
  today: string
  exchange: Exchange | undefined
  add: (row: Row) => void
  addEvent: (row: Row) => void
}

export const dealReader = ({ cells: cell, keys, mapping, questions, today, exchange, add, addEvent }: Options) => {
  const products = entities(productAttributes)
  const customers = entities(customerAttributes)
  const reps = entities(repAttributes)
  const stages = new Map<string, { kind: StageKind; deals: number; sum: number; known: number }>()
  const entered = Object.keys(mapping)
    .filter(field => field.startsWith('entered:'))
    .map(field => ({ field, stage: field.slice('entered:'.length) }))
  const byKind = new Map<string, { rows: number; pips: number | null }>()
  const currencies = new Map<string, number>()
  const buyers = new Set<number>()
  const counts = { accepted: 0, noCustomer: 0, noCreated: 0, backwards: 0, noAmount: 0, unsaid: 0, notWon: 0, lost: 0 }
  let first = ''
  let last = ''

  const outcomeOf = outcomeReader(cell)
  const notWon = questions.answer(notWonKey(cell.column('is_won')), notWonAnswers)
  const stageOf = (name: string, kind = stageKind(name)) => {
    let stage = stages.get(name)
    if (!stage) stages.set(name, (stage = { kind, deals: 0, sum: 0, known: 0 }))
    return stage
  }
  const span = (moment: Moment | null) => {
    if (!moment) return
    if (first === '' || moment.day < first) first = moment.day
    if (moment.day > last) last = moment.day
  }

  const undated = { deals: 0, expected: 0, modified: 0 }
  const answer = questions.answer(undatedKey(cell.column('stage')), undatedAnswers)
  /** The day that counts as that of the close, where none stands. */
  const instead = (days: { expected: Moment | null; modified: Moment | null }): Moment | null => {
    undated.deals++
    if (days.expected) undated.expected++
    if (days.modified) undated.modified++
    return answer === null || answer === 'left_out' ? null : days[answer]
  }

  const read = (cells: string[], line: number) => {
    const stated = cell.id(cells, 'stage')
    if (!stated && cell.has('stage')) throw new Skip('no stage')
    const outcome = outcomeOf(cells, stated)
    const created = cell.moment(cells, 'created')
    const closedOn = cell.moment(cells, 'closed')
    // nothing but a day that has come says that it may have ended
    const isUnsaid = outcome.isUnsaid === true && closedOn !== null && closedOn.day <= today
    const isLost = isUnsaid && notWon === 'lost'
    const { stage: stageName, kind } = isLost ? ({ stage: 'Lost', kind: 'lost' } as const) : outcome
    const said = closedOn ?? (kind === 'lost' ? cell.moment(cells, 'lost') : null)
    const expected = cell.moment(cells, 'expected_close') ?? (kind === 'open' ? said : null)
    const modified = cell.moment(cells, 'modified')
    const closing = said ?? (kind === 'open' ? null : instead({ expected, modified }))
    if (kind !== 'open' && !closing) throw new Skip(`${kind} without a close date: it has no place in time`)
    const own = cell.number(cells, 'amount', limits.money)
    const amount = own || cell.number(cells, 'expected_amount', limits.money) || own
    const probability = cell.rate(cells, 'probability')
    if (probability !== null && (probability < 0 || probability > 1))
      throw new Skip('the probability is not between 0 and 100 %')
    const customerId = cell.id(cells, 'customer_id')
    const customerName = cell.name(cells, 'customer_name')
    const productName = cell.name(cells, 'product')
    const name = cell.name(cells, 'name')
    const id = cell.id(cells, 'id')
    if (!id && !name) throw new Skip('neither a number nor a name')
    const moments = entered.map(({ field, stage }) => ({ stage, at: cell.moment(cells, field) }))
    const currency = cell.id(cells, 'currency').toUpperCase()
    const key = keys.deal(id, [name, customerId || customerName, created ? keys.dayOf(created) : ''], line)

    // nothing below throws: the row counts
    const customer =
      customerId || customerName ? customers.number(customerId, customerName, [null, null, null, null, null]) : null
    const product = productName ? products.number('', productName, [null, null, null, null]) : null
    const rep = repOf(cell, reps, cells)
    const stage = stageOf(stageName, kind)
    stage.deals++
    if (probability !== null) {
      stage.sum += probability
      stage.known++
    }
    const itsOwn = amount === null ? null : toPips(amount)
    const pips = itsOwn !== null && exchange ? exchange(itsOwn) : itsOwn
    const closed = kind === 'open' ? null : closing
    add([
      line,
      key,
      name || null,
      customer,
      rep,
      product,
      stageName,
      pips === null ? null : pips / pipsPerUnit,
      probability,
      created?.day ?? null,
      expected?.day ?? null,
      closed?.day ?? null,
      instantOf(created),
      instantOf(expected),
      instantOf(closed),
      modified?.iso ?? null,
      modified?.wall ?? null,
    ])
    for (const { stage: enteredStage, at } of moments) {
      if (!at) continue
      stageOf(enteredStage)
      addEvent([key, enteredStage, at.iso, at.wall])
    }
    if (closed && !moments.some(({ stage: enteredStage, at }) => at && enteredStage === stageName))
      addEvent([key, stageName, closed.iso, closed.wall])
    counts.accepted++
    if (isUnsaid) counts.notWon++
    if (kind === 'lost') counts.lost++
    if (customer === null) counts.noCustomer++
    else buyers.add(customer)
    if (!created) counts.noCreated++
    if (endsUnsaid(stageName)) counts.unsaid++
    if (pips === null) counts.noAmount++
    if (created && closed && closed.day < created.day) counts.backwards++
    span(created)
    if (closed && closed.day <= today) span(closed)
    if (currency) currencies.set(currency, (currencies.get(currency) ?? 0) + 1)
    const sum = byKind.get(kind) ?? { rows: 0, pips: null }
    byKind.set(kind, sum)
    sum.rows++
    if (pips !== null) sum.pips = (sum.pips ?? 0) + pips
  }

  const finish = () => {
    const said: string[] = []
    const say = (n: number, one: string, many: string) => n > 0 && said.push(counted(n, one, many))
    say(
      counts.noCustomer,
      'deal has no customer: it belongs to the unknown customer.',
      'deals have no customer: they belong to the unknown customer.',
    )
    say(counts.noAmount, 'deal has no amount: it stays unknown.', 'deals have no amount: it stays unknown.')
    say(
      counts.noCreated,
      'deal has no date of creation: it is listed, but no day’s pipeline can count it.',
      'deals have no date of creation: they are listed, but no day’s pipeline can count them.',
    )
    say(
      counts.unsaid,
      'deal is in a stage such as "Closed", which says neither won nor lost: it counts as open.',
      'deals are in a stage such as "Closed", which says neither won nor lost: they count as open.',
    )
    say(counts.backwards, 'deal was closed before it was created.', 'deals were closed before they were created.')
    if (answer === 'expected' || answer === 'modified')
      say(
        undated[answer],
        `deal has no close date: it counts as closed on ${cell.column(dayFields[answer])}.`,
        `deals have no close date: they count as closed on ${cell.column(dayFields[answer])}.`,
      )
    if (entered.length === 0)
      said.push(
        'The file has no stage history: only the days deals were closed on are known, and what later imports show as changed.',
      )
    return {
      accepted: counts.accepted,
      orders: null,
      customers: buyers.size,
      span: first ? { start: first, end: last } : null,
      byStatus: [...byKind].map(([status, { rows, pips }]) => ({
        status,
        rows,
        amount: pips === null ? null : pips / pipsPerUnit,
      })),
      revenue: null,
      currencies,
      exchange: null,
      problems: [],
      questions: [
        ...(answer === null ? undatedQuestion(cell, undated) : []),
        // where some are lost by their words, the others are not
        ...(notWon || counts.lost > 0 ? [] : notWonQuestion(cell.column('is_won'), counts.notWon)),
      ],
      notes: [...said, ...customers.notes('customers')],
      products,
      customerList: customers,
      reps,
      costsAreOfLines: false,
      stages: [...stages].map(([name, { kind, deals, sum, known }]): SourceStage => ({
        name,
        kind,
        deals,
        probability: known ? Math.round((sum / known) * 10_000) / 10_000 : null,
      })),
    }
  }
  return {
    row: read,
    finish,
  }
}
