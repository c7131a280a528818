import { describe, expect, it } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { exponential, normal, seededRandom } from '../math/random.ts'
import { sigmoid } from '../math/special.ts'
import { chooseDealModel } from './choose.ts'
import { fitHazard } from './hazard.ts'
import { snapshot, type Deal } from './snapshot.ts'
import { stageRates } from './stage-rates.ts'

const deal = (part: Partial<Deal>): Deal => ({
  createdOn: 0,
  amount: 100,
  rep: 'a',
  stages: [
    { stage: 'lead', enteredOn: 0 },
    { stage: 'offer', enteredOn: 10 },
  ],
  closedOn: null,
  won: null,
  ...part,
})
const configured = [
  { stage: 'lead', probability: 0.2 },
  { stage: 'offer', probability: 0.6 },
]

/** Deals over `days` days whose chances follow stage only, or rep and amount as well. */
function pipeline(seed: number, count: number, days: number, telling: boolean): Deal[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const createdOn = Math.floor(random() * days)
    const rep = `rep ${Math.floor(random() * 6)}`
    const size = normal(random)
    const offerAfter = Math.ceil(20 * exponential(random))
    const closeAfter = offerAfter + Math.ceil(40 * exponential(random))
    const chance = telling ? sigmoid(4 * (Number(rep.at(-1)) / 5 - 0.5) - 1.5 * size) : 0.45
    const closedOn = createdOn + closeAfter
    const closed = closedOn <= days
    const stages = [
      { stage: 'lead', enteredOn: createdOn },
      { stage: 'offer', enteredOn: createdOn + offerAfter },
    ]
    const won = random() < chance
    return {
      createdOn,
      amount: Math.exp(8 + size),
      rep,
      stages,
      closedOn: closed ? closedOn : null,
      won: closed ? won : null,
    }
  })
}

describe('snapshot', () => {
  const deals = [
    deal({}),
    deal({ closedOn: 30, won: true }),
    deal({ closedOn: 12, won: false }),
    deal({ createdOn: 21, stages: [{ stage: 'lead', enteredOn: 21 }] }),
    deal({ closedOn: 80, won: false }),
  ]
  it('shows what was open on the day in the stage it had, and what came of it', () => {
    expect(snapshot(deals, 20, 40)).toEqual([
      { stage: 'offer', age: 20, amount: 100, rep: 'a', followed: 20, outcome: 'open' },
      { stage: 'offer', age: 20, amount: 100, rep: 'a', followed: 10, outcome: 'won' },
      { stage: 'offer', age: 20, amount: 100, rep: 'a', followed: 20, outcome: 'open' },
    ])
    expect(snapshot(deals, 9, 40).map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'lead open',
      'lead won',
      'lead lost',
      'lead open',
    ])
  })
  it('refuses deals that cannot be', () => {
    for (const part of [
      { amount: NaN },
      { amount: -1 },
      { createdOn: Infinity },
      { closedOn: -5, won: true },
      { closedOn: 5 },
      { won: true },
    ]) {
      expect(() => snapshot([deal(part)], 0, 1)).toThrow(InvalidData)
    }
    expect(() => snapshot([], 5, 4)).toThrow(InvalidData)
  })
})

describe('stage rates', () => {
  const history = [
    ...Array.from({ length: 6 }, () => deal({ closedOn: 20, won: true })),
    ...Array.from({ length: 4 }, () => deal({ closedOn: 20, won: false })),
    ...Array.from({ length: 10 }, () => deal({ stages: [{ stage: 'lead', enteredOn: 0 }], closedOn: 5, won: false })),
    deal({}),
    deal({ closedOn: 90, won: true }),
  ]
  it('are the posterior mean of the record and the configured probability, per stage', () => {
    const [lead, offer] = stageRates(history, 60, configured, { strength: 10 })
    expect(lead).toMatchObject({
      stage: 'lead',
      won: 6,
      lost: 14,
      alpha: 8,
      beta: 22,
      probability: 8 / 30,
      configured: 0.2,
    })
    expect(offer).toMatchObject({ stage: 'offer', won: 6, lost: 4, alpha: 12, beta: 8, probability: 0.6 })
    // Beta(12, 8), 2.5 % and 97.5 %: R's qbeta.
    expect(offer!.lower).toBeCloseTo(0.3835779, 6)
    expect(offer!.upper).toBeCloseTo(0.7974786, 6)
  })
  it('are the configured ones without history or with an endless prior, the record with a weak prior', () => {
    expect(stageRates([], 60, configured).map(({ probability }) => probability)).toEqual([0.2, 0.6])
    const strong = stageRates(history, 60, configured, { strength: 1e9 }).map(({ probability }) => probability)
    expect(strong[0]).toBeCloseTo(0.2, 6)
    const weak = stageRates(history, 60, configured, { strength: 1e-9 }).map(({ probability }) => probability)
    expect(weak[0]).toBeCloseTo(6 / 20, 6)
  })
  it('count a deal once a stage, also when it went back, and learn nothing after `until`', () => {
    const back = deal({
      stages: ['lead', 'offer', 'lead', 'offer'].map((stage, k) => ({ stage, enteredOn: k })),
      closedOn: 20,
      won: true,
    })
    expect(stageRates([back], 20, configured).map(({ won }) => won)).toEqual([1, 1])
    expect(stageRates([back], 19, configured).map(({ won }) => won)).toEqual([0, 0])
  })
  it('take a configured 0 or 1, and refuse what is no probability', () => {
    const certain = stageRates([], 0, [
      { stage: 'lead', probability: 0 },
      { stage: 'offer', probability: 1 },
    ])
    expect(certain.map(({ lower, probability, upper }) => [lower, probability, upper])).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ])
    expect(() => stageRates([], 0, [{ stage: 'lead', probability: 20 }])).toThrow(InvalidData)
    expect(() => stageRates([], 0, configured, { strength: 0 })).toThrow(InvalidData)
  })
})

describe('hazard', () => {
  const deals = pipeline(3, 1500, 720, true)
  const hazard = fitHazard(deals, 720)
  const state = { stage: 'offer', age: 40, amount: Math.exp(8), rep: 'rep 3' }
  it('spreads P(won) over periods that add up to it', () => {
    const { won, byPeriod } = hazard.outlook(state)
    expect(byPeriod.every(p => p >= 0)).toBe(true)
    expect(byPeriod.reduce((sum, p) => sum + p, 0)).toBeCloseTo(won, 3)
    expect(won > 0 && won < 1).toBe(true)
  })
  it('has learnt that good reps and small deals win more', () => {
    const won = (part: Partial<typeof state>): number => hazard.outlook({ ...state, ...part }).won
    expect(won({ rep: 'rep 5' })).toBeGreaterThan(won({ rep: 'rep 0' }) + 0.3)
    expect(won({ amount: Math.exp(7) })).toBeGreaterThan(won({ amount: Math.exp(9) }) + 0.2)
    expect(won({ rep: 'somebody new' })).toBeGreaterThan(won({ rep: 'rep 0' }))
    expect(won({ rep: 'somebody new' })).toBeLessThan(won({ rep: 'rep 5' }))
  })
  it('recovers the share won and the pace of closing where they are the same for all', () => {
    const { won, byPeriod } = fitHazard(pipeline(4, 3000, 720, false), 720).outlook(state)
    expect(Math.abs(won - 0.45)).toBeLessThan(0.05)
    // Closing after the offer is exponential with mean 40 days: 1 − e^(−30/40) = 53 % close within the first 30.
    expect(Math.abs(byPeriod[0]! / won - 0.53)).toBeLessThan(0.08)
  })
  it('looks at nothing after `until`', () => {
    const known = deals
      .filter(({ createdOn }) => createdOn <= 500)
      .map(one => {
        const closed = one.closedOn !== null && one.closedOn <= 500
        return {
          ...one,
          stages: one.stages.filter(({ enteredOn }) => enteredOn <= 500),
          closedOn: closed ? one.closedOn : null,
          won: closed ? one.won : null,
        }
      })
    expect(fitHazard(deals, 500).outlook(state)).toEqual(fitHazard(known, 500).outlook(state))
  })
  it('refuses too few closings', () => expect(() => fitHazard(deals.slice(0, 20), 720)).toThrow(NotEnoughData))
})

describe('the choice', () => {
  it('takes the hazard where rep and amount tell more than the stage, by a lower Brier score', () => {
    const model = chooseDealModel(pipeline(3, 1500, 720, true), 720, configured)
    expect(model.method).toBe('hazard')
    expect(model.brier.hazard!).toBeLessThan(model.brier.stageRates! - 0.03)
    expect(model.snapshotDay).toBe(630)
    expect(model.reason).toMatch(/^hazard: Brier score 0\.\d{3} on the last snapshot, stage rates 0\.\d{3}$/)
    const state = { stage: 'offer', age: 40, amount: 3000, rep: 'rep 3' }
    expect(model.probability(state)).toBe(model.hazard!.outlook(state).won)
  })
  it('keeps the stage rates where they are no worse', () => {
    const model = chooseDealModel(
      pipeline(1, 600, 720, false),
      720,
      [
        { stage: 'lead', probability: 0.45 },
        { stage: 'offer', probability: 0.45 },
      ],
      { strength: 500 },
    )
    expect([model.method, model.hazard]).toEqual(['stage-rates', null])
    expect(model.brier.stageRates!).toBeLessThanOrEqual(model.brier.hazard!)
    expect(model.probability({ stage: 'offer', age: 1, amount: 1, rep: 'x' })).toBe(model.rates[1]!.probability)
    expect(() => model.probability({ stage: 'unheard', age: 1, amount: 1, rep: 'x' })).toThrow(InvalidData)
  })
  it('keeps the stage rates with too few deals to judge or to learn from, and says so', () => {
    const few = chooseDealModel(pipeline(3, 40, 720, true), 720, configured)
    expect([few.method, few.brier]).toEqual(['stage-rates', { stageRates: null, hazard: null }])
    expect(few.reason).toMatch(/^stage rates: \d+ decided deals on the last snapshot, fewer than 30$/)
    const young = chooseDealModel(pipeline(3, 200, 100, true), 100, configured, { follow: 60 })
    expect(young.reason).toMatch(/^stage rates: the hazard needs at least 50 closed deals, got \d+$/)
    expect(young.brier.hazard).toBeNull()
    expect(chooseDealModel([], 100, configured)).toMatchObject({ method: 'stage-rates', decided: 0, censored: 0 })
  })
})
