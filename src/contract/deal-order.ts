import { z } from 'zod'

/** The columns of the list of deals, as they are named in a sentence. */
const columns = {
  name: 'name',
  customer: 'customer',
  rep: 'representative',
  team: 'team',
  region: 'region',
  stage: 'stage',
  amount: 'amount',
  probability: 'probability',
  weighted: 'weighted value',
  created: 'day of creation',
  expected: 'expected close',
  closed: 'day of closing',
  age: 'age',
  in_stage: 'days in stage',
  overdue: 'days overdue',
  slipped: 'days slipped',
} as const

export type DealSort = keyof typeof columns
export const dealSorts = Object.keys(columns) as [DealSort, ...DealSort[]]
const directions = ['desc', 'asc'] as const
type Direction = (typeof directions)[number]

/** Unknown comes last in either direction. Stages go by their order. */
export const dealOrder = {
  sort: z.enum(dealSorts).default('amount'),
  direction: z.enum(directions).default('desc'),
}

const words: readonly DealSort[] = ['name', 'customer', 'rep', 'team', 'region', 'stage']
const days: readonly DealSort[] = ['created', 'expected', 'closed']

/** "by amount", "by age, lowest first", "by expected close, earliest first", "by name". */
export const dealOrderWords = (sort: DealSort, direction: Direction) => {
  const named = words.includes(sort)
  if ((direction === 'asc') === named) return `by ${columns[sort]}${days.includes(sort) ? ', latest first' : ''}`
  return `by ${columns[sort]}, ${named ? 'last to first' : days.includes(sort) ? 'earliest first' : 'lowest first'}`
}
