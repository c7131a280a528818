import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type VisitKey } from '../db/rollup/grains.ts'
import { asNumbers, numbersOf } from './columns.ts'
import {
  among,
  type Bits,
  bitBytes,
  bytesOf,
  compact,
  type Customers,
  customersIn,
  customersWith,
  union,
} from './customers.ts'
import { andFiltered, type Filters, inLines, inRollup, wordsOf } from './filters.ts'
import { keptMonths, linesOf, untilCut } from './kept.ts'
import { monthPages, stepDays } from './months.ts'
import { batches, breather, type Page, placeOf } from './pages.ts'
import { codesOf } from './sums.ts'
import { monthOf, type Point, toDay } from '../time/calendar.ts'

/** Who bought under some filters: by code of one of the keys (0 without one), block by block. */
export type Visitors = { code: number; block: number; who: Customers }[]

/** A grain of daily_customers under some filters, by the values of one of its keys or all together. */
export type VisitsView = { grain: string; filters: Filters; by: VisitKey | undefined }

/**
 * Some of those who bought on a day or in a month at a value of the view's key; the same value and block may come in
 * several.
 */
type Found = { day: number; code: number; block: number; who: Customers }

/** Segment is the customer's own: it is looked at when the bits are read (customersOf). */
const ofOrders = ({ segment: _, ...filters }: Filters): Filters => filters

// bit_send is how a bit string travels in binary: its length in four bytes, then the bits
const fromRollup = async (
  ctx: Context,
  { grain, filters, by }: VisitsView,
  period: Point['period'],
  days: number[],
): Promise<Found[]> => {
  const rows = await ctx.read(sql<{ day: number; key: string | null; block: number; bits: Uint8Array }>`
    select day - date '1970-01-01' as day, ${by ? sql.ref(by) : sql`null`} as key, block, bit_send(bits) as bits
    from daily_customers where grain = ${grain} and period = ${period} and day = any(${days.map(toDay)}::date[])
      ${andFiltered(ofOrders(filters), inRollup)}
  `)
  return rows.map(({ day, key, block, bits }) => ({
    day,
    block,
    code: key === null || !by ? 0 : codesOf[by].codeOf(key),
    who: customersIn(bits.subarray(4)),
  }))
}

/** The same by the lines: those of `condition` (on `t`), by day or month. */
const fromLines = async (
  ctx: Context,
  { filters, by }: VisitsView,
  period: Point['period'],
  condition: RawBuilder<unknown>,
): Promise<Found[]> => {
  const day = period === 'day' ? sql`t.ordered_on` : sql`date_trunc('month', t.ordered_on::timestamp)::date`
  const key = by ? sql.ref(inLines[by]) : sql`null::text`
  const rows = await ctx.read(sql<{ day: number; key: string | null; ids: string }>`
    select day - date '1970-01-01' as day, key, ${numbersOf(sql`customer_id`)} as ids
    from (
      select distinct ${day} as day, ${key} as key, t.customer_id
      from transactions t ${by === 'category' || filters.category ? sql`join products p on p.id = t.product_id` : sql``}
      where t.status = 'completed' and t.customer_id <> 0 and ${condition} ${andFiltered(ofOrders(filters), inLines)}
    ) visits
    group by day, key
  `)
  return rows.flatMap(({ day: on, key: value, ids }) =>
    [...Map.groupBy(asNumbers(ids), id => Math.floor(id / blockSize))].map(([block, own]) => ({
      day: on,
      block,
      code: value === null || !by ? 0 : codesOf[by].codeOf(value),
      who: customersWith(own.map(id => id % blockSize)),
    })),
  )
}

/** The customers of each block that are of these segments: a segment is the customer's own. */
const customersOf = async (ctx: Context, segments: string[]): Promise<Map<number, Bits>> => {
  const known = await ctx.once('customers by segment', async () => {
    const rows = await ctx.read(sql<{ segment: string; block: number; bits: Uint8Array }>`
      select segment, block, bit_send(bits) as bits from segment_customers
    `)
    return Map.groupBy(
      rows.map(row => ({ ...row, bits: new Uint8Array(row.bits.subarray(4)) })),
      ({ segment }) => segment,
    )
  })
  const chosen = new Map<number, Bits>()
  for (const { block, bits } of segments.flatMap(segment => known.get(segment) ?? [])) {
    const into = chosen.get(block) ?? new Uint8Array(bitBytes)
    chosen.set(block, into)
    for (let byte = 0; byte < bitBytes; byte += 1) into[byte] = into[byte]! | bits[byte]!
  }
  return chosen
}

/** Who is in one of these lists, each value and block once. */
export const joined = (visitors: Visitors): Visitors =>
  [...Map.groupBy(visitors, ({ code, block }) => `${code} ${block}`).values()].map(own => ({
    ...own[0]!,
    who: union(own.map(({ who }) => who)),
  }))

/** One day or month of a view, of what was found of it. */
const visitorsIn = (found: Found[], chosen: Map<number, Bits> | undefined): Visitors => {
  const visitors = joined(found.filter(({ block }) => !chosen || chosen.has(block)))
  return visitors.map(({ code, block, who }) => ({ code, block, who: chosen ? among(who, chosen.get(block)!) : who }))
}

/**
 * A month of a view: who bought on each day, or in all of it; `steps`: in its first `stepDays` days, in the next, and
 * so on.
 */
export type Visits = Page & { visitors: Visitors[]; steps: Visitors[] }

const visitsOf = (visitors: Visitors[]): Visits => {
  const steps = batches(visitors, stepDays).map(days =>
    days.length === 1 ? days[0]! : joined(days.flat()).map(one => ({ ...one, who: compact(one.who) })),
  )
  return { visitors, steps, bytes: [...visitors, ...steps].reduce((sum, one) => sum + roomOf(one), 0) }
}

/** Who bought from a day of the month up to but not with another, in several lists. */
export const visitorsBetween = ({ visitors, steps }: Visits, from: number, to: number): Visitors[] => {
  const lists: Visitors[] = []
  for (let day = from; day < to;) {
    const end = Math.min(day + stepDays, visitors.length)
    const isStep = day % stepDays === 0 && end <= to
    lists.push(isStep ? steps[day / stepDays]! : visitors[day]!)
    day = isStep ? end : day + 1
  }
  return lists
}

const roomOf = (visitors: Visitors) => visitors.reduce((sum, { who }) => sum + 150 + bytesOf(who), 100)

/** How many days or months are read at once: bit strings of each value and block. */
const daysAtOnce = 31

const nameOf = ({ grain, filters, by }: VisitsView) => `${grain}/${by ?? ''}/${wordsOf(filters)}`

/** Where the rollup does not keep the grain, the lines are read. */
const readVisitors = async (
  ctx: Context,
  view: VisitsView,
  period: Point['period'],
  days: number[],
): Promise<Visitors[]> => {
  const kept = await keptMonths(ctx, view.grain, period)
  const chosen = view.filters.segment && (await customersOf(ctx, view.filters.segment))
  const visitors = new Map<number, Visitors>()
  const rest = breather()
  const take = async (found: Found[]) => {
    for (const [day, own] of Map.groupBy(found, one => one.day)) {
      visitors.set(day, visitorsIn(own, chosen))
      await rest()
    }
  }
  const [held, other] = [days.filter(day => kept.has(monthOf(day))), days.filter(day => !kept.has(monthOf(day)))]
  for (const batch of batches(held, daysAtOnce)) await take(await fromRollup(ctx, view, period, batch))
  for (const batch of batches(other, daysAtOnce)) await take(await fromLines(ctx, view, period, linesOf(period, batch)))
  return days.map(day => visitors.get(day) ?? [])
}

/** Months of a view, each by day or as a whole. */
export const visits = (ctx: Context, view: VisitsView, period: Point['period'], months: number[]): Promise<Visits[]> =>
  monthPages(ctx, `visitors/${nameOf(view)}`, period, months, days => readVisitors(ctx, view, period, days), visitsOf)

/** Who of a view bought on a day up to and with a minute of it, local time; kept until the minute is over. */
export const visitsUntil = async (ctx: Context, view: VisitsView, day: number, cutAt: string): Promise<Visitors> => {
  const place = placeOf({ period: 'day', day })
  const read = async () => {
    const found = await fromLines(ctx, view, 'day', sql`${untilCut(ctx, day, cutAt)}`)
    const visitors = visitorsIn(found, view.filters.segment && (await customersOf(ctx, view.filters.segment)))
    return new Map([[place, { visitors, cutAt, bytes: roomOf(visitors) }]])
  }
  const [page] = await ctx.pages.get<Page & { visitors: Visitors; cutAt: string }>(
    `visitors until a minute in ${ctx.workspace.timezone}/${nameOf(view)}`,
    [place],
    read,
    kept => kept.cutAt === cutAt,
  )
  return page!.visitors
}
