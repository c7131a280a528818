/** The dimensions of a question, in the order in which grains name them. */
export const dimensions = ['category', 'region', 'channel', 'segment'] as const
export type Dimension = (typeof dimensions)[number]

/** What a row of daily_metrics may be about. Columns that a grain does not hold are null. */
export type Key = Dimension | 'product_id' | 'categories'

/** `orders`: which lines stand for one order in it (days.ts); `from`: the table of cells it is summed from. */
export type Grain = { name: string; keys: Key[]; from: 'base' | 'cells' | 'baskets'; orders: 'in_order' | 'in_category' | 'in_product' }

/** What all lines of an order share. */
const ofOrders = ['region', 'channel', 'segment'] as const

const pairs = dimensions.flatMap((one, i) => dimensions.slice(i + 1).map((other): Key[] => [one, other]))

const plain = (keys: Key[]): Grain => ({
  name: keys.length === 0 ? 'total' : keys.length === dimensions.length ? 'all' : keys.join('+'),
  keys,
  from: 'base',
  orders: keys.includes('category') ? 'in_category' : 'in_order',
})

/** By product; its category stands beside it, so that a filter on categories needs no further grain. */
const product = (name: string, keys: Dimension[]): Grain => ({ name, keys: ['product_id', 'category', ...keys], from: 'cells', orders: 'in_product' })

/** Orders by the set of categories they touch: counts orders exactly under any choice of several categories. */
const basket = (name: string, keys: Dimension[]): Grain => ({ name, keys: ['categories', ...keys], from: 'baskets', orders: 'in_order' })

export const grains: Grain[] = [
  ...[[], ...dimensions.map((key): Key[] => [key]), ...pairs, [...ofOrders], [...dimensions]].map(plain),
  product('product', []),
  product('product+region', ['region']),
  product('product+channel', ['channel']),
  product('product+segment', ['segment']),
  product('product+all', [...ofOrders]),
  basket('baskets', []),
  basket('baskets+all', [...ofOrders]),
]

/** How many different values each key has in a month, and how many lines. */
export type Spread = { lines: number; days: number } & Record<Key, number>

/** Below this, a month's lines are quicker to read than its finer rows are to keep. */
export const fewLines = 5000

/**
 * Whether a grain's rows of a month are kept; elsewhere the lines themselves are read. In a month of many lines all are, by day and
 * month; else the total and each dimension by day, and by month what cannot be more than a fifth of the lines. Each dimension is
 * always kept by month: that also says which values there are.
 */
export const isKept = (grain: Grain, period: 'day' | 'month', spread: Spread): boolean => {
  const single = grain.from === 'base' && grain.keys.length <= 1
  if (spread.lines >= fewLines || grain.name === 'total' || (single && period === 'month')) return true
  // a product has one category
  const counted = grain.keys.filter(key => !(key === 'category' && grain.from === 'cells'))
  const cells = counted.reduce((product, key) => product * spread[key], 1)
  return period === 'month' ? cells * 5 <= spread.lines : single && cells * spread.days <= spread.lines
}

/** The smallest grain whose rows can be grouped and filtered by these dimensions. */
export const grainFor = (wanted: ReadonlySet<Dimension>, byProduct = false): string => {
  const needed = dimensions.filter(key => wanted.has(key) && !(byProduct && key === 'category'))
  if (byProduct) return needed.length === 0 ? 'product' : needed.length === 1 ? `product+${needed[0]}` : 'product+all'
  if (needed.length === 0) return 'total'
  // without a category only a grain without categories counts an order once
  return needed.length <= 2 || !needed.includes('category') ? needed.join('+') : 'all'
}

export const basketGrainFor = (wanted: ReadonlySet<Dimension>): string =>
  dimensions.some(key => key !== 'category' && wanted.has(key)) ? 'baskets+all' : 'baskets'

/** Which rows of daily_customers or customer_history hold exactly the customers of these dimensions (segment is an attribute of the customer). */
export const customerGrainFor = (wanted: ReadonlySet<Dimension>): 'all' | 'category' | 'region' | 'channel' | 'full' => {
  const needed = (['category', 'region', 'channel'] as const).filter(key => wanted.has(key))
  return needed.length > 1 ? 'full' : (needed[0] ?? 'all')
}

/** How many customers one bit string of daily_customers is about. */
export const blockSize = 16_384
