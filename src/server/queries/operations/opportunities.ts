import { z } from 'zod'
import { type DealSort, dealSorts } from '#contract/deal-order.ts'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../handler.ts'
import { none } from '../../memory/deals/facts.ts'
import { dealNames } from '../../memory/deals/names.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../cursor.ts'
import {
  ageOf,
  chanceOf,
  closedOf,
  daysInStageOf,
  expectedOf,
  type Figures,
  overdueOf,
  rowsOf,
  slipOf,
  stageOf,
  totalOf,
} from './row.ts'
import { dealMeta } from './scope.ts'
import { amountOf, dealsWanted, type Question } from './which.ts'

type Place = { deal: number; row: number }
type Value = number | string | null

const keys: Record<Exclude<DealSort, 'name' | 'customer'>, (figures: Figures, place: Place) => Value> = {
  rep: ({ deals: { facts } }, { deal }) => facts.reps[facts.deals.rep[deal]!]?.name.toLowerCase() ?? null,
  team: ({ deals: { facts } }, { deal }) => facts.reps[facts.deals.rep[deal]!]?.team?.toLowerCase() ?? null,
  region: ({ deals: { facts } }, { deal }) => facts.regions[facts.deals.region[deal]!]?.toLowerCase() ?? null,
  stage: (figures, { deal, row }) => {
    const stage = stageOf(figures, deal, row)
    return stage < 0 ? null : stage
  },
  amount: ({ deals }, { deal, row }) => {
    const cents = amountOf(deals, deal, row)
    return Number.isNaN(cents) ? null : cents
  },
  probability: (figures, { deal, row }) => chanceOf(figures, deal, row),
  weighted: (figures, { deal, row }) => {
    const [cents, chance] = [amountOf(figures.deals, deal, row), chanceOf(figures, deal, row)]
    return Number.isNaN(cents) || chance === null ? null : cents * chance
  },
  created: ({ deals }, { deal }) => (deals.began[deal] === none ? null : deals.began[deal]!),
  expected: (figures, { deal, row }) => expectedOf(figures, deal, row),
  closed: (figures, { row }) => closedOf(figures, row),
  age: (figures, { deal, row }) => ageOf(figures, deal, row),
  in_stage: (figures, { row }) => daysInStageOf(figures, row),
  overdue: (figures, { deal, row }) => overdueOf(figures, deal, row),
  slipped: (figures, { deal, row }) => slipOf(figures, deal, row).slippedDays,
}

const keyOf = async (ctx: Context, figures: Figures, sort: DealSort): Promise<(place: Place) => Value> => {
  if (sort !== 'name' && sort !== 'customer') return place => keys[sort](figures, place)
  const texts = await ctx.onceOfDeals(`deals by ${sort}`, async () =>
    (await dealNames(ctx))[sort].map(name => name.toLowerCase()),
  )
  return ({ deal }) => texts[deal]!
}

type Keyed = { place: Place; key: Value; id: number }

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
const firstOf = (all: Iterable<Keyed>, most: number, compare: (a: Keyed, b: Keyed) => number): Keyed[] => {
  const heap: Keyed[] = []
  const down = (from: number) => {
    for (let i = from; ;) {
      let last = i
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && compare(heap[child]!, heap[last]!) > 0) last = child
      if (last === i) return
      ;[heap[i], heap[last]] = [heap[last]!, heap[i]!]
      i = last
    }
  }
  for (const one of all) {
    if (heap.length < most) {
      heap.push(one)
      if (heap.length === most) for (let i = (most >> 1) - 1; i >= 0; i--) down(i)
    } else if (compare(one, heap[0]!) < 0) {
      heap[0] = one
      down(0)
    }
  }
  return heap.sort(compare)
}

const cursorShape = z.tuple([z.enum(dealSorts), z.enum(['asc', 'desc']), z.int()])

export const opportunities: Handlers<'operations'>['opportunities'] = async (ctx, asked) => {
  const { scope, places } = await dealsWanted(ctx, asked)
  const { deals, now, last, today } = scope
  const ids = deals.facts.deals.id
  const figures: Figures = { deals, today }
  const isUndated = asked.state === 'undated'
  const found = places.map((deal): Place => ({ deal, row: isUndated ? -1 : now[deal]! }))
  const key = await keyOf(ctx, figures, asked.sort)
  const keyed = (place: Place): Keyed => ({ place, key: key(place), id: ids[place.deal]! })
  const compare = inOrder(asked.direction)
  let all = found.map(keyed)
  if (asked.cursor !== undefined) {
    const [sort, direction, id] = decodeCursor(asked.cursor, cursorShape)
    const deal = deals.places.get(id)
    if (sort !== asked.sort || direction !== asked.direction || deal === undefined) throw refuseCursor(asked.cursor)
    const after = keyed({ deal, row: isUndated ? -1 : now[deal]! })
    all = all.filter(one => compare(one, after) > 0)
  }
  const page = firstOf(all, asked.limit + 1, compare)
  const shown = page.slice(0, asked.limit)
  const end = page.length > asked.limit ? shown.at(-1) : undefined
  return {
    data: {
      rows: await rowsOf(
        ctx,
        figures,
        last,
        shown.map(({ place }) => place),
      ),
      nextCursor: end ? encodeCursor([asked.sort, asked.direction, end.id]) : null,
      total: totalOf(figures, found),
    },
    meta: dealMeta(ctx, scope, found.length),
  }
}
