import type { Company, Line } from './rows.ts'

/** A day of a month, as the moment an order came in. */
const at = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day, 10)).toISOString()

const season = [0.8, 0.85, 1, 1, 1.05, 1.05, 0.95, 0.75, 1, 1.1, 1.15, 1.3]

export const categories = ['Light', 'Furniture', 'Textiles']
const products = ['Lamp', 'Desk', 'Rug']
const weights = [5, 3, 2]
export const regions = ['North', 'South']
export const channels = ['Online', 'Shop']
/** Ada is an enterprise, Ben a small company. */
const customers = ['Ada', 'Ben']

/** Neither regular nor random: the same on every machine. */
const wobble = (n: number) => 1 + 0.12 * Math.sin(12.9 * n) * Math.cos(7.1 * n + 1)

export const people: Pick<Company, 'products' | 'customers'> = {
  products: Object.fromEntries(products.map((name, i) => [name, { category: categories[i]!, cost: null }])),
  customers: {
    Ada: { segment: 'enterprise', region: 'North' },
    Ben: { segment: 'smb', region: 'South' },
  },
}

/** Every combination of product, region, channel and customer. */
const cells = products.flatMap((product, p) =>
  regions.flatMap((region, r) =>
    channels.flatMap((channel, c) =>
      customers.map((customer, k) => ({ product, region, channel, customer, p, r, c, k })),
    ),
  ),
)

/**
 * Orders of months from a first to a last (YYYY-MM, both in): growing 1 % a month, with a season, one order a
 * combination on a day of its own; of the last month up to and with `lastDay`.
 */
export const monthsOfOrders = (first: string, last: string, lastDay = 31): Line[] => {
  const [year, month] = first.split('-').map(Number) as [number, number]
  const lines: Line[] = []
  for (let t = 0; ; t += 1) {
    const [y, m] = [year + Math.floor((month - 1 + t) / 12), ((month - 1 + t) % 12) + 1]
    const name = `${y}-${String(m).padStart(2, '0')}`
    if (name > last) return lines
    for (const [i, { product, region, channel, customer, p, r, c, k }] of cells.entries()) {
      const day = 1 + ((i * 5 + t) % 28)
      if (name === last && day > lastDay) continue
      const share = weights[p]! * (r ? 1 : 2) * (c ? 1 : 1.5) * (k ? 1 : 3)
      const amount = Math.round(share * 10_000 * season[m - 1]! * 1.01 ** t * wobble(t * 31 + i)) / 100
      lines.push({ order: `${name} ${i}`, at: at(y, m, day), customer, product, region, channel, amount })
    }
  }
}
