/** The columns of the list of products, as they are named in a sentence. */
const columns = {
  revenue: 'revenue',
  units: 'units',
  orders: 'orders',
  price: 'average price',
  previous: 'revenue before',
  growth: 'change',
  name: 'name',
  category: 'category',
} as const

export type ProductSort = keyof typeof columns
export const productSorts = Object.keys(columns) as [ProductSort, ...ProductSort[]]
type Direction = 'desc' | 'asc'

/** "by units", "by change, lowest first", "by name". */
export const productOrderWords = (sort: ProductSort, direction: Direction) => {
  const usual = sort === 'name' || sort === 'category' ? 'asc' : 'desc'
  return `by ${columns[sort]}${direction === usual ? '' : usual === 'asc' ? ', Z to A' : ', lowest first'}`
}
