import {
  bigCustomer,
  channels,
  companyWords,
  industries,
  people,
  regions,
  regionWeights,
  reps,
  segments,
  type Segment,
} from './catalog.ts'
import { random } from './random.ts'

/** Days are counted from the demo's start: 0 is its first day, earlier days are negative. */
export type DemoCustomer = {
  index: number
  externalId: string
  name: string
  company: string
  industry: string
  segment: Segment
  region: string
  channel: string
  /** Account manager, for what is sold directly. */
  rep: string
  /** First order, and the day after which the customer has gone. */
  acquired: number
  leaves: number
  ordersPerDay: number
  quantity: number
  /** Weight of each product category for this customer. */
  taste: (category: string) => number
}

const yearDays = 365.25
/** The company is older than its data: customers of its years before are there when the data begins. */
const yearsBefore = 2
const firstYearAcquisitions = 520
const acquisitionGrowth = 1.17

const segmentNames = Object.keys(segments) as Segment[]
const segmentWeights = segmentNames.map(name => segments[name].weight)

/** New customers per day around `day`: growth over the years, and a wave within each. */
const acquisitions = (day: number) => {
  const years = day / yearDays
  return (
    (firstYearAcquisitions / yearDays) *
    acquisitionGrowth ** years *
    (1 + 0.12 * Math.cos(2 * Math.PI * (years - 0.85)))
  )
}

const acquisitionChannels = (day: number) => {
  // over the years the web shop brings more of the new customers
  const online = Math.min(0.5, 0.3 + (0.07 * Math.max(0, day)) / yearDays)
  return [0.72 * (1 - online), online, 0.28 * (1 - online)]
}

const customer = (seed: number, index: number, acquired: number): DemoCustomer => {
  const draw = random(seed, 'customer', index)
  const segment = segmentNames[draw.weighted(segmentWeights)] as Segment
  const { ordersPerYear, lifeYears, quantity } = segments[segment]
  const region = regions[draw.weighted(regionWeights)] as string
  const team = reps.filter(rep => rep.region === region)
  const { first, second } = companyWords
  const place = (index * 7919) % (first.length * second.length)
  const company = `${first[place % first.length]} ${second[Math.floor(place / first.length)]}`
  const tastes = new Map<string, number>()
  return {
    index,
    externalId: `demo-c-${String(index).padStart(5, '0')}`,
    name: `${draw.pick(people.first)} ${draw.pick(people.last)}`,
    company,
    industry: draw.pick(industries),
    segment,
    region,
    channel: channels[draw.weighted(acquisitionChannels(acquired))] as string,
    rep: draw.pick(team).name,
    acquired,
    leaves: acquired + draw.exponential(lifeYears * yearDays),
    ordersPerDay: draw.gamma(2.2, ordersPerYear) / yearDays,
    quantity: quantity * draw.between(0.7, 1.4),
    taste: category => {
      const known = tastes.get(category)
      if (known !== undefined) return known
      const weight = 0.15 + random(seed, 'taste', index, category).gamma(1, 1)
      tastes.set(category, weight)
      return weight
    },
  }
}

/** Everybody acquired up to `lastDay` who was still a customer when the data began, oldest first. */
export const customersUpTo = (seed: number, lastDay: number): DemoCustomer[] => {
  const all: DemoCustomer[] = []
  let index = 0
  for (let day = Math.round(-yearsBefore * yearDays); day <= lastDay; day++) {
    const arrivals = random(seed, 'arrivals', day).poisson(acquisitions(day))
    for (let k = 0; k < arrivals; k++) {
      const next = customer(seed, ++index, day)
      if (next.leaves >= 0) all.push(next)
    }
  }
  const giant = customer(seed, 0, -400)
  all.unshift({
    ...giant,
    company: bigCustomer.name,
    segment: 'enterprise',
    region: 'Europe',
    channel: 'Direct sales',
    rep: 'Elena Marchetti',
    leaves: bigCustomer.leaves,
    ordersPerDay: bigCustomer.rate / yearDays,
    quantity: bigCustomer.quantity,
  })
  return all
}
