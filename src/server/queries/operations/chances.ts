import type { Context } from '../../context.ts'
import { allDeals, type Deals } from '../../memory/deals.ts'
import { none } from '../../memory/deals/facts.ts'
import { pipsPerUnit } from '../../money.ts'
import { open, won } from '../../memory/deals/timeline.ts'
import type { DealChances, DealHistories } from '../../models/deal-chances.ts'

/** Open stages in their order, with their places among all. */
const openStages = ({ facts: { stages } }: Deals) =>
  stages.flatMap(({ name, kind, probability }, place) => (kind === 'open' ? [{ stage: name, probability, place }] : []))

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

type Amounts = Pick<DealHistories, 'closed' | 'won' | 'amount'>

/**
 * Whether amounts may be learnt from. Where a source fills them in as a deal closes, they give away how it ended: few open deals have one then, or
 * most lost ones have nought. A model that learns from these is right about all of the past and about nothing to come.
 */
const amountsForetell = ({ closed, won, amount }: { [Name in keyof Amounts]: number[] }): boolean => {
  const half = (part: number[], is: (value: number) => boolean) => part.filter(is).length * 2 >= part.length
  const ofOpen = amount.filter((_, i) => closed[i] === -1)
  const ofLost = amount.filter((_, i) => closed[i] !== -1 && won[i] === 0)
  return half(ofOpen, value => !Number.isNaN(value)) && half(ofLost, value => value > 0)
}

/** Every deal as it was known at the end of a day, and the places of the open ones in `DealHistories.open`. */
const historiesAt = (deals: Deals, asOf: number) => {
  const { timeline, facts, size, began } = deals
  const { from, state, stage, day, amount, since } = timeline
  const known = openStages(deals)
  const codes = new Map(known.map(({ place }, code) => [place, code]))
  const now = deals.at(asOf)
  const lists = {
    starts: [0],
    stages: [] as number[],
    entered: [] as number[],
    created: [] as number[],
    closed: [] as number[],
    won: [] as number[],
    amount: [] as number[],
    rep: [] as number[],
    open: [] as number[],
  }
  const places: number[] = []
  for (let i = 0; i < size; i++) {
    const last = now[i]!
    if (last < 0 || began[i] === none) continue
    let [previous, hoped] = [-1, amount[last]!]
    const before = lists.stages.length
    for (let row = from[i]!; row <= last; row++) {
      if (state[row] !== open) continue
      hoped = amount[row]!
      const code = codes.get(stage[row]!)
      if (code === undefined || code === previous) continue
      lists.stages.push(code)
      lists.entered.push(day[row]!)
      previous = code
    }
    if (lists.stages.length === before) continue
    const isOpen = state[last] === open
    if (isOpen) {
      lists.open.push(lists.created.length)
      places.push(i)
    }
    lists.starts.push(lists.stages.length)
    lists.created.push(began[i]!)
    lists.closed.push(isOpen ? -1 : since[last]!)
    lists.won.push(Number(state[last] === won))
    lists.amount.push(hoped)
    lists.rep.push(facts.deals.rep[i]!)
  }
  const foretell = amountsForetell(lists)
  const usual = median(lists.amount.filter(value => !Number.isNaN(value)))
  const histories: DealHistories = {
    asOf,
    configured: known.map(({ stage: name, probability }) => ({ stage: name, probability })),
    starts: Uint32Array.from(lists.starts),
    stages: Int16Array.from(lists.stages),
    entered: Int32Array.from(lists.entered),
    created: Int32Array.from(lists.created),
    closed: Int32Array.from(lists.closed),
    won: Uint8Array.from(lists.won),
    // one without an amount is taken for a usual one
    amount: Float64Array.from(
      lists.amount,
      value => Math.max(0, foretell && !Number.isNaN(value) ? value : usual) / pipsPerUnit,
    ),
    rep: Int32Array.from(lists.rep),
    open: Uint32Array.from(lists.open),
  }
  return { histories, places, amountsLeftOut: !foretell }
}

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
  const found = await ctx.model('dealChances', asOf, async () => historiesAt(deals, asOf).histories, 'needed')
  return ctx.onceOfDeals(`chances on ${asOf}`, async () => {
    const { chances, ...model } = found
    const { places, amountsLeftOut } = historiesAt(deals, asOf)
    const chance = new Float64Array(deals.size).fill(Number.NaN)
    for (const [i, place] of places.entries()) chance[place] = chances[i]!
    const usual = model.rates.toSorted((a, b) => b.won + b.lost - (a.won + a.lost))[0]
    const codes = new Map(known.map(({ place }, code) => [place, code]))
    return { ...model, chance, amountsLeftOut, rateOf: stage => model.rates[codes.get(stage) ?? -1] ?? usual }
  })
}
