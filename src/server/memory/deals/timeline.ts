import { type Facts, noMoney, none, type Stage } from './facts.ts'
import type { Grouped } from './grouped.ts'

export const [open, won, lost, removed] = [0, 1, 2, 3] as const
/** By code. */
export const states = ['open', 'won', 'lost', 'removed'] as const

/**
 * How each deal stood, from one day to the next change: those of deal `i` are `from[i]` up to before `from[i + 1]`, by day, and hold from the start of
 * their day until the next one's. No two are of one day: what a deal was at the end of it counts. A deal that has none is undated: no day of
 * its creation, its stages or its closing is known.
 * `since`: when the state began. `inStage`: when the stage was entered, `none` where that is not known. `chance`: in ten-thousandths.
 */
export type Timeline = {
  from: Uint32Array
  day: Int32Array
  state: Uint8Array
  /** Place in the stages; −1: not known. */
  stage: Int16Array
  /** Cents; NaN where it is not known. */
  amount: Float64Array
  expected: Int32Array
  since: Int32Array
  inStage: Int32Array
  chance: Int32Array
  /** When it came to be so, in seconds; NaN where only the day is known. */
  moment: Float64Array
}

/** A stay in an open stage: of deal `i` those from `from[i]` on. `left`: the day, `none` while it is there. `days` of it, by the clock. */
export type Visits = {
  from: Uint32Array
  stage: Int16Array
  day: Int32Array
  left: Int32Array
  days: Float64Array
  /** What became of it since: 0 undecided, 1 went further, 2 lost. */
  onward: Uint8Array
}

/** How stays are found by their days: their places in the order of `day` (`entered`) and of `left`, without those that were not left. */
export type VisitOrder = {
  entered: Uint32Array
  left: Uint32Array
  deal: Int32Array
  /** The day on which the deal entered this stage before; `none` the first time. */
  earlier: Int32Array
  /** 1 if the deal was in this stage more than once. */
  repeats: Uint8Array
}

type Turn = { day: number; at: number; stage: number; state: number; known: boolean }

const stateOf = { open, won, lost } as const

/** The turns that a deal's stage and state took, in order, from its first day on; empty for an undated one. */
const turnsOf = (facts: Facts, i: number, events: number[]): Turn[] => {
  const { stages, deals } = facts
  const final = stages[deals.stage[i]!]
  const kindOf = (stage: number) => stages[stage]?.kind ?? 'open'
  const isOver = final !== undefined && final.kind !== 'open'
  const all = events.map(row => ({
    stage: facts.events.stage[row]!,
    before: facts.events.from[row]!,
    at: facts.events.at[row]!,
    day: facts.events.day[row]!,
  }))
  const stated = deals.closed[i]!
  const lastEvent = all.at(-1)
  const closedEvent = all.findLast(({ stage }) => kindOf(stage) !== 'open')
  const closing = !isOver ? none : stated !== none ? stated : (closedEvent?.day ?? none)
  const start = deals.created[i] !== none ? deals.created[i]! : (all[0]?.day ?? closing)
  if (start === none) return []
  const end = closing === none ? Infinity : Math.max(closing, start)
  const kept = all
    .map(event => ({ ...event, day: Math.max(event.day, start) }))
    .filter(({ day, stage }) => day <= end && stage >= 0)
  const lastOpen = kept.findLastIndex(({ stage }) => kindOf(stage) === 'open')

  const first = all[0]
  const before = first === undefined ? (isOver ? -1 : deals.stage[i]!) : first.before
  const turns: Turn[] = [{ day: start, at: -Infinity, stage: before, state: open, known: false }]
  kept.forEach(({ day, at, stage }, k) => {
    const kind = kindOf(stage)
    // a closing that was not taken back is the deal's own, on the day of its own
    if (kind !== 'open' && k > lastOpen) return
    turns.push({ day, at, stage, state: stateOf[kind], known: true })
  })
  const last = turns.at(-1)!
  if (isOver && closing !== none) {
    const at = closedEvent && Math.max(closedEvent.day, start) === end ? closedEvent.at : Number.NaN
    turns.push({ day: end, at, stage: deals.stage[i]!, state: stateOf[final.kind], known: true })
  } else if (isOver) {
    // over, and nobody knows since when: gone after the last thing that is known
    turns.push({
      day: Math.max(lastEvent?.day ?? start, start),
      at: Number.NaN,
      stage: deals.stage[i]!,
      state: removed,
      known: false,
    })
  } else {
    // its source says that it is elsewhere than its history ends
    if (last.stage !== deals.stage[i] || last.state !== open)
      turns.push({ day: last.day, at: last.at, stage: deals.stage[i]!, state: open, known: false })
    if (deals.removed[i] !== none)
      turns.push({
        day: Math.max(deals.removed[i]!, turns.at(-1)!.day),
        at: Number.NaN,
        stage: deals.stage[i]!,
        state: removed,
        known: true,
      })
  }
  return turns
}

type Lists = { [Key in keyof Omit<Timeline, 'from'>]: number[] }

/** Chance in ten-thousandths: a deal's own only while it stands as its source last said. */
const chanceOf = (stages: Stage[], turn: Turn, own: number) => {
  if (turn.state !== open) return turn.state === won ? 10_000 : 0
  if (own !== none) return own
  return Math.round((stages[turn.stage]?.probability ?? 0) * 10_000)
}

const addDeal = (facts: Facts, i: number, turns: Turn[], changes: number[], lists: Lists) => {
  const { deals, stages } = facts
  const own = turns.findLastIndex(({ state }) => state === open)
  const isOver = (turns.at(-1)?.state ?? open) === won || turns.at(-1)?.state === lost
  let change = 0
  let [since, inStage] = [none, none]
  const days = new Set(turns.map(({ day }) => day))
  for (const row of changes) days.add(Math.max(facts.changes.day[row]!, turns[0]!.day))
  let at = 0
  let previous: Turn | undefined
  for (const day of [...days].sort((a, b) => a - b)) {
    while (at < turns.length && turns[at]!.day <= day) {
      const turn = turns[at++]!
      if (!previous || previous.state !== turn.state) since = turn.day
      const stays = previous?.stage === turn.stage && previous.state === turn.state && inStage !== none
      if (!stays) inStage = turn.known ? turn.day : none
      previous = turn
    }
    const turn = previous!
    let moment = turn.day === day && Number.isFinite(turn.at) ? turn.at : Number.NaN
    while (change < changes.length && facts.changes.day[changes[change]!]! <= day) {
      if (facts.changes.day[changes[change]!] === day) moment = facts.changes.at[changes[change]!]!
      change++
    }
    const next = changes[change]
    const pips = next === undefined ? deals.amount[i]! : facts.changes.amount[next]!
    lists.day.push(day)
    lists.state.push(turn.state)
    lists.stage.push(turn.stage)
    lists.amount.push(pips === noMoney ? Number.NaN : pips)
    lists.expected.push(next === undefined ? deals.expected[i]! : facts.changes.expected[next]!)
    lists.since.push(since)
    lists.inStage.push(inStage)
    lists.moment.push(moment)
    lists.chance.push(chanceOf(stages, turn, !isOver && at - 1 >= own ? deals.own[i]! : none))
  }
}

type VisitLists = { [Key in keyof Omit<Visits, 'from'>]: number[] }

const addVisits = (facts: Facts, i: number, turns: Turn[], lists: VisitLists) => {
  const isWon = facts.stages[facts.deals.stage[i]!]?.kind === 'won'
  const ended = turns.at(-1)?.state ?? open
  // from the end on: the furthest stage reached later, and whether it was won
  let further = isWon ? Infinity : -1
  const found: number[][] = []
  for (let k = turns.length - 1; k >= 0; k--) {
    const turn = turns[k]!
    if (turn.state === won) further = Infinity
    if (turn.state !== open) continue
    const before = turns[k - 1]
    const next = turns.slice(k + 1).find(({ stage, state }) => stage !== turn.stage || state !== open)
    if (turn.known && !(before?.known && before.state === open && before.stage === turn.stage)) {
      const isLeft = next !== undefined && next.state !== removed && (next.known || next.state !== open)
      const byClock = isLeft ? (next.at - turn.at) / 86_400 : 0
      const days = Number.isNaN(byClock) ? next!.day - turn.day : Math.max(0, byClock)
      const onward = further > turn.stage ? 1 : ended === lost || ended === removed ? 2 : 0
      found.push([turn.stage, turn.day, isLeft ? next.day : none, days, onward])
    }
    further = Math.max(further, turn.stage)
  }
  for (const [stage, day, left, days, onward] of found.reverse()) {
    lists.stage.push(stage!)
    lists.day.push(day!)
    lists.left.push(left!)
    lists.days.push(days!)
    lists.onward.push(onward!)
  }
}

export const orderOf = ({ from, stage, day, left }: Visits): VisitOrder => {
  const count = day.length
  const [deal, earlier, repeats] = [new Int32Array(count), new Int32Array(count).fill(none), new Uint8Array(count)]
  for (let i = 0; i + 1 < from.length; i++) {
    for (let visit = from[i]!; visit < from[i + 1]!; visit++) {
      deal[visit] = i
      let before = visit - 1
      while (before >= from[i]! && stage[before] !== stage[visit]) before--
      if (before < from[i]!) continue
      earlier[visit] = day[before]!
      repeats[visit] = repeats[before] = 1
    }
  }
  const all = Uint32Array.from(day, (_, visit) => visit)
  return {
    entered: all.toSorted((a, b) => day[a]! - day[b]! || a - b),
    left: all.filter(visit => left[visit] !== none).sort((a, b) => left[a]! - left[b]! || a - b),
    deal,
    earlier,
    repeats,
  }
}

/** Everything that can be known of every day, from the facts; `rest` lets others run meanwhile. */
export const timelineOf = async (facts: Facts, events: Grouped, changes: Grouped, rest: () => Promise<void>) => {
  const size = facts.deals.id.length
  const from = new Uint32Array(size + 1)
  const visited = new Uint32Array(size + 1)
  const lists: Lists = {
    day: [],
    state: [],
    stage: [],
    amount: [],
    expected: [],
    since: [],
    inStage: [],
    chance: [],
    moment: [],
  }
  const visits: VisitLists = { stage: [], day: [], left: [], days: [], onward: [] }
  for (let i = 0; i < size; i++) {
    const turns = turnsOf(facts, i, Array.from(events.rows.subarray(events.from[i], events.from[i + 1])))
    if (turns.length) {
      addDeal(facts, i, turns, Array.from(changes.rows.subarray(changes.from[i], changes.from[i + 1])), lists)
      addVisits(facts, i, turns, visits)
    }
    from[i + 1] = lists.day.length
    visited[i + 1] = visits.day.length
    if (i % 512 === 0) await rest()
  }
  const timeline: Timeline = {
    from,
    day: Int32Array.from(lists.day),
    state: Uint8Array.from(lists.state),
    stage: Int16Array.from(lists.stage),
    amount: Float64Array.from(lists.amount),
    expected: Int32Array.from(lists.expected),
    since: Int32Array.from(lists.since),
    inStage: Int32Array.from(lists.inStage),
    chance: Int32Array.from(lists.chance),
    moment: Float64Array.from(lists.moment),
  }
  return {
    timeline,
    visits: {
      from: visited,
      stage: Int16Array.from(visits.stage),
      day: Int32Array.from(visits.day),
      left: Int32Array.from(visits.left),
      days: Float64Array.from(visits.days),
      onward: Uint8Array.from(visits.onward),
    } satisfies Visits,
  }
}
