import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type VisitGrain, visitGrains, type VisitKey } from '../db/rollup/grains.ts'
import { daysOfMonth, monthOf, type Point, toDay } from '../queries/period.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { type Filters, wordsOf } from './filters.ts'
import { keptMonths, linesOf, untilCut } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { codesOf } from './sums.ts'

/** Which customers of a block of ids: one bit each, in bytes from the highest bit on as PostgreSQL has them. */
type Bits = Uint8Array
const bitBytes = blockSize / 8

/** Some customers of a block: as ids within the block where they are few, else as bits. Never changed. */
export type Customers = { ids: Uint16Array } | { bits: Bits }

/** Who bought under some filters: by code of one of the keys (0 without one), block by block. */
export type Visitors = { code: number; block: number; who: Customers }[]

/** A grain of daily_customers under some filters, by the values of one of its keys or all together. */
export type VisitsView = { grain: string; filters: Filters; by: VisitKey | undefined }

/** Who of a block of customers bought, at a value of each of the grain's keys. */
type Buyers = { codes: number[]; block: number; who: Customers }

/** Who bought on a day or in a month. `cutAt`: only what came up to that minute. */
export type VisitsPage = Page & { buyers: Buyers[]; cutAt: string | null }

const grainNamed = (name: string): VisitGrain => {
  const grain = visitGrains.find(one => one.name === name)
  if (!grain) throw new Error(`no grain "${name}"`)
  return grain
}

/** From this many ids on, bits take less room. */
const mostIds = bitBytes / 2

const idsIn = (bits: Bits): Uint16Array | undefined => {
  const ids: number[] = []
  for (let byte = 0; byte < bitBytes; byte += 1) {
    if (!bits[byte]) continue
    for (let bit = 0; bit < 8; bit += 1) if (bits[byte]! & (0x80 >> bit)) ids.push(byte * 8 + bit)
    if (ids.length >= mostIds) return undefined
  }
  return Uint16Array.from(ids)
}

const setIds = (bits: Bits, ids: Uint16Array) => {
  for (let i = 0; i < ids.length; i += 1) bits[ids[i]! >> 3]! |= 0x80 >> (ids[i]! & 7)
}

const words = (bits: Bits) => new Uint32Array(bits.buffer, bits.byteOffset, bits.byteLength / 4)

/** Two lists of ids in order as one. */
const merged = (one: Uint16Array, other: Uint16Array): Uint16Array => {
  const ids = new Uint16Array(one.length + other.length)
  let [i, j, length] = [0, 0, 0]
  while (i < one.length && j < other.length) {
    const [a, b] = [one[i]!, other[j]!]
    ids[length++] = a < b ? a : b
    if (a <= b) i += 1
    if (b <= a) j += 1
  }
  while (i < one.length) ids[length++] = one[i++]!
  while (j < other.length) ids[length++] = other[j++]!
  return ids.subarray(0, length)
}

/** All who are in one of these. */
export const union = (sets: Customers[]): Customers => {
  if (sets.length === 1) return sets[0]!
  const [one, other] = sets
  if (sets.length === 2 && one && other && 'ids' in one && 'ids' in other) return { ids: merged(one.ids, other.ids) }
  const bits = new Uint8Array(bitBytes)
  const into = words(bits)
  for (const set of sets) {
    if ('ids' in set) setIds(bits, set.ids)
    else for (let word = 0, from = words(set.bits); word < into.length; word += 1) into[word]! |= from[word]!
  }
  return { bits }
}

/** Those that are among others. */
const among = (set: Customers, others: Bits): Customers =>
  'ids' in set ? { ids: set.ids.filter(id => (others[id >> 3]! & (0x80 >> (id & 7))) !== 0) } : { bits: set.bits.map((byte, i) => byte & others[i]!) }

/** How many there are. */
export const countOf = (set: Customers): number => {
  if ('ids' in set) return set.ids.length
  const own = words(set.bits)
  let count = 0
  for (let i = 0; i < own.length; i += 1) {
    // Hacker's Delight, 5-1
    let word = own[i]!
    if (word === 0) continue
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

const buyersOf = (codes: number[], block: number, bits: Bits): Buyers => {
  const ids = idsIn(bits)
  return { codes, block, who: ids ? { ids } : { bits: new Uint8Array(bits) } }
}

const pageOf = (buyers: Buyers[], cutAt: string | null): VisitsPage => ({
  buyers, cutAt, bytes: buyers.reduce((sum, one) => sum + 150 + ('ids' in one.who ? one.who.ids.byteLength : bitBytes), 0),
})

type Row = { day: number; block: number; bits: Uint8Array } & Record<VisitKey, string>

// bit_send is how a bit string travels in binary: its length in four bytes, then the bits
const fromRollup = ({ name, keys }: VisitGrain, period: Point['period'], days: number[]) => sql<Row>`
  select day - date '1970-01-01' as day, ${sql.raw(keys.map(key => `${key}, `).join(''))} block, bit_send(bits) as bits
  from daily_customers where grain = ${name} and period = ${period} and day = any(${days.map(toDay)}::date[])
  order by day`

type LinesRow = { day: number; ids: string } & Record<VisitKey, string>

/** The same by the lines: those of `condition` (on `t`), by day or month. */
const fromLines = ({ keys }: VisitGrain, period: Point['period'], condition: ReturnType<typeof untilCut>) => {
  const day = period === 'day' ? sql`t.ordered_on` : sql`date_trunc('month', t.ordered_on::timestamp)::date`
  const columns = keys.map(key => sql`${sql.ref({ category: 'p.category', region: 't.region', channel: 't.channel' }[key])} as ${sql.ref(key)}`)
  const held = sql.raw(['day', ...keys].join(', '))
  return sql<LinesRow>`
    select day - date '1970-01-01' as day, ${sql.raw(keys.map(key => `${key}, `).join(''))} ${numbersOf(sql`customer_id`)} as ids
    from (
      select distinct ${sql.join([sql`${day} as day`, ...columns, sql`t.customer_id`])}
      from transactions t ${keys.includes('category') ? sql`join products p on p.id = t.product_id` : sql``}
      where t.status = 'completed' and t.customer_id <> 0 and ${condition}
    ) visits
    group by ${held} order by day`
}

const codesIn = (row: Record<VisitKey, string>, keys: VisitKey[]) => keys.map(key => codesOf[key].codeOf(row[key]))

const buyersIn = (row: LinesRow, keys: VisitKey[]): Buyers[] => {
  const blocks = Map.groupBy(asNumbers(row.ids), id => Math.floor(id / blockSize))
  return [...blocks].map(([block, ids]) => {
    const bits = new Uint8Array(bitBytes)
    setIds(bits, Uint16Array.from(ids, id => id % blockSize))
    return buyersOf(codesIn(row, keys), block, bits)
  })
}

/** How many days or months are read at once: bit strings of each value and block. */
const daysAtOnce = 31

/** Where the rollup does not keep the grain, the lines are read. */
const load = async (ctx: Context, grain: VisitGrain, missing: Place[]): Promise<Map<Place, VisitsPage>> => {
  const found = new Map<Place, Buyers[]>(missing.map(place => [place, []]))
  const rest = breather()
  for (const period of ['month', 'day'] as const) {
    const kept = await keptMonths(ctx, grain.name, period)
    const days = missing.filter(place => place.startsWith(period)).map(dayOf)
    for (const batch of batches(days.filter(day => kept.has(monthOf(day))), daysAtOnce)) {
      for (const row of await ctx.read(fromRollup(grain, period, batch))) {
        found.get(`${period} ${row.day}`)?.push(buyersOf(codesIn(row, grain.keys), row.block, row.bits.subarray(4)))
        await rest()
      }
    }
    for (const batch of batches(days.filter(day => !kept.has(monthOf(day))), daysAtOnce)) {
      for (const row of await ctx.read(fromLines(grain, period, linesOf(period, batch)))) {
        found.get(`${period} ${row.day}`)?.push(...buyersIn(row, grain.keys))
        await rest()
      }
    }
  }
  return new Map([...found].map(([place, buyers]) => [place, pageOf(buyers, null)]))
}

/** The pages of a grain at these days and months. */
const visitsAt = (ctx: Context, grain: string, points: Point[]): Promise<VisitsPage[]> =>
  ctx.pages.get(`visits/${grain}`, points.map(placeOf), missing => load(ctx, grainNamed(grain), missing))

/** A day up to and with a minute of it, local time; kept until the minute is over. */
const pageUntil = async (ctx: Context, grain: string, day: number, cutAt: string): Promise<VisitsPage> => {
  const named = grainNamed(grain)
  const read = async (missing: Place[]) => {
    const rows = await ctx.read(fromLines(named, 'day', sql`t.ordered_on = ${toDay(day)}::date and ${untilCut(ctx, cutAt)}`))
    return new Map(missing.map(place => [place, pageOf(rows.flatMap(row => buyersIn(row, named.keys)), cutAt)]))
  }
  const [page] = await ctx.pages.get(`visits until a minute in ${ctx.workspace.timezone}/${grain}`, [placeOf({ period: 'day', day })], read, kept => kept.cutAt === cutAt)
  return page!
}

/** The customers of each block that are of these segments: a segment is the customer's own. */
const customersOf = async (ctx: Context, segments: string[]): Promise<Map<number, Bits>> => {
  const known = await ctx.once('customers by segment', async () => {
    const rows = await ctx.read(sql<{ segment: string; block: number; bits: Uint8Array }>`select segment, block, bit_send(bits) as bits from segment_customers`)
    return Map.groupBy(rows.map(row => ({ ...row, bits: new Uint8Array(row.bits.subarray(4)) })), ({ segment }) => segment)
  })
  const chosen = new Map<number, Bits>()
  for (const { block, bits } of segments.flatMap(segment => known.get(segment) ?? [])) {
    const into = chosen.get(block) ?? new Uint8Array(bitBytes)
    chosen.set(block, into)
    for (let byte = 0; byte < bitBytes; byte += 1) into[byte] = into[byte]! | bits[byte]!
  }
  return chosen
}

/** What a view leaves of a page. */
const viewing = async (ctx: Context, { grain, filters, by }: VisitsView) => {
  const { keys } = grainNamed(grain)
  const chosen = filters.segment && (await customersOf(ctx, filters.segment))
  return ({ buyers }: VisitsPage): Visitors => {
    const wanted = keys.map(key => filters[key] && new Set(filters[key].map(codesOf[key].find)))
    const key = by === undefined ? -1 : keys.indexOf(by)
    const passing = buyers.filter(({ codes, block }) => codes.every((code, i) => !wanted[i] || wanted[i].has(code)) && (!chosen || chosen.has(block)))
    const groups = Map.groupBy(passing, ({ codes, block }) => `${key < 0 ? 0 : codes[key]} ${block}`)
    return [...groups.values()].map(own => {
      const { codes, block } = own[0]!
      const all = union(own.map(({ who }) => who))
      return { code: key < 0 ? 0 : codes[key]!, block, who: chosen ? among(all, chosen.get(block)!) : all }
    })
  }
}

/** A month of a view: who bought on each day, or in all of it. */
export type Visits = Page & { visitors: Visitors[] }

const bytesOf = (visitors: Visitors) => visitors.reduce((sum, { who }) => sum + 150 + ('ids' in who ? who.ids.byteLength : bitBytes), 100)

/** Months of a view, each by day or as a whole. */
export const visits = (ctx: Context, view: VisitsView, period: Point['period'], months: number[]): Promise<Visits[]> => {
  const { grain, filters, by } = view
  const load = async (missing: Place[]) => {
    const points = missing.map(dayOf).map((month): Point[] => (period === 'day' ? daysOfMonth(month) : [{ period, day: month }]))
    const pages = await visitsAt(ctx, grain, points.flat())
    const visitorsIn = await viewing(ctx, view)
    const rest = breather()
    const found = new Map<Place, Visits>()
    let next = 0
    for (const [i, place] of missing.entries()) {
      const visitors: Visitors[] = []
      for (const page of pages.slice(next, (next += points[i]!.length))) {
        visitors.push(visitorsIn(page))
        await rest()
      }
      found.set(place, { visitors, bytes: visitors.reduce((sum, own) => sum + bytesOf(own), 0) })
    }
    return found
  }
  return ctx.pages.derive(`visitors/${grain}/${by ?? ''}/${wordsOf(filters)}/${period}`, months.map(day => placeOf({ period: 'month', day })), load)
}

/** Who of a view bought on a day up to and with a minute of it. */
export const visitsUntil = async (ctx: Context, view: VisitsView, day: number, cutAt: string): Promise<Visitors> =>
  (await viewing(ctx, view))(await pageUntil(ctx, view.grain, day, cutAt))
