import { products, reps, segments } from './catalog.ts'
import type { DemoCustomer } from './customers.ts'
import { random } from './random.ts'

export type DemoEvent = { stage: string; day: number; time: string }
type Expected = { amount: number; expectedClose: number }
/** What was expected of a deal before, and from then on. */
export type DemoChange = { day: number; time: string; before: Expected; after: Expected }
export type DemoDeal = {
  externalId: string
  name: string
  customer: DemoCustomer
  rep: string
  stage: string
  amount: number
  created: number
  expectedClose: number
  closed: number | null
  events: DemoEvent[]
  changes: DemoChange[]
}

/** Mean days in a stage and the chance to leave it for the next one rather than be lost. */
const journey = [
  { stage: 'lead', days: 18, goesOn: 0.72 },
  { stage: 'qualified', days: 25, goesOn: 0.74 },
  { stage: 'proposal', days: 29, goesOn: 0.75 },
  { stage: 'negotiation', days: 21, goesOn: 0.8 },
]
const categories = [...new Set(products.map(product => product.category))]
const yearDays = 365.25
const firstYear = 262
const growth = 1.12
/** Deals of the months before the data begins are under way in it. */
const daysBefore = 180

const time = (draw: ReturnType<typeof random>) =>
  `${String(8 + Math.floor(draw.next() * 10)).padStart(2, '0')}:${String(Math.floor(draw.next() * 60)).padStart(2, '0')}:00`

/** An offer is seldom what was first thought of, and a close that does not come is expected later. Draws are of its own. */
const changesOf = (
  seed: number,
  {
    created,
    number,
    amount,
    closed,
    lastDay,
  }: Record<'created' | 'number' | 'amount' | 'lastDay', number> & { closed: number | null },
  first: number,
  events: DemoEvent[],
) => {
  const draw = random(seed, 'deal changes', created, number)
  const offer = events.find(({ stage }) => stage === 'proposal')
  const [isRevised, factor] = [draw.chance(0.4), Math.exp(0.3 * draw.normal())]
  const guessed = isRevised ? Math.max(100, Math.round((amount * factor) / 100) * 100) : amount
  const moments: { day: number; time: string; amount?: number; expectedClose?: number }[] = []
  if (isRevised && guessed !== amount && offer) moments.push({ ...offer, amount })
  let expected = first
  for (let slips = 0; slips < 3; slips++) {
    const [after, by, at] = [1 + Math.floor(draw.next() * 6), 14 + Math.floor(draw.next() * 50), time(draw)]
    const day = expected + after
    if (day > lastDay || (closed !== null && day >= closed)) break
    expected += by
    moments.push({ day, time: at, expectedClose: expected })
  }
  moments.sort((a, b) => a.day - b.day || (a.time < b.time ? -1 : 1))
  let before: Expected = { amount: guessed, expectedClose: first }
  return moments.reduce(
    ({ changes }, { day, time: at, ...more }) => {
      const after = {
        ...before,
        ...('amount' in more ? { amount: more.amount } : { expectedClose: more.expectedClose }),
      } as Expected
      changes.push({ day, time: at, before, after })
      before = after
      return { changes, now: after }
    },
    { changes: [] as DemoChange[], now: before },
  )
}

/** A deal as it stands after `lastDay`: what happens later is not known yet and is cut. */
const deal = (
  seed: number,
  created: number,
  number: number,
  customers: readonly DemoCustomer[],
  lastDay: number,
): DemoDeal | undefined => {
  const draw = random(seed, 'deal', created, number)
  const there = customers.filter(({ acquired, leaves }) => acquired <= created && leaves > created)
  // larger companies negotiate; smaller ones order
  const customer = there.length
    ? draw.pick(there.filter(({ segment }) => segment !== 'smb' || draw.chance(0.35)))
    : undefined
  if (!customer) return undefined
  const home = reps.find(rep => rep.region === customer.region)?.team
  const team = reps.filter(rep => rep.team === home)
  // leads are handed out in turn
  const rep = team[(created * 7 + number * 5 + daysBefore * 7) % team.length] ?? draw.pick(team)
  const amount = Math.round((segments[customer.segment].deal * Math.exp(0.5 * draw.normal())) / 100) * 100
  const expectedClose = created + Math.round(draw.between(60, 130))
  const category = draw.pick(categories)
  // larger deals take longer and are won less often
  const size = Math.log10(Math.max(amount, 1000) / 20_000)
  const events: DemoEvent[] = []
  let at = created
  let stage = 'lead'
  let closed: number | null = null
  for (const [place, step] of journey.entries()) {
    events.push({ stage: step.stage, day: at, time: time(draw) })
    stage = step.stage
    at += 1 + Math.floor(draw.gamma(1.6, step.days * (1 + 0.35 * size)))
    const goesOn = draw.chance(Math.min(0.95, step.goesOn * rep.skill ** 0.5 * (1 - 0.08 * size)))
    if (at > lastDay) break
    if (!goesOn || place === journey.length - 1) {
      stage = goesOn ? 'closed-won' : 'closed-lost'
      closed = at
      events.push({ stage, day: at, time: time(draw) })
      break
    }
  }
  if (closed !== null && closed < 0) return undefined
  const { changes, now } = changesOf(seed, { created, number, amount, closed, lastDay }, expectedClose, events)
  return {
    externalId: `demo-d-${created + 1000}-${number}`,
    name: `${customer.company}: ${category.toLowerCase()}`,
    customer,
    rep: rep.name,
    stage,
    ...now,
    created,
    closed,
    events,
    changes,
  }
}

/** Every deal created up to `lastDay` that was still open when the data began, by day of creation. */
export function* dealsUpTo(seed: number, lastDay: number, customers: readonly DemoCustomer[]): Generator<DemoDeal> {
  for (let day = -daysBefore; day <= lastDay; day++) {
    // day 0 is a Monday
    const weekend = ((day % 7) + 7) % 7 >= 5
    const mean = (firstYear / yearDays) * growth ** (day / yearDays) * (weekend ? 0.2 : 1.32)
    const count = random(seed, 'deals', day).poisson(mean)
    for (let number = 0; number < count; number++) {
      const next = deal(seed, day, number, customers, lastDay)
      if (next) yield next
    }
  }
}

const quotaYear = { from: 2 * yearDays, to: 3 * yearDays }

/** Annual quota by rep: about what they won in the third year, over an attainment that lies between 55 and 135 %. */
export const quotas = (seed: number, customers: readonly DemoCustomer[]): Map<string, number> => {
  const lastDay = Math.floor(quotaYear.to)
  const won = new Map<string, number>()
  const known = customers.filter(({ acquired }) => acquired <= lastDay)
  for (const { rep, stage, amount, closed } of dealsUpTo(seed, lastDay, known))
    if (stage === 'closed-won' && (closed ?? 0) >= quotaYear.from) won.set(rep, (won.get(rep) ?? 0) + amount)
  const typical = [...won.values()].reduce((sum, value) => sum + value, 0) / reps.length
  return new Map(
    reps.map(({ name, target }) => {
      const yearly = 0.88 * (won.get(name) ?? 0) + 0.12 * typical
      return [name, Math.max(20_000, Math.round(yearly / target / 5000) * 5000)]
    }),
  )
}
