import type { Context } from '../../context.ts'
import { allDeals, type Deals } from '../../memory/deals.ts'
import { none } from '../../memory/deals/facts.ts'
import { pipsPerUnit } from '../../money.ts'
import { open, won } from '../../memory/deals/timeline.ts'
import { breather } from '../../memory/pages.ts'
import type { DealChances, DealHistories } from '../../models/deal-chances.ts'

/** Open stages in their order, with their places among all. */
const openStages = ({ facts: { stages } }: Deals) =>
  stages.flatMap(({ name, kind, probability }, place) => (kind === 'open' ? [{ stage: name, probability, place }] : []))

const median = (values: Float64Array) => values.sort()[values.length >> 1] ?? 0

type Amounts = Pick<DealHistories, 'closed' | 'won' | 'amount'>

/**
 * Whether amounts may be learnt from. Where a source fills them in as a deal closes, they give away how it ended: few open deals have one then, or
 * most lost ones have nought. A model that learns from these is right about all of the past and about nothing to come.
 */
const amountsForetell = ({ closed, won, amount }: Amounts): boolean => {
  const [ofOpen, ofLost] = [
    { deals: 0, known: 0 },
    { deals: 0, known: 0 },
  ]
  for (let i = 0; i < amount.length; i++) {
    if (closed[i] === -1) {
      ofOpen.deals++
      if (!Number.isNaN(amount[i])) ofOpen.known++
    } else if (won[i] === 0) {
      ofLost.deals++
      if (amount[i]! > 0) ofLost.known++
    }
  }
  return [ofOpen, ofLost].every(({ deals, known }) => known * 2 >= deals)
}

/** Every deal as it was known at the end of a day, and the places of the open ones in `DealHistories.open`. */
const readHistories = async (deals: Deals, asOf: number) => {
  const { timeline, facts, size, began } = deals
  const { from, state, stage, day, amount, since } = timeline
  const known = openStages(deals)
  const codes = new Map(known.map(({ place }, code) => [place, code]))
  const now = deals.at(asOf)
  const rest = breather()
  const [stages, entered] = [new Int16Array(day.length), new Int32Array(day.length)]
  const starts = new Uint32Array(size + 1)
  const [created, closed, rep] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const [ends, hopes] = [new Uint8Array(size), new Float64Array(size)]
  const [opens, places] = [new Uint32Array(size), new Uint32Array(size)]
  let [count, opened] = [0, 0]
  for (let i = 0; i < size; i++) {
    if (i % 4096 === 0) await rest()
    const last = now[i]!
    if (last < 0 || began[i] === none) continue
    let [previous, hoped, to] = [-1, amount[last]!, starts[count]!]
    for (let row = from[i]!; row <= last; row++) {
      if (state[row] !== open) continue
      hoped = amount[row]!
      const code = codes.get(stage[row]!)
      if (code === undefined || code === previous) continue
      stages[to] = code
      entered[to++] = day[row]!
      previous = code
    }
    if (to === starts[count]) continue
    const isOpen = state[last] === open
    if (isOpen) {
      opens[opened] = count
      places[opened++] = i
    }
    created[count] = began[i]!
    closed[count] = isOpen ? -1 : since[last]!
    ends[count] = Number(state[last] === won)
    hopes[count] = hoped
    rep[count] = facts.deals.rep[i]!
    starts[++count] = to
  }
  const ofDeals = { closed: closed.slice(0, count), won: ends.slice(0, count), amount: hopes.slice(0, count) }
  const foretell = amountsForetell(ofDeals)
  const usual = median(ofDeals.amount.filter(value => !Number.isNaN(value)))
  await rest()
  const histories: DealHistories = {
    asOf,
    configured: known.map(({ stage: name, probability }) => ({ stage: name, probability })),
    starts: starts.slice(0, count + 1),
    stages: stages.slice(0, starts[count]),
    entered: entered.slice(0, starts[count]),
    created: created.slice(0, count),
    rep: rep.slice(0, count),
    open: opens.slice(0, opened),
    ...ofDeals,
    // one without an amount is taken for a usual one
    amount: ofDeals.amount.map(value => Math.max(0, foretell && !Number.isNaN(value) ? value : usual) / pipsPerUnit),
  }
  return { histories, places: places.slice(0, opened), amountsLeftOut: !foretell }
}

const historiesAt = (ctx: Context, deals: Deals, asOf: number) =>
  ctx.onceOfDeals(`histories on ${asOf}`, () => readHistories(deals, asOf))

type Rate = DealChances['rates'][number]

export type Chances = Omit<DealChances, 'chances'> & {
  /** The chance of each deal open that day to be won, by place; NaN of the others. */
  chance: Float64Array
  /** The amounts give away how deals ended: nothing was learnt from them. */
  amountsLeftOut: boolean
  /** By place of the stage. */
  rateOf: (stage: number) => Rate | undefined
}

/**
 * The chance of each open deal to be won, learnt from all deals as they were known at the end of a day, whatever the filters. A deal that the
 * model says nothing of (its stage is not known) has the rate of the stage that most deals have been decided after.
 */
export const chancesAt = async (ctx: Context, asOf: number): Promise<Chances> => {
  const deals = await allDeals(ctx)
  const known = openStages(deals)
  const found = await ctx.model(
    'dealChances',
    asOf,
    async () => (await historiesAt(ctx, deals, asOf)).histories,
    'needed',
  )
  const { places, amountsLeftOut } = await historiesAt(ctx, deals, asOf)
  return ctx.onceOfDeals(`chances on ${asOf}`, async () => {
    const { chances, ...model } = found
    const chance = new Float64Array(deals.size).fill(Number.NaN)
    for (const [i, place] of places.entries()) chance[place] = chances[i]!
    const usual = model.rates.toSorted((a, b) => b.won + b.lost - (a.won + a.lost))[0]
    const codes = new Map(known.map(({ place }, code) => [place, code]))
    return { ...model, chance, amountsLeftOut, rateOf: stage => model.rates[codes.get(stage) ?? -1] ?? usual }
  })
}
