import type { Context } from '../context.ts'
import { type Dimension, historyBlockSize, historyGrainFor } from '../db/rollup/grains.ts'
import { monthAfter, monthOf } from '../queries/period.ts'
import { filteredDimensions, type Filters, wordsOf } from './filters.ts'
import { blocksOfCustomers, buyersUntil, type Entries, histories, historyKeys, type HistoryPage } from './histories.ts'
import { keptMonths } from './kept.ts'
import { breather, dayOf, type Page, type Place } from './pages.ts'
import { codesOf } from './sums.ts'

/** What each customer had done under some filters before a day: the revenue that counted (in hundredths), and on how many days it ordered. */
export type Standing = { cents: Float64Array; orders: Uint16Array }

/** What customers did in a month, by day: of its nth day (from 0) the entries from starts[n] to starts[n + 1]. */
type Moves = { starts: Uint32Array; customers: Uint32Array; cents: Float64Array; orders: Uint8Array }

/** For each history of a page whether it is of a wanted value of each of these keys; undefined where no key is asked about. */
const allowedIn = ({ codes, customers }: HistoryPage, filters: Filters, keys: Dimension[]): Uint8Array | undefined => {
  if (keys.length === 0) return undefined
  const allowed = new Uint8Array(customers.length).fill(1)
  for (const key of keys) {
    const wanted = new Set(filters[key]?.map(codesOf[key].find))
    const column = codes[historyKeys.indexOf(key)]!
    for (let history = 0; history < column.length; history += 1) if (!wanted.has(column[history]!)) allowed[history] = 0
  }
  return allowed
}

/** The first place whose point is not before `point`. */
const placeFrom = (points: Int32Array, point: number): number => {
  const place = points.findIndex(one => one >= point)
  return place < 0 ? points.length : place
}

/** Calls with each entry of some points (the last not with them) that is allowed: the customer's place in the block, the entry and its point. */
const eachEntry = ({ customers }: HistoryPage, { points, starts, histories: of }: Entries, allowed: Uint8Array | undefined, first: number, end: number, found: (customer: number, entry: number, point: number) => void) => {
  for (let place = placeFrom(points, first); place < points.length && points[place]! < end; place += 1) {
    for (let entry = starts[place]!; entry < starts[place + 1]!; entry += 1) if (!allowed || allowed[of[entry]!]) found(customers[of[entry]!]!, entry, points[place]!)
  }
}

/** Some pages of histories of one block: `places` are those of the block's customers among all who have a history under the filters. */
type Block = { places: Uint32Array; pages: { page: HistoryPage; allowed: Uint8Array | undefined }[] }
type Blocks = { size: number; blocks: Block[] }

/** All histories under the filters. */
const historiesUnder = async (ctx: Context, filters: Filters): Promise<Blocks> => {
  const filtered = filteredDimensions(filters)
  const { first, blocks } = await histories(ctx, historyGrainFor(new Set(filtered)), filters)
  const rest = filtered.filter(key => key !== first)
  let size = 0
  const found = blocks.map((own): Block => {
    const pages = own.map(page => ({ page, allowed: allowedIn(page, filters, rest) }))
    const places = new Uint32Array(historyBlockSize)
    for (const { page, allowed } of pages) for (const [history, customer] of page.customers.entries()) if (!allowed || allowed[history]) places[customer] = 1
    for (let customer = 0; customer < historyBlockSize; customer += 1) if (places[customer]) places[customer] = size++
    return { places, pages }
  })
  return { size, blocks: found }
}

const standingIn = async ({ size, blocks }: Blocks, month: number): Promise<Standing> => {
  const standing: Standing = { cents: new Float64Array(size), orders: new Uint16Array(size) }
  const rest = breather()
  for (const { places, pages } of blocks) {
    for (const { page, allowed } of pages) {
      eachEntry(page, page.months, allowed, -Infinity, month, (customer, entry) => {
        standing.cents[places[customer]!]! += page.months.cents[entry]!
        standing.orders[places[customer]!]! += page.months.orders[entry]!
      })
    }
    await rest()
  }
  return standing
}

const movesIn = async ({ blocks }: Blocks, month: number): Promise<Moves> => {
  const [next, rest] = [monthAfter(month), breather()]
  const perDay = new Uint32Array(next - month)
  for (const { pages } of blocks) {
    for (const { page, allowed } of pages) eachEntry(page, page.days, allowed, month, next, (_customer, _entry, day) => void (perDay[day - month]! += 1))
    await rest()
  }
  const starts = new Uint32Array(perDay.length + 1)
  for (const [day, entries] of perDay.entries()) starts[day + 1] = starts[day]! + entries
  const [to, all] = [starts.slice(), starts.at(-1)!]
  const moves: Moves = { starts, customers: new Uint32Array(all), cents: new Float64Array(all), orders: new Uint8Array(all) }
  for (const { places, pages } of blocks) {
    for (const { page, allowed } of pages) {
      eachEntry(page, page.days, allowed, month, next, (customer, entry, day) => {
        const at = to[day - month]!
        to[day - month] = at + 1
        moves.customers[at] = places[customer]!
        moves.cents[at] = page.days.cents[entry]!
        moves.orders[at] = page.days.orders[entry]!
      })
    }
    await rest()
  }
  return moves
}

/** What is found for each of some months is kept until a customer's history changes. */
const byMonth = async <T extends object>(ctx: Context, name: string, filters: Filters, months: number[], find: (blocks: Blocks, month: number) => Promise<T>, bytesOf: (found: T) => number) => {
  const wanted = [...new Set(months)]
  const load = async (missing: Place[]) => {
    const blocks = await historiesUnder(ctx, filters)
    const pages = new Map<Place, Page & { found: T }>()
    for (const place of missing) {
      const found = await find(blocks, dayOf(place))
      pages.set(place, { found, bytes: bytesOf(found) })
    }
    return pages
  }
  const pages = await ctx.pages.derive<Page & { found: T }>(`${name}/${wordsOf(filters)}`, wanted.map((month): Place => `all ${month}`), load)
  return new Map(wanted.map((month, i) => [month, pages[i]!.found]))
}

/** Where a day is best counted from: the start of the nearer month, on or back by the days between. */
const wayTo = (day: number) => {
  const [month, next] = [monthOf(day), monthAfter(monthOf(day))]
  return day - month <= next - day ? { month, base: month, from: 0, to: day - month, sign: 1 } : { month, base: next, from: day - month, to: next - month, sign: -1 }
}

/** The start of a day, or with `cutAt` the end of that minute of it. */
export type Moment = { day: number; cutAt: string | null }

type Way = { base: Standing; moves: Moves | undefined; from: number; to: number; sign: number; until: Until[] }
/** What a block's customers did on a day that is cut. */
type Until = { places: Uint32Array; page: HistoryPage; allowed: Uint8Array | undefined }

const untilCut = async (ctx: Context, filters: Filters, { day, cutAt }: Moment): Promise<Until[]> => {
  if (cutAt === null) return []
  const until = await buyersUntil(ctx, day, cutAt)
  const placesIn = await byMonth(ctx, 'places', filters, [0], async ({ blocks }) => blocks.map(({ places }) => places), blocks => blocks.length * historyBlockSize * 4)
  const [filtered, blocks] = [filteredDimensions(filters), await blocksOfCustomers(ctx)]
  return blocks.flatMap((block, i) => {
    const page = until.get(block)
    return page ? [{ places: placesIn.get(0)![i]!, page, allowed: allowedIn(page, filters, filtered) }] : []
  })
}

const waysTo = async (ctx: Context, filters: Filters, moments: Moment[]): Promise<Way[]> => {
  const months = [...(await keptMonths(ctx, 'total', 'month'))].sort((a, b) => a - b)
  const [first, end] = [months[0] ?? 0, months.length ? monthAfter(months.at(-1)!) : 0]
  const ways = moments.map(({ day }) => wayTo(Math.max(first, Math.min(end, day))))
  const bases = await byMonth(ctx, 'standings', filters, ways.map(({ base }) => base), standingIn, ({ cents }) => cents.length * 10)
  const moved = ways.filter(({ from, to }) => from < to).map(({ month }) => month)
  const moves = await byMonth(ctx, 'moves', filters, moved, movesIn, ({ customers }) => customers.length * 13 + 200)
  const until: Until[][] = []
  for (const moment of moments) until.push(await untilCut(ctx, filters, moment))
  return ways.map(({ month, base, from, to, sign }, i) => ({ base: bases.get(base)!, moves: moves.get(month), from, to, sign, until: until[i]! }))
}

/** Room for standings that are neither kept nor made anew for each question: fresh megabytes would be swept up all the time. */
const room: Standing[] = []

const roomFor = (i: number, { cents, orders }: Standing): Standing => {
  if (room[i]?.cents.length !== cents.length) room[i] = { cents: new Float64Array(cents.length), orders: new Uint16Array(cents.length) }
  room[i]!.cents.set(cents)
  room[i]!.orders.set(orders)
  return room[i]!
}

const arrive = ({ base, moves, from, to, sign, until }: Way, i: number): Standing => {
  if (from === to && until.length === 0) return base
  const standing = roomFor(i, base)
  const { cents, orders } = standing
  if (moves) {
    for (let entry = moves.starts[from]!; entry < moves.starts[to]!; entry += 1) {
      const customer = moves.customers[entry]!
      cents[customer] = cents[customer]! + sign * moves.cents[entry]!
      orders[customer] = orders[customer]! + sign * moves.orders[entry]!
    }
  }
  for (const { places, page, allowed } of until) {
    eachEntry(page, page.days, allowed, -Infinity, Infinity, (customer, entry) => {
      cents[places[customer]!]! += page.days.cents[entry]!
      orders[places[customer]!]! += page.days.orders[entry]!
    })
  }
  return standing
}

/** Looks at the standing of all customers (by their places, the same at each) at some moments, which are lent for as long as `look` takes. */
export const standingsAt = async <T>(ctx: Context, filters: Filters, moments: Moment[], look: (standings: Standing[]) => T): Promise<T> =>
  look((await waysTo(ctx, filters, moments)).map(arrive))
