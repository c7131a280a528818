import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api, Meta, Result } from '#contract'
import { type Measure, measureNames } from '#contract/measures.ts'
import { seededRandom } from '#stats/math/random.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Deal, type Line, type Status, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { addDays } from '../../time/calendar.ts'
import { rounded } from '../period.ts'

/** Revenue answers against the rows themselves, gone through one by one: over ranges, filters and grains. */
const now = new Date('2026-11-22T10:30:00Z')
const today = '2026-11-22'
const random = seededRandom(11)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!
const statuses: Status[] = ['completed', 'completed', 'completed', 'completed', 'pending', 'cancelled', 'refunded']
const products = Object.fromEntries(
  Array.from({ length: 7 }, (_, i) => [`P${i}`, { category: `C${i % 4}`, cost: i === 3 ? null : 1 + i }]),
)
const customers = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [`K${i}`, { segment: `S${i % 3}`, region: `R${i % 2}` }]),
)
const reps = ['Rita', 'Rob', 'Ron']

const lines: Line[] = Array.from({ length: 420 }, (_, i): Line[] => {
  const time = `${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`
  const order = {
    order: `O${i}`,
    at: `${addDays('2026-07-01', below(145))}T${time}:00Z`,
    customer: below(9) === 0 ? null : `K${below(30)}`,
    region: `R${below(3)}`,
    channel: `H${below(2)}`,
    ...(below(5) === 0 ? {} : { rep: oneOf(reps) }),
  }
  return Array.from({ length: 1 + below(3) }, (): Line => {
    const status = oneOf(statuses)
    const sign = status === 'refunded' && below(4) > 0 ? -1 : 1
    const quantity = sign * (1 + below(4))
    return { ...order, product: `P${below(7)}`, status, quantity, amount: (sign * (1 + below(30_000))) / 100 }
  })
}).flat()

const deals: Deal[] = Array.from({ length: 150 }, (_, i) => {
  const created = addDays('2026-06-20', below(150))
  const closed = below(3) === 0 ? null : addDays(created, below(60))
  const isClosed = closed !== null && closed <= today
  return {
    name: `D${i}`,
    customer: `K${below(30)}`,
    stage: isClosed ? oneOf(['closed-won', 'closed-lost']) : 'lead',
    amount: below(6) === 0 ? null : (1 + below(900_000)) / 100,
    created,
    closed: isClosed ? closed : null,
  }
})

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, { products, customers, reps, lines, deals })
  app = await buildApp({ database, now: () => now, requestsPerMinute: 1e6 })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Filters = Partial<Record<'category' | 'region' | 'channel' | 'segment', string[]>>
const ask = async <Answer>(path: string, filters: Filters = {}, more: Record<string, string> = {}): Promise<Answer> => {
  const query = new URLSearchParams(more)
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value)
  const response = await app.inject({ url: `/api/revenue/${path}?${query}`, headers: { host: 'localhost' } })
  if (response.statusCode !== 200) throw new Error(`${path}?${query}: ${response.body}`)
  return response.json()
}

const someFilters: Filters[] = [
  {},
  { category: ['C0', 'C2'] },
  { segment: ['S1'], region: ['R0', 'R2'] },
  { category: ['C1', 'C3'], channel: ['H1'], segment: ['S0', 'S2'] },
]
const ranges: Record<string, string>[] = [
  {},
  { start_date: '2026-08-10', end_date: '2026-10-31' },
  { start_date: '2026-11-10', end_date: '2026-12-05' },
]
const cases = someFilters.flatMap(filters => ranges.map(range => ({ filters, range })))

type Row = Line & { on: string; time: string; category: string; segment: string; cost: number | null }
const rows: Row[] = lines.map(line => ({
  ...line,
  on: line.at.slice(0, 10),
  time: line.at.slice(11, 16),
  ...products[line.product]!,
  segment: line.customer === null ? '' : customers[line.customer]!.segment,
}))
const under = (filters: Filters) =>
  rows.filter(row =>
    Object.entries(filters).every(([key, values]) => values.includes(String(row[key as keyof Filters]))),
  )
type Cut = { start: string; end: string; cutAt?: string | null }
const inWindow = ({ on, time }: { on: string; time: string }, { start, end, cutAt }: Cut) =>
  on >= start && (on < end || (on === end && (!cutAt || time <= cutAt)))
const sold = (of: Row[]) => of.filter(({ status }) => status === 'completed')
/** A refund counts where it says what was given back. */
const counting = (of: Row[]) =>
  of.filter(({ status, amount }) => status === 'completed' || (status === 'refunded' && amount <= 0))
const sum = (values: number[], decimals = 2) =>
  rounded(
    values.reduce((total, value) => total + value, 0),
    decimals,
  )
const money = (of: Row[]) => sum(counting(of).map(({ amount }) => amount))
const ordersIn = (of: Row[]) => new Set(sold(of).map(({ order }) => order)).size
const known = (of: Row[]) => counting(of).filter(({ cost }) => cost !== null)

const figures: Record<Exclude<Measure, 'win-rate' | 'pipeline'>, (of: Row[]) => number | null> = {
  revenue: money,
  orders: ordersIn,
  'average-order': of => (ordersIn(of) ? rounded(money(of) / ordersIn(of), 2) : null),
  customers: of => new Set(sold(of).flatMap(({ customer }) => customer ?? [])).size,
  margin: of =>
    known(of).length || counting(of).length === 0
      ? sum(known(of).map(({ amount, quantity, cost }) => amount - (quantity ?? 1) * (cost ?? 0)))
      : null,
  units: of => sum(counting(of).map(({ quantity }) => quantity ?? 1)),
  refunds: of => -sum(counting(of).flatMap(({ amount, status }) => (status === 'refunded' ? amount : []))) || 0,
}

/** Of the deals only the region applies: the customer's. */
const dealsUnder = ({ region }: Filters) =>
  deals.filter(({ customer }) => !region || region.includes(customers[customer]!.region))
const closedIn = (filters: Filters, { start, end }: Cut) =>
  dealsUnder(filters).filter(({ closed }) => closed && closed >= start && closed <= end)
const openAt = (filters: Filters, day: string) =>
  sum(
    dealsUnder(filters)
      .filter(({ created, closed }) => created! <= day && (!closed || closed > day))
      .map(({ amount }) => amount ?? 0),
  )
const winRate = (of: Deal[]) =>
  of.length ? rounded((100 * of.filter(({ stage }) => stage === 'closed-won').length) / of.length, 2) : null

type Trends = Result<Api['revenue']['trends']>
const placeOf = (point: Trends['data'][0], { comparison }: Meta): Cut | null =>
  point.previousDate === null
    ? null
    : {
        start: point.previousDate,
        end: point.previousEndDate!,
        cutAt: point.previousEndDate === comparison?.end ? comparison.cutAt : null,
      }

const valueIn = (measure: Measure, filters: Filters, window: Cut): number | null => {
  if (measure === 'win-rate') return winRate(closedIn(filters, window))
  if (measure === 'pipeline') return openAt(filters, window.end)
  return figures[measure](under(filters).filter(row => inWindow(row, window)))
}

describe('a trend of each measure is what the rows say, bucket by bucket', () => {
  test.each(measureNames)('%s', async measure => {
    let compared = 0
    for (const { filters, range } of cases) {
      for (const granularity of ['day', 'week', 'month']) {
        const { data, meta } = await ask<Trends>('trends', filters, { ...range, granularity, measure })
        const first = measure === 'win-rate' || measure === 'pipeline' ? '2026-06-20' : '2026-07-01'
        for (const point of data) {
          const { date: start, endDate: end } = point
          const expected = start > today ? null : valueIn(measure, filters, { start, end })
          const n = measure === 'win-rate' && start <= today ? closedIn(filters, { start, end }).length : null
          expect([filters, start, granularity, point.value, point.n]).toEqual([
            filters,
            start,
            granularity,
            expected,
            n,
          ])
          const place = placeOf(point, meta)
          const before = place && place.end >= first ? valueIn(measure, filters, place) : null
          expect([filters, place, point.previousValue]).toEqual([filters, place, before])
          if (before !== null) compared += 1
        }
      }
    }
    expect(compared).toBeGreaterThan(100)
  })
})

const keyOf: Record<string, (row: Row) => string> = {
  category: row => row.category,
  region: row => row.region!,
  channel: row => row.channel!,
  segment: row => row.segment || 'Unknown',
  product: row => row.product,
  customer: row => row.customer ?? 'No customer',
  rep: row => row.rep ?? 'No sales rep',
}

const windowsOf = ({ range, comparison }: Meta): [Cut, Cut | null] => [range!, comparison?.known ? comparison : null]

/** Revenue of each part in both windows, by name. */
const partsIn = (filters: Filters, by: string, meta: Meta) => {
  const [range, earlier] = windowsOf(meta)
  return Map.groupBy(
    counting(under(filters)).filter(row => inWindow(row, range) || (earlier && inWindow(row, earlier))),
    keyOf[by]!,
  )
}
const inRange = (of: Row[], meta: Meta) => of.filter(row => inWindow(row, meta.range!))
const before = (of: Row[], meta: Meta) => {
  const [, earlier] = windowsOf(meta)
  return earlier ? money(of.filter(row => inWindow(row, earlier))) : null
}

describe('taken apart', () => {
  test.each(Object.keys(keyOf))(
    'by %s: each part is what its rows say, and all add up',
    async by => {
      for (const { filters, range } of cases) {
        const all = await ask<Result<Api['revenue']['breakdown']>>('breakdown', filters, { ...range, by, limit: '100' })
        const parts = partsIn(filters, by, all.meta)
        expect(all.data.rows.map(row => [row.name, row.revenue, row.previousRevenue]).toSorted()).toEqual(
          [...parts].map(([name, of]) => [name, money(inRange(of, all.meta)), before(of, all.meta)]).toSorted(),
        )
        for (const row of all.data.rows) {
          const of = inRange(parts.get(row.name)!, all.meta)
          const covered = money(known(of))
          const margin = figures.margin(of) ?? 0
          expect([row.name, row.orders, row.marginPercent]).toEqual([
            row.name,
            ordersIn(of),
            covered > 0 ? rounded((margin / covered) * 100, 2) : null,
          ])
        }
        const few = (await ask<typeof all>('breakdown', filters, { ...range, by, limit: '2' })).data
        const total = sum([...few.rows.map(({ revenue }) => revenue), few.rest.revenue])
        expect(total).toBe(money(inRange(under(filters), all.meta)))
        expect(few.rest.parts + few.rows.length).toBe(parts.size)
      }
    },
    60_000,
  )

  test.each(Object.keys(keyOf))(
    'movers by %s: the largest in money, and all add up to the change',
    async by => {
      for (const { filters, range } of cases) {
        const { data, meta } = await ask<Result<Api['revenue']['movers']>>('movers', filters, {
          ...range,
          by,
          limit: '3',
        })
        const changes = [...partsIn(filters, by, meta)].map(([name, of]): [string, number] => [
          name,
          rounded(money(inRange(of, meta)) - (before(of, meta) ?? 0), 2),
        ])
        const largest = (sign: 1 | -1) =>
          changes
            .map(([, change]) => change)
            .filter(change => sign * change > 0)
            .toSorted((a, b) => sign * (b - a))
            .slice(0, 3)
        expect(data.gains.map(({ change }) => change)).toEqual(largest(1))
        expect(data.losses.map(({ change }) => change)).toEqual(largest(-1))
        for (const { name, change } of [...data.gains, ...data.losses])
          expect([name, change]).toEqual(changes.find(([other]) => other === name))
        const all = [...data.gains, ...data.losses, data.otherGains, data.otherLosses, data.unchanged]
        expect(sum(all.map(({ change }) => change ?? 0))).toBe(data.change)
      }
    },
    60_000,
  )

  test.each([
    ['category', 'region'],
    ['region', 'category'],
    ['segment', 'channel'],
  ])(
    '%s by %s: each cell is what its rows say; rows, columns and all add up',
    async (rows, columns) => {
      for (const { filters, range } of cases) {
        for (const limit of ['2', '12']) {
          type Matrix = Result<Api['revenue']['matrix']>
          const { data, meta } = await ask<Matrix>('matrix', filters, { ...range, rows, columns, limit })
          const here = inRange(counting(under(filters)), meta)
          for (const row of data.rows) {
            expect(sum(row.cells.map(({ revenue }) => revenue))).toBe(row.revenue)
            for (const [i, cell] of row.cells.entries()) {
              const column = data.columns[i]!.name
              const own = here.filter(
                one =>
                  (row.name === null
                    ? data.rows.every(({ name }) => name !== keyOf[rows]!(one))
                    : keyOf[rows]!(one) === row.name) &&
                  (column === null
                    ? data.columns.every(({ name }) => name !== keyOf[columns]!(one))
                    : keyOf[columns]!(one) === column),
              )
              expect([row.name, column, cell.revenue]).toEqual([row.name, column, money(own)])
            }
          }
          expect(sum(data.rows.map(({ revenue }) => revenue))).toBe(data.total.revenue)
          expect(sum(data.columns.map(({ revenue }) => revenue))).toBe(data.total.revenue)
          expect(data.total.revenue).toBe(money(here))
        }
      }
    },
    60_000,
  )

  test('what makes no sense is refused in a sentence', async () => {
    const refused = async (url: string) => (await app.inject({ url: `/api/revenue/${url}` })).json().error.message
    expect(await refused('matrix?rows=region&columns=region')).toBe(
      'columns: expected another dimension than rows, got "region" twice',
    )
    expect(await refused('breakdown?by=colour')).toMatch(/^by: .*"segment".*"rep".*got "colour"/)
  })

  test('an answer that is the same has the same ETag', async () => {
    for (const path of ['breakdown?by=rep', 'movers?by=customer', 'matrix']) {
      const { etag } = (await app.inject({ url: `/api/revenue/${path}` })).headers
      const again = await app.inject({ url: `/api/revenue/${path}`, headers: { 'if-none-match': String(etag) } })
      expect([path, again.statusCode]).toEqual([path, 304])
    }
  })
})
