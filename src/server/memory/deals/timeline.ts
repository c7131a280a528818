import { type Facts, noMoney, none, type Stage } from './facts.ts'
import { byDay, type Grouped } from './grouped.ts'

export const [open, won, lost, removed] = [0, 1, 2, 3] as const
/** By code. */
export const states = ['open', 'won', 'lost', 'removed'] as const

/**
 * How each deal stood, from one day to the next change: those of deal `i` are `from[i]` up to before `from[i + 1]`, by day, and hold from the start of
 * their day until the next one's. No two are of one day: what a deal was at the end of it counts. A deal that has none is undated: no day of
 * its creation, its stages or its closing is known.
 * `since`: when the state began. `inStage`: when the stage was entered, `none` where that is not known. `chance`: in ten-thousandths, `none` of an
 * open deal in an unknown stage.
 */
export type Timeline = {
  from: Uint32Array
  day: Int32Array
  state: Uint8Array
  /** Place in the stages; −1: not known. */
  stage: Int16Array
  /** Pips; NaN where it is not known. */
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
const turnsOf = (facts: Facts, i: number, events: Uint32Array): Turn[] => {
  const { stages, deals } = facts
  const final = stages[deals.stage[i]!]
  const kindOf = (stage: number) => stages[stage]?.kind ?? 'open'
  const isOver = final !== undefined && final.kind !== 'open'
  const all = Array.from(events, row => ({
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

/** Chance in ten-thousandths: a deal's own only while it stands as its source last said. */
const chanceOf = (stages: Stage[], turn: Turn, own: number) => {
  if (turn.state !== open) return turn.state === won ? 10_000 : 0
  if (own !== none) return own
  const stage = stages[turn.stage]
  return stage ? Math.round(stage.probability * 10_000) : none
}

/** Writes how a deal stood from row `to` on; returns the row after its last. `changes`: its rows, by time. */
const addDeal = (facts: Facts, i: number, turns: Turn[], changes: Uint32Array, into: Timeline, to: number): number => {
  const { deals, stages } = facts
  const own = turns.findLastIndex(({ state }) => state === open)
  const ended = turns.at(-1)!.state
  const isOver = ended === won || ended === lost
  const first = turns[0]!.day
  const changedOn = (change: number) =>
    change < changes.length ? Math.max(facts.changes.day[changes[change]!]!, first) : Infinity
  let [change, at, since, inStage] = [0, 0, none, none]
  let previous: Turn | undefined
  for (;;) {
    const day = Math.min(at < turns.length ? turns[at]!.day : Infinity, changedOn(change))
    if (day === Infinity) return to
    while (at < turns.length && turns[at]!.day <= day) {
      const turn = turns[at++]!
      if (!previous || previous.state !== turn.state) since = turn.day
      const stays = previous?.stage === turn.stage && previous.state === turn.state && inStage !== none
      if (!stays) inStage = turn.known ? turn.day : none
      previous = turn
    }
    const turn = previous!
    let moment = turn.day === day && Number.isFinite(turn.at) ? turn.at : Number.NaN
    while (changedOn(change) <= day) {
      const row = changes[change++]!
      if (facts.changes.day[row] === day) moment = facts.changes.at[row]!
    }
    const next = changes[change]
    const pips = next === undefined ? deals.amount[i]! : facts.changes.amount[next]!
    into.day[to] = day
    into.state[to] = turn.state
    into.stage[to] = turn.stage
    into.amount[to] = pips === noMoney ? Number.NaN : pips
    into.expected[to] = next === undefined ? deals.expected[i]! : facts.changes.expected[next]!
    into.since[to] = since
    into.inStage[to] = inStage
    into.moment[to] = moment
    into.chance[to] = chanceOf(stages, turn, !isOver && at - 1 >= own ? deals.own[i]! : none)
    to++
  }
}

const beginsVisit = (turn: Turn, before: Turn | undefined) =>
  turn.state === open && turn.known && !(before?.known && before.state === open && before.stage === turn.stage)

/** Writes a deal's stays from place `to` on; returns the place after the last. */
const addVisits = (facts: Facts, i: number, turns: Turn[], into: Visits, to: number): number => {
  const isWon = facts.stages[facts.deals.stage[i]!]?.kind === 'won'
  const ended = turns.at(-1)!.state
  // from the end on: the furthest stage reached later, and whether it was won
  let further = isWon ? Infinity : -1
  let count = 0
  for (let k = 0; k < turns.length; k++) if (beginsVisit(turns[k]!, turns[k - 1])) count++
  let place = to + count
  // the first turn after this one into another stage or state
  let next: Turn | undefined
  for (let k = turns.length - 1; k >= 0; k--) {
    const turn = turns[k]!
    const after = turns[k + 1]
    if (after && (after.stage !== turn.stage || after.state !== open)) next = after
    if (turn.state === won) further = Infinity
    if (turn.state !== open) continue
    if (beginsVisit(turn, turns[k - 1])) {
      const isLeft = next !== undefined && next.state !== removed && (next.known || next.state !== open)
      const byClock = isLeft ? (next!.at - turn.at) / 86_400 : 0
      place--
      into.stage[place] = turn.stage
      into.day[place] = turn.day
      into.left[place] = isLeft ? next!.day : none
      into.days[place] = Number.isNaN(byClock) ? next!.day - turn.day : Math.max(0, byClock)
      into.onward[place] = further > turn.stage ? 1 : ended === lost || ended === removed ? 2 : 0
    }
    further = Math.max(further, turn.stage)
  }
  return to + count
}

export const orderOf = async ({ from, stage, day, left }: Visits, rest: () => Promise<void>): Promise<VisitOrder> => {
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
    if (i % 4096 === 0) await rest()
  }
  const entered = byDay(day)
  await rest()
  const gone = new Uint32Array(count)
  let leavings = 0
  for (let visit = 0; visit < count; visit++) if (left[visit] !== none) gone[leavings++] = visit
  const inOrder = byDay(Int32Array.from(gone.subarray(0, leavings), visit => left[visit]!))
  await rest()
  return { entered, left: inOrder.map(k => gone[k]!), deal, earlier, repeats }
}

const timelineFor = (rows: number): Omit<Timeline, 'from'> => ({
  day: new Int32Array(rows),
  state: new Uint8Array(rows),
  stage: new Int16Array(rows),
  amount: new Float64Array(rows),
  expected: new Int32Array(rows),
  since: new Int32Array(rows),
  inStage: new Int32Array(rows),
  chance: new Int32Array(rows),
  moment: new Float64Array(rows),
})

const visitsFor = (rows: number): Omit<Visits, 'from'> => ({
  stage: new Int16Array(rows),
  day: new Int32Array(rows),
  left: new Int32Array(rows),
  days: new Float64Array(rows),
  onward: new Uint8Array(rows),
})

/** Without the room that was not needed. */
const cut = <Columns extends Record<string, { slice: (from: number, to: number) => unknown }>>(
  columns: Columns,
  rows: number,
): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(0, rows)])) as Columns

/** Everything that can be known of every day, from the facts; `rest` lets others run meanwhile. */
export const timelineOf = async (facts: Facts, events: Grouped, changes: Grouped, rest: () => Promise<void>) => {
  const size = facts.deals.id.length
  const from = new Uint32Array(size + 1)
  const visited = new Uint32Array(size + 1)
  // at most its first day, its events, its changes, its present stage and its end
  const timeline = { from, ...timelineFor(3 * size + events.rows.length + changes.rows.length) }
  const visits = { from: visited, ...visitsFor(events.rows.length) }
  for (let i = 0; i < size; i++) {
    const turns = turnsOf(facts, i, events.rows.subarray(events.from[i], events.from[i + 1]))
    from[i + 1] = from[i]!
    visited[i + 1] = visited[i]!
    if (turns.length) {
      const own = changes.rows.subarray(changes.from[i], changes.from[i + 1])
      from[i + 1] = addDeal(facts, i, turns, own, timeline, from[i]!)
      visited[i + 1] = addVisits(facts, i, turns, visits, visited[i]!)
    }
    if (i % 512 === 0) await rest()
  }
  const { from: _, ...rows } = timeline
  const { from: __, ...stays } = visits
  await rest()
  return {
    timeline: { from, ...cut(rows, from[size]!) } satisfies Timeline,
    visits: { from: visited, ...cut(stays, visited[size]!) } satisfies Visits,
  }
}
