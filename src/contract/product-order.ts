import { z } from 'zod'

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
const directions = ['desc', 'asc'] as const
type Direction = (typeof directions)[number]

/** Unknown comes last in either direction. */
export const productOrder = {
  sort: z.enum(productSorts).default('revenue'),
  direction: z.enum(directions).default('desc'),
}

/** "by units", "by change, lowest first", "by name". */
export const productOrderWords = (sort: ProductSort, direction: Direction) => {
  const usual = sort === 'name' || sort === 'category' ? 'asc' : 'desc'
  return `by ${columns[sort]}${direction === usual ? '' : usual === 'asc' ? ', Z to A' : ', lowest first'}`
}
