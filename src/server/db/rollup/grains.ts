/** The dimensions of a question, in the order in which grains name them. */
export const dimensions = ['category', 'region', 'channel', 'segment'] as const
export type Dimension = (typeof dimensions)[number]

/** `keys`: the columns a row of the grain is about. `orders`: which lines stand for one order in it (see days.ts). */
export type Grain = { name: string; keys: string[]; orders: 'in_order' | 'in_category' | 'in_product' | 'in_rep' }

const pairs = dimensions.flatMap((one, i) => dimensions.slice(i + 1).map(other => [one, other]))

const counted = (keys: string[]) => (keys.includes('category') ? 'in_category' : 'in_order')

/** Grains without products: total, each dimension, their pairs, and all four. */
export const plainGrains: Grain[] = [
  { name: 'total', keys: [], orders: 'in_order' },
  ...dimensions.map((key): Grain => ({ name: key, keys: [key], orders: counted([key]) })),
  ...pairs.map((keys): Grain => ({ name: keys.join('+'), keys, orders: counted(keys) })),
  { name: 'all', keys: [...dimensions], orders: 'in_category' },
]

/** Grains by product. Its category stands beside it, so that a filter on categories needs no further grain. */
export const productGrains: Grain[] = [
  { name: 'product', keys: ['product_id', 'category'], orders: 'in_product' },
  ...(['region', 'channel', 'segment'] as const).map(
    (key): Grain => ({ name: `product+${key}`, keys: ['product_id', 'category', key], orders: 'in_product' }),
  ),
  { name: 'product+all', keys: ['product_id', ...dimensions], orders: 'in_product' },
]

/** The smallest grain whose rows can be grouped and filtered by these dimensions. */
export const grainFor = (wanted: ReadonlySet<Dimension>, byProduct = false): string => {
  const needed = dimensions.filter(key => wanted.has(key) && !(byProduct && key === 'category'))
  if (byProduct) return needed.length === 0 ? 'product' : needed.length === 1 ? `product+${needed[0]}` : 'product+all'
  return needed.length === 0 ? 'total' : needed.length <= 2 ? needed.join('+') : 'all'
}

/** Orders under a choice of several categories, counted by the set of categories an order touches. */
export const basketGrainFor = (wanted: ReadonlySet<Dimension>): string =>
  dimensions.some(key => key !== 'category' && wanted.has(key)) ? 'baskets+all' : 'baskets'

/** Which rows of daily_customers or customer_history hold exactly the customers of these dimensions (segment is an attribute of the customer). */
export const customerGrainFor = (wanted: ReadonlySet<Dimension>): 'all' | 'category' | 'region' | 'channel' | 'full' => {
  const needed = (['category', 'region', 'channel'] as const).filter(key => wanted.has(key))
  return needed.length > 1 ? 'full' : (needed[0] ?? 'all')
}

/** How many customers one bit string of daily_customers is about. */
export const blockSize = 16_384
