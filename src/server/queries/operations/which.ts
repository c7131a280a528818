import type { Api, Asked } from '#contract'
import { dealSize } from '#contract/deals.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { none } from '../../memory/deals/facts.ts'
import { searchTexts } from '../../memory/deals/names.ts'
import { lost, open, removed, won } from '../../memory/deals/timeline.ts'
import { monthAfter, monthOf, toNumber } from '../../time/calendar.ts'
import { eachEntry, outcomes } from './conversion.ts'
import { eachLeft } from './cycle.ts'
import { type FlowScope, flowScopeOf, stepsOf } from './flow.ts'
import { unknownStage } from './pipeline.ts'
import { amountOf, totalOf } from './row.ts'
import { undated, wordsOfScope } from './scope.ts'
import { sizeOf } from './sizes.ts'

export type Question = Asked<Api['operations']['opportunities']>

/** Whether a deal, by place and row of the timeline, is wanted. */
type Test = (deal: number, row: number) => boolean

const always: Test = () => true

const stateTest = (state: Question['state'], { deals, first }: FlowScope): Test => {
  const { timeline, began } = deals
  const stands = (wanted: number) => (row: number) => timeline.state[row] === wanted
  const ended = (wanted: number) => (row: number) => timeline.state[row] === wanted && timeline.since[row]! >= first
  const [isOpen, isWon, isLost] = [stands(open), ended(won), ended(lost)]
  const isRemoved = ended(removed)
  switch (state) {
    case 'open':
      return (_, row) => isOpen(row)
    case 'won':
      return (_, row) => isWon(row)
    case 'lost':
      return (_, row) => isLost(row)
    case 'closed':
      return (_, row) => isWon(row) || isLost(row)
    case 'removed':
      return (_, row) => isRemoved(row)
    case 'all':
      return (_, row) => isOpen(row) || isWon(row) || isLost(row)
    case 'created':
      return deal => began[deal]! >= first
    default:
      return always
  }
}

/** The first days of the months that a forecast shows, from the one of `today` on, and of the one after them. */
export const monthsFrom = (today: number, periods: number): number[] => {
  const months = [monthOf(today)]
  while (months.length <= periods) months.push(monthAfter(months.at(-1)!))
  return months
}

const expectedTest = ({ expected, periods }: Question, { deals, today }: FlowScope): Test => {
  if (expected === undefined) return always
  const { timeline } = deals
  const of = (row: number) => timeline.expected[row] ?? none
  const isOverdue = (row: number) => timeline.state[row] === open && of(row) !== none && of(row) < today
  if (expected === 'none') return (_, row) => of(row) === none
  if (expected === 'overdue') return (_, row) => isOverdue(row)
  if (expected === 'later') {
    const after = monthsFrom(today, periods).at(-1)!
    return (_, row) => of(row) >= after
  }
  const from = toNumber(`${expected}-01`)
  const until = monthAfter(from)
  return (_, row) => of(row) >= from && of(row) < until && !isOverdue(row)
}

const marked = (size: number, mark: (set: (deal: number) => void) => void): Test => {
  const marks = new Uint8Array(size)
  mark(deal => (marks[deal] = 1))
  return deal => marks[deal] === 1
}

const stageTests = ({ stage, entered, outcome, left, flow }: Question, scope: FlowScope): Test[] => {
  const { timeline, facts, size } = scope.deals
  const places = (name: string) => facts.stages.findIndex(one => one.name === name)
  const tests: Test[] = []
  if (stage) {
    const wanted = new Set(stage.filter(name => name === unknownStage || places(name) >= 0).map(places))
    tests.push((_, row) => wanted.has(timeline.stage[row]!))
  }
  if (entered !== undefined) {
    const wanted = places(entered)
    tests.push(
      marked(size, set =>
        eachEntry(scope, (deal, place, became) => {
          if (place === wanted && (outcome === undefined || outcome === outcomes[became])) set(deal)
        }),
      ),
    )
  }
  if (left !== undefined) {
    const wanted = places(left)
    tests.push(
      marked(size, set =>
        eachLeft(scope, scope, (deal, place) => {
          if (place === wanted) set(deal)
        }),
      ),
    )
  }
  if (flow !== undefined) tests.push(deal => stepsOf(scope, deal).some(({ kind }) => kind === flow))
  return tests
}

const knownTests = ({ size, known, rep_id: rep }: Question, { deals }: FlowScope): Test[] => {
  const { facts, began } = deals
  const amount = (deal: number, row: number) => amountOf(deals, deal, row)
  const tests: Test[] = []
  if (size === 'unknown') tests.push((deal, row) => Number.isNaN(amount(deal, row)))
  else if (size !== undefined) {
    const wanted = dealSize.options.indexOf(size)
    tests.push((deal, row) => !Number.isNaN(amount(deal, row)) && sizeOf(amount(deal, row)) === wanted)
  }
  if (known === 'amount') tests.push((deal, row) => !Number.isNaN(amount(deal, row)))
  if (known === 'created') tests.push(deal => began[deal] !== none)
  if (rep !== undefined) tests.push(deal => (facts.reps[facts.deals.rep[deal]!]?.id ?? 0) === rep)
  return tests
}

const findWanted = (asked: Question, scope: FlowScope, texts: string[] | null): Uint32Array => {
  const { deals, mask, now } = scope
  const isNarrow = asked.entered ?? asked.left ?? asked.flow
  const state = asked.state ?? (isNarrow !== undefined ? 'any' : asked.stage ? 'all' : 'open')
  const words = asked.search?.toLowerCase() ?? ''
  const tests = [
    stateTest(state, scope),
    expectedTest(asked, scope),
    ...stageTests(asked, scope),
    ...knownTests(asked, scope),
    texts ? (deal: number) => texts[deal]!.includes(words) : always,
  ].filter(test => test !== always)
  const isWanted: Test = (deal, row) => {
    for (const test of tests) if (!test(deal, row)) return false
    return true
  }
  if (state === 'undated') return Uint32Array.from(undated(scope).filter(deal => isWanted(deal, -1)))
  const places = new Uint32Array(deals.size)
  let count = 0
  for (let deal = 0; deal < deals.size; deal++) {
    const row = now[deal]!
    if (mask[deal] && row >= 0 && isWanted(deal, row)) places[count++] = deal
  }
  return places.slice(0, count)
}

/** The deals of a question by place, and the row of the timeline of each at the end of the range (−1: undated). `name`: of what was found. */
export const dealsWanted = async (ctx: Context, asked: Question) => {
  if (asked.outcome !== undefined && asked.entered === undefined)
    throw new ApiError(400, 'bad_request', 'outcome: expected entered=… beside it, the stage that the deals entered')
  const scope = await flowScopeOf(ctx, asked)
  const { state, stage, size, known, expected, periods, entered, outcome, left, flow } = asked
  const { rep_id: rep, search, close_start: from, close_end: to } = asked
  const narrowed = { state, stage, size, known, expected, periods, entered, outcome, left, flow, rep, search, from, to }
  const name = `deals ${wordsOfScope(scope)} on ${scope.today} since ${scope.since}: ${JSON.stringify(narrowed)}`
  const texts = search === undefined ? null : await searchTexts(ctx)
  const rowOf = state === 'undated' ? () => -1 : (deal: number) => scope.now[deal]!
  const { places, total } = scope.deals.kept(name, () => {
    const found = findWanted(asked, scope, texts)
    return {
      places: found,
      total: totalOf({ deals: scope.deals, today: scope.today, digits: scope.digits }, found, rowOf),
    }
  })
  return { scope, name, places, total, rowOf }
}
