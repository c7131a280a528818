/** The dimensions of a question, in the order in which grains name them. */
export const dimensions = ['category', 'region', 'channel', 'segment'] as const
export type Dimension = (typeof dimensions)[number]

/** What a row of daily_metrics may be about. Columns that a grain does not hold are null. */
export type Key = Dimension | 'product_id' | 'categories'

/** `orders`: which lines stand for one order in it (lines.ts); `from`: the table of cells it is summed from. */
export type Grain = {
  name: string
  keys: Key[]
  from: 'base' | 'cells' | 'baskets'
  orders: 'in_order' | 'in_category' | 'in_product'
}

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
const product = (name: string, keys: Dimension[]): Grain => ({
  name,
  keys: ['product_id', 'category', ...keys],
  from: 'cells',
  orders: 'in_product',
})

/** Orders by the set of categories they touch: counts orders exactly under any choice of several categories. */
const basket = (name: string, keys: Dimension[]): Grain => ({
  name,
  keys: ['categories', ...keys],
  from: 'baskets',
  orders: 'in_order',
})

export const grains: Grain[] = [
  ...[[], ...dimensions.map((key): Key[] => [key]), ...pairs, [...ofOrders], [...dimensions]].map(plain),
  product('product', []),
  product('product+region', ['region']),
  product('product+channel', ['channel']),
  product('product+segment', ['segment']),
  product('product+all', [...ofOrders]),
  basket('baskets', []),
  ...ofOrders.map(key => basket(`baskets+${key}`, [key])),
  basket('baskets+all', [...ofOrders]),
]

/** How many customers one bit string of daily_customers is about. */
export const blockSize = 16_384

/** What customers are told apart by: their orders' dimensions. Segment is the customer's own. */
export const visitKeys = ['category', 'region', 'channel'] as const
export type VisitKey = (typeof visitKeys)[number]
/** `from`: the finer grain that its bit strings are joined from; null for the lines. */
export type VisitGrain = { name: string; keys: VisitKey[]; from: string | null }

const visitName = (keys: VisitKey[]) => ['customers', ...keys].join('+')
const visitGrain = (keys: VisitKey[], from: VisitKey[] | null): VisitGrain => ({
  name: visitName(keys),
  keys,
  from: from && visitName(from),
})

/**
 * Each after the one it is made from, which is the smallest that will do: regions and channels are fewer than
 * categories.
 */
export const visitGrains: VisitGrain[] = [
  visitGrain([...visitKeys], null),
  visitGrain(['category', 'region'], [...visitKeys]),
  visitGrain(['category', 'channel'], [...visitKeys]),
  visitGrain(['region', 'channel'], [...visitKeys]),
  visitGrain(['category'], ['category', 'channel']),
  visitGrain(['region'], ['region', 'channel']),
  visitGrain(['channel'], ['region', 'channel']),
  visitGrain([], ['channel']),
]

/** How many ids of customers one block has. */
export const historyBlockSize = 512

/** How changed customers are noted (changed_customers). */
export const historyBlockOf = (customer: number) => Math.floor(customer / historyBlockSize)

/** How many different values each key has in a month, how many lines and days with any, and blocks of customers. */
export type Spread = { lines: number; days: number; blocks: number } & Record<Key, number>

/** Below this, a month's lines are quicker to read than its finer rows are to keep. */
const fewLines = 5000

/**
 * Whether a grain's rows of a month are kept; elsewhere the lines themselves are read. Finer rows are kept while there
 * are clearly fewer of them than lines. The total is always kept; by month also each dimension, products and sets of
 * categories: their rows also say which values there are.
 */
export const isKept = (grain: Grain, period: 'day' | 'month', spread: Spread): boolean => {
  // a product has one category
  const counted = grain.keys.filter(key => !(key === 'category' && grain.from === 'cells'))
  if (counted.length === 0 || (period === 'month' && counted.length === 1)) return true
  const cells = counted.reduce((product, key) => product * spread[key], 1)
  if (period === 'month') return cells * (spread.lines < fewLines ? 5 : 1) <= spread.lines
  return (spread.lines >= fewLines || counted.length === 1) && cells * spread.days <= spread.lines
}

/** The same for bit strings of customers, which take longer to make and more room. */
export const areVisitsKept = ({ keys }: VisitGrain, period: 'day' | 'month', spread: Spread): boolean => {
  if (keys.length <= 1) return true
  const cells = keys.reduce((product, key) => product * spread[key], spread.blocks)
  return cells * (period === 'day' ? spread.days : 1) * 5 <= spread.lines
}

/** The smallest grain whose rows can be grouped and filtered by these dimensions. */
export const grainFor = (wanted: ReadonlySet<Dimension>, byProduct = false): string => {
  const needed = dimensions.filter(key => wanted.has(key) && !(byProduct && key === 'category'))
  if (byProduct) return needed.length === 0 ? 'product' : needed.length === 1 ? `product+${needed[0]}` : 'product+all'
  if (needed.length === 0) return 'total'
  // without a category only a grain without categories counts an order once
  return needed.length <= 2 || !needed.includes('category') ? needed.join('+') : 'all'
}

export const basketGrainFor = (wanted: ReadonlySet<Dimension>): string => {
  const needed = ofOrders.filter(key => wanted.has(key))
  return needed.length > 1 ? 'baskets+all' : ['baskets', ...needed].join('+')
}

/** The grain of daily_customers that tells customers apart by these dimensions. */
export const visitGrainFor = (wanted: ReadonlySet<Dimension>): string =>
  visitName(visitKeys.filter(key => wanted.has(key)))

export type HistoryGrain = 'all' | VisitKey | 'region+channel' | 'full'

/** Which rows of customer_history hold exactly the customers of these dimensions. */
export const historyGrainFor = (wanted: ReadonlySet<Dimension>): HistoryGrain => {
  const needed = visitKeys.filter(key => wanted.has(key))
  if (needed.length > 1) return wanted.has('category') ? 'full' : 'region+channel'
  return needed[0] ?? 'all'
}
