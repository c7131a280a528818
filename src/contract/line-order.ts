/** The columns of the list of order lines, as they are named in a sentence. */
const columns = {
  date: 'date',
  order: 'order number',
  customer: 'customer',
  product: 'product',
  category: 'category',
  region: 'region',
  channel: 'channel',
  rep: 'sales rep',
  status: 'status',
  quantity: 'quantity',
  price: 'unit price',
  discount: 'discount',
  amount: 'amount',
} as const

export type LineSort = keyof typeof columns
export const lineSorts = Object.keys(columns) as [LineSort, ...LineSort[]]
export const orderSorts = ['date', 'order', 'lines', 'quantity', 'amount'] as const
export type OrderSort = (typeof orderSorts)[number]
/** Of lines and of orders. */
export const lineColumns = [...lineSorts, 'lines', 'products'] as const
export type LineColumn = (typeof lineColumns)[number]
type Direction = 'desc' | 'asc'

export const lineStates = ['completed', 'pending', 'refunded', 'cancelled'] as const
export type LineState = (typeof lineStates)[number]

const words: readonly string[] = ['order', 'customer', 'product', 'category', 'region', 'channel', 'rep', 'status']
const named: Record<string, string> = { ...columns, lines: 'number of lines' }

/** "by date, oldest first", "by amount", "by customer, Z to A". */
export const lineOrderWords = (sort: LineSort | OrderSort, direction: Direction) => {
  const usual = words.includes(sort) ? 'asc' : 'desc'
  if (direction === usual) return `by ${named[sort]}${sort === 'date' ? ', newest first' : ''}`
  return `by ${named[sort]}, ${sort === 'date' ? 'oldest first' : usual === 'asc' ? 'Z to A' : 'lowest first'}`
}
