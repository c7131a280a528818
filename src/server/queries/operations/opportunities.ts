import { z } from 'zod'
import { type DealSort, dealSorts } from '#contract/deal-order.ts'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../handler.ts'
import { none } from '../../memory/deals/facts.ts'
import { dealNames } from '../../memory/deals/names.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../cursor.ts'
import {
  ageOf,
  amountOf,
  chanceOf,
  closedOf,
  daysInStageOf,
  expectedOf,
  type Figures,
  overdueOf,
  rowsOf,
  slipOf,
  stageOf,
} from './row.ts'
import { dealMeta } from './scope.ts'
import { dealsWanted, type Question } from './which.ts'

type Value = number | string | null
type Key = (figures: Figures, deal: number, row: number) => Value

const keys: Record<Exclude<DealSort, 'name' | 'customer'>, Key> = {
  rep: ({ deals: { facts } }, deal) => facts.reps[facts.deals.rep[deal]!]?.name.toLowerCase() ?? null,
  team: ({ deals: { facts } }, deal) => facts.reps[facts.deals.rep[deal]!]?.team?.toLowerCase() ?? null,
  region: ({ deals: { facts } }, deal) => facts.regions[facts.deals.region[deal]!]?.toLowerCase() ?? null,
  stage: (figures, deal, row) => {
    const stage = stageOf(figures, deal, row)
    return stage < 0 ? null : stage
  },
  amount: ({ deals }, deal, row) => {
    const pips = amountOf(deals, deal, row)
    return Number.isNaN(pips) ? null : pips
  },
  probability: (figures, deal, row) => chanceOf(figures, deal, row),
  weighted: (figures, deal, row) => {
    const [pips, chance] = [amountOf(figures.deals, deal, row), chanceOf(figures, deal, row)]
    return Number.isNaN(pips) || chance === null ? null : pips * chance
  },
  created: ({ deals }, deal) => (deals.began[deal] === none ? null : deals.began[deal]!),
  expected: (figures, deal, row) => expectedOf(figures, deal, row),
  closed: (figures, _, row) => closedOf(figures, row),
  age: (figures, deal, row) => ageOf(figures, deal, row),
  in_stage: (figures, _, row) => daysInStageOf(figures, row),
  overdue: (figures, deal, row) => overdueOf(figures, deal, row),
  slipped: (figures, deal, row) => slipOf(figures, deal, row).slippedDays,
}

const keyOf = async (ctx: Context, sort: DealSort): Promise<Key> => {
  if (sort !== 'name' && sort !== 'customer') return keys[sort]
  const texts = await ctx.onceOfDeals(`deals by ${sort}`, async () =>
    (await dealNames(ctx))[sort].map(name => name.toLowerCase()),
  )
  return (_, deal) => texts[deal]!
}

type Keyed = { deal: number; key: Value; id: number }

/** Unknown comes last in either direction, equal ones by number. */
const inOrder = (direction: Question['direction']) => {
  const sign = direction === 'asc' ? 1 : -1
  return (a: Keyed, b: Keyed): number => {
    if (a.key === b.key) return a.id - b.id
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1
    return a.key < b.key ? -sign : sign
  }
}

/** The first of some in an order, without putting all of them in order: a heap with the last of them on top. */
const firstOf = (most: number, compare: (a: Keyed, b: Keyed) => number) => {
  const heap: Keyed[] = []
  const down = (from: number) => {
    for (let i = from; ;) {
      let last = i
      for (let child = 2 * i + 1; child <= 2 * i + 2 && child < heap.length; child++)
        if (compare(heap[child]!, heap[last]!) > 0) last = child
      if (last === i) return
      ;[heap[i], heap[last]] = [heap[last]!, heap[i]!]
      i = last
    }
  }
  return {
    /** Looks at one, which may be changed afterwards. */
    add: (one: Keyed) => {
      if (heap.length < most) {
        heap.push({ ...one })
        if (heap.length === most) for (let i = (most >> 1) - 1; i >= 0; i--) down(i)
      } else if (compare(one, heap[0]!) < 0) {
        heap[0] = { ...one }
        down(0)
      }
    },
    sorted: () => heap.sort(compare),
  }
}

const cursorShape = z.tuple([z.enum(dealSorts), z.enum(['asc', 'desc']), z.int()])

/** Where the page before ended: the deal as it stands now, whether it still matches or not. */
const placeAfter = ({ cursor, sort, direction }: Question, places: ReadonlyMap<number, number>) => {
  if (cursor === undefined) return undefined
  const [sorted, directed, id] = decodeCursor(cursor, cursorShape)
  const deal = places.get(id)
  if (sorted !== sort || directed !== direction || deal === undefined) throw refuseCursor(cursor)
  return deal
}

/** The first deals of some in an order; with one more than wanted where there are more. `after`: those that follow this one. */
const firstInOrder = (
  places: Uint32Array,
  keyed: (deal: number, into: Keyed) => Keyed,
  compare: (a: Keyed, b: Keyed) => number,
  { most, after }: { most: number; after: number | undefined },
): Uint32Array => {
  const end = after === undefined ? undefined : keyed(after, { deal: 0, key: null, id: 0 })
  const first = firstOf(most, compare)
  const one: Keyed = { deal: 0, key: null, id: 0 }
  for (const deal of places) {
    keyed(deal, one)
    if (!end || compare(one, end) > 0) first.add(one)
  }
  return Uint32Array.from(first.sorted(), ({ deal }) => deal)
}

export const opportunities: Handlers<'operations'>['opportunities'] = async (ctx, asked) => {
  const { scope, name, places, total, rowOf } = await dealsWanted(ctx, asked)
  const { deals, last, today } = scope
  const { sort, direction, limit, cursor } = asked
  const ids = deals.facts.deals.id
  const figures: Figures = { deals, today, digits: ctx.workspace.digits }
  const key = await keyOf(ctx, sort)
  const keyed = (deal: number, into: Keyed): Keyed => {
    into.deal = deal
    into.key = key(figures, deal, rowOf(deal))
    into.id = ids[deal]!
    return into
  }
  const after = placeAfter(asked, deals.places)
  const words = `${name} by ${sort} ${direction}, ${limit} after ${cursor === undefined ? 'none' : after}`
  const { page } = deals.kept(words, () => ({
    page: firstInOrder(places, keyed, inOrder(direction), { most: limit + 1, after }),
  }))
  const shown = Array.from(page.subarray(0, limit))
  const next = page.length > limit ? shown.at(-1) : undefined
  return {
    data: {
      rows: await rowsOf(
        ctx,
        figures,
        last,
        shown.map(deal => ({ deal, row: rowOf(deal) })),
      ),
      nextCursor: next === undefined ? null : encodeCursor([sort, direction, ids[next]!]),
      total,
    },
    meta: dealMeta(ctx, scope, places.length),
  }
}
