import { chosen, type Choice, type Kept, type MonthSpread } from './choice.ts'
import { type Codes, inOrder, type Lines, textKeys } from './columns.ts'
import { arrayCell, dayCell, instantCell, nothing, textCell, whole } from './copy-text.ts'
import { blockSize, type Grain, type Key } from './grains.ts'
import { addedUp, type Column, type Groups, groupedBy, numbered, rowsByGroup } from './grouping.ts'
import { keys, measures } from './lines.ts'
import { markOrders, type Orders } from './order-marks.ts'

/** Rows of daily_metrics from order lines of whole months, as lineTables makes them in SQL (lines.ts), some ten times as fast. */

/** Rows that are summed further: of days, or of months. */
type Table = {
  size: number
  period: 'day' | 'month'
  day: Int32Array
  month: Int32Array
  keys: Partial<Record<Key, Column>>
  sums: Record<string, Float64Array>
  newest: Float64Array
}

export type Sorted = Record<(typeof textKeys)[number], readonly string[]>

const column = ({ of, values }: Codes): Column => ({ of, count: values.length })
const picked = (source: ArrayLike<number>, { first }: Groups) => Int32Array.from(first, row => source[row]!)

const newestOf = (values: Float64Array, { of, count }: Groups) => {
  const newest = new Float64Array(count).fill(-Infinity)
  for (let row = 0; row < of.length; row++) if (values[row]! > newest[of[row]!]!) newest[of[row]!] = values[row]!
  return newest
}

/** The rows of a table with the same of these keys as one, by day or by month. */
const narrowed = (table: Table, held: Key[], period: Table['period']): Table => {
  const when = period === 'day' ? table.day : table.month
  const columns = held.map(key => table.keys[key]!)
  const groups = groupedBy([numbered(when), ...columns], table.size)
  const of = (one: Column): Column => ({ of: picked(one.of, groups), count: one.count })
  return {
    size: groups.count,
    period,
    day: picked(when, groups),
    month: picked(table.month, groups),
    keys: Object.fromEntries(held.map((key, i) => [key, of(columns[i]!)])),
    sums: Object.fromEntries(Object.entries(table.sums).map(([name, values]) => [name, addedUp(values, groups)])),
    newest: period === table.period ? newestOf(table.newest, groups) : new Float64Array(groups.count).fill(-Infinity),
  }
}

/** Orders with the set of their categories, a row each. */
const basketsOf = (lines: Lines, coded: Record<(typeof textKeys)[number], Codes>, { orders, from, rows }: Orders) => {
  const sets: number[][] = []
  const known = new Map<string, number>()
  const sold = Uint32Array.from({ length: orders.count }, (_, i) => i).filter(i => lines.sold[orders.first[i]!])
  const least = (codes: Codes, own: Uint32Array) => own.reduce((low, row) => Math.min(low, codes.of[row]!), Infinity)
  const place = {
    categories: new Uint32Array(sold.length),
    region: [] as number[],
    channel: [] as number[],
    segment: [] as number[],
  }
  for (const [row, order] of sold.entries()) {
    const own = rows.subarray(from[order], from[order + 1])
    const set = [...new Set(Array.from(own, line => coded.category.of[line]!))].sort((a, b) => a - b)
    const name = set.join()
    let code = known.get(name)
    if (code === undefined) known.set(name, (code = sets.push(set) - 1))
    place.categories[row] = code
    for (const key of ['region', 'channel', 'segment'] as const) place[key].push(least(coded[key], own))
  }
  const when = (days: Int32Array) => Int32Array.from(sold, order => days[orders.first[order]!]!)
  const table: Table = {
    size: sold.length,
    period: 'day',
    day: when(lines.day),
    month: when(lines.month),
    keys: {
      categories: { of: place.categories, count: sets.length },
      region: { of: place.region, count: coded.region.values.length },
      channel: { of: place.channel, count: coded.channel.values.length },
      segment: { of: place.segment, count: coded.segment.values.length },
    },
    sums: { in_order: new Float64Array(sold.length).fill(1) },
    newest: new Float64Array(sold.length).fill(-Infinity),
  }
  return { table, names: sets.map(set => set.map(code => coded.category.values[code]!)) }
}

/** How many different values a column has in each month. */
const different = (
  months: Column & { values: number[] },
  values: ArrayLike<number>,
  where?: (row: number) => boolean,
) => {
  const seen = months.values.map(() => new Set<number>())
  for (let row = 0; row < values.length; row++) if (!where || where(row)) seen[months.of[row]!]!.add(values[row]!)
  return new Map(months.values.map((month, i) => [month, seen[i]!.size]))
}

export const monthSums = (lines: Lines, sorted: Sorted) => {
  const coded = {
    category: inOrder(lines.category, sorted.category),
    region: inOrder(lines.region, sorted.region),
    channel: inOrder(lines.channel, sorted.channel),
    segment: inOrder(lines.segment, sorted.segment),
  }
  const [days, months, products] = [numbered(lines.day), numbered(lines.month), numbered(lines.product)]
  const { marked, ...ofOrders } = markOrders(lines, coded.category, [days])
  const baskets = basketsOf(lines, coded, ofOrders)
  const all: Table = {
    size: lines.size,
    period: 'day',
    day: lines.day,
    month: lines.month,
    keys: {
      product_id: products,
      category: column(coded.category),
      region: column(coded.region),
      channel: column(coded.channel),
      segment: column(coded.segment),
    },
    sums: { ...lines.sums, ...marked },
    newest: lines.newest,
  }
  const cells = narrowed(all, ['product_id', ...textKeys], 'day')
  const tables = { cells, base: narrowed(cells, [...textKeys], 'day'), baskets: baskets.table }
  const monthly = {
    cells: narrowed(cells, ['product_id', ...textKeys], 'month'),
    base: narrowed(tables.base, [...textKeys], 'month'),
    baskets: narrowed(baskets.table, ['categories', 'region', 'channel', 'segment'], 'month'),
  }

  const spreads = (): MonthSpread[] => {
    const count = (values: ArrayLike<number>, where?: (row: number) => boolean) => different(months, values, where)
    const blocks = lines.customer.map(id => Math.floor(id / blockSize))
    const found = {
      days: count(lines.day),
      blocks: count(blocks, row => lines.sold[row] === 1 && lines.customer[row] !== 0),
      product_id: count(products.of),
      category: count(coded.category.of),
      region: count(coded.region.of),
      channel: count(coded.channel.of),
      segment: count(coded.segment.of),
    }
    const sets = different(numbered(baskets.table.month), baskets.table.keys.categories!.of)
    const held = rowsByGroup(months)
    return months.values
      .map((month, i) => ({
        month: dayCell(month),
        lines: held.from[i + 1]! - held.from[i]!,
        ...(Object.fromEntries(Object.entries(found).map(([name, of]) => [name, of.get(month)!])) as {
          [Name in keyof typeof found]: number
        }),
        categories: sets.get(month) ?? 0,
      }))
      .sort((a, b) => (a.month < b.month ? -1 : 1))
  }

  const names: Record<Key, string[]> = {
    product_id: products.values.map(whole),
    category: coded.category.values.map(textCell),
    region: coded.region.values.map(textCell),
    channel: coded.channel.values.map(textCell),
    segment: coded.segment.values.map(textCell),
    categories: baskets.names.map(arrayCell),
  }

  function* rowsOf({ grain, ...kept }: Kept<Grain>): Generator<string> {
    for (const period of ['day', 'month'] as const) {
      if (kept[period].length === 0) continue
      const source = (period === 'day' ? tables : monthly)[grain.from]
      const table = narrowed(source, grain.keys, period)
      const isKept = new Set(kept[period])
      const held = keys.map(key => {
        const codes = table.keys[key as Key]
        return (row: number) => (codes ? names[key as Key][codes.of[row]!]! : nothing)
      })
      const sums = measures.map(name => table.sums[name === 'orders' ? grain.orders : name])
      for (let row = 0; row < table.size; row++) {
        if (!isKept.has(dayCell(table.month[row]!))) continue
        const cells = [grain.name, period, dayCell(table.day[row]!)]
        for (const key of held) cells.push(key(row))
        for (const sum of sums) cells.push(sum ? whole(sum[row]!) : '0')
        cells.push(instantCell(table.newest[row]!))
        yield cells.join('\t')
      }
    }
  }

  const choice: Choice = chosen(spreads())
  function* rows(): Generator<string> {
    for (const kept of choice.sums) yield* rowsOf(kept)
  }
  return { choice, coded, rows }
}
