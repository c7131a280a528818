import type { Company, Deal, Line, Status } from './rows.ts'
import { random } from '../../src/server/db/demo/random.ts'

export const regions = ['North', 'East', 'West', 'Unknown']
export const segments = ['smb', 'enterprise', 'Unknown']
export const reps = ['Rita', 'Raul', 'Rosa']
const categories = ['Light', 'Furniture', 'Paper']
const products = ['Lamp', 'Bulb', 'Desk', 'Chair', 'Pad']
const stages = ['lead', 'qualified', 'proposal', 'negotiation', 'closed-won', 'closed-lost']
const statuses: Status[] = ['completed', 'pending', 'refunded', 'cancelled']

const day = 86_400_000
const first = Date.UTC(2025, 0, 1, 9)
export const until = Date.UTC(2026, 10, 22, 10)
const on = (at: number) => new Date(at).toISOString()
const dateOf = (at: number) => on(at).slice(0, 10)

const names = Array.from({ length: 60 }, (_, i) => `Customer ${i}`)

const linesOf = (seed: string, orders: number, from = first): Line[] => {
  const { pick, chance, between, weighted } = random('lines', seed)
  return Array.from({ length: orders }, (_, i) => {
    const customer = chance(0.06) ? null : names[Math.floor(between(0, 1) ** 2 * names.length)]!
    const at = on(from + Math.floor(between(0, (until - from) / 60_000)) * 60_000)
    const [region, channel] = [pick(regions), pick(['Online', 'Shop'])]
    return Array.from({ length: 1 + weighted([3, 1, 1]) }, () => {
      const status = statuses[weighted([20, 1, 2, 1])]!
      const sign = status === 'refunded' ? -1 : 1
      return {
        order: `${seed} ${i}`,
        at,
        product: pick(products),
        customer,
        amount: sign * Math.round(between(500, 50_000)) * 0.01,
        quantity: sign * Math.ceil(between(0, 4)),
        region,
        channel,
        status,
        ...(chance(0.8) && { rep: pick(reps) }),
      }
    })
  }).flat()
}

const dealsOf = (seed: string, count: number): Deal[] => {
  const { pick, chance, between } = random('deals', seed)
  return Array.from({ length: count }, (_, i) => {
    const began = first + Math.floor(between(0, (until - first) / day)) * day
    const reached = Math.floor(between(0, stages.length))
    const steps = [...stages.slice(0, Math.min(reached, 4)), stages[reached]!]
    const at = steps.map((_, step) => Math.min(began + step * Math.ceil(between(1, 30)) * day, until))
    const over = reached > 3
    return {
      name: `${seed} ${i}`,
      customer: pick(names),
      rep: chance(0.9) ? pick(reps) : null,
      stage: stages[reached]!,
      amount: chance(0.95) ? Math.round(between(100, 40_000)) : null,
      probability: chance(0.3) ? 0.4 : null,
      created: dateOf(began),
      expected: dateOf(began + 80 * day),
      closed: over ? dateOf(at.at(-1)!) : null,
      history: steps.map((stage, step): [string, string] => [stage, on(at[step]!)]),
      changes: chance(0.3) ? [[on(began + day), 1000, dateOf(began + 60 * day)]] : [],
    }
  })
}

/** Two years of orders and deals, in which every region, segment and representative has customers of its own and shares others. */
export const tradingCompany = (): Company => {
  const { pick, chance } = random('customers')
  return {
    products: Object.fromEntries(
      products.map((name, i) => [name, { category: categories[i % 3]!, cost: i ? i * 3 : null }]),
    ),
    customers: Object.fromEntries(
      names.map(name => [name, { segment: pick(segments), region: chance(0.8) ? pick(regions) : null }]),
    ),
    reps: reps.map((name, i) => ({
      name,
      team: `Team ${i % 2}`,
      quota: 10_000 * (i + 1),
      ...(i && { region: regions[i]! }),
    })),
    lines: linesOf('first', 500),
    deals: dealsOf('first', 60),
  }
}

/** What comes later, the last days above all. */
export const laterRows = (): Company => ({
  lines: [...linesOf('later', 25, until - 20 * day), ...linesOf('late', 10)],
  deals: dealsOf('later', 6),
})
