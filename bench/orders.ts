/**
 * Reads a file of orders for the customer benchmarks: CSV with a header that names `customer`, `date` (YYYY-MM-DD) and
 * `amount`, in any order.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { History } from '#stats/customers/history.ts'

/**
 * Days count from the file's first order; `last` is the day of its last. `returns`: lines with a negative amount, left
 * out (0 is a purchase).
 */
export type Orders = {
  histories: History[]
  last: number
  lines: number
  returns: number
  firstDate: string
  lastDate: string
}

const columns = ['customer', 'date', 'amount'] as const

/** Throws an Error that names the line of the first mistake. */
export function readOrders(file: string): Orders {
  const records = parse(readFileSync(file), {
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as unknown as {
    record: string[]
    info: { lines: number }
  }[]
  const header = records[0]?.record.map(name => name.toLowerCase()) ?? []
  const missing = columns.filter(name => !header.includes(name))
  if (missing.length > 0)
    throw new Error(
      `line 1: the header has no ${missing.join(', ')} (expected customer,date,amount; got "${header.join(',')}")`,
    )
  const [customerAt, dateAt, amountAt] = columns.map(name => header.indexOf(name)) as [number, number, number]

  const orders: { customer: string; day: number; amount: number }[] = []
  let returns = 0
  for (const { record, info } of records.slice(1)) {
    const customer = record[customerAt] ?? ''
    const date = record[dateAt] ?? ''
    const amount = record[amountAt] ?? ''
    if (customer === '') throw new Error(`line ${info.lines}: no customer`)
    const day = dayOf(date)
    if (day === null) throw new Error(`line ${info.lines}: "${date}" is not a date (expected YYYY-MM-DD)`)
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(amount)) {
      throw new Error(`line ${info.lines}: "${amount}" is not an amount (expected digits with a decimal point)`)
    }
    if (Number(amount) < 0) returns++
    else orders.push({ customer, day, amount: Number(amount) })
  }
  if (orders.length === 0) throw new Error(`${file}: no order`)

  orders.sort((one, other) => one.day - other.day)
  const first = orders[0]!.day
  const last = orders[orders.length - 1]!.day
  const byCustomer = new Map<string, { days: number[]; amounts: number[] }>()
  for (const { customer, day, amount } of orders) {
    const history = byCustomer.get(customer) ?? { days: [], amounts: [] }
    byCustomer.set(customer, history)
    history.days.push(day - first)
    history.amounts.push(amount)
  }
  return {
    histories: [...byCustomer.values()],
    last: last - first,
    lines: records.length - 1,
    returns,
    firstDate: dateOf(first),
    lastDate: dateOf(last),
  }
}

/** Days since 1970, or null for anything but an existing day. */
function dayOf(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const day = Date.parse(`${date}T00:00:00Z`) / 86_400_000
  return Number.isFinite(day) && dateOf(day) === date ? day : null
}

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
