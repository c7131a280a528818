/**
 * Which deal model to use: the one that would have done better last time. Both are fitted on what was known on the
 * snapshot's day and judged on the deals open that day which have been decided since, by the Brier score, mean (p −
 * won)². Deals still open are censored and judge nobody. The hazard is used only where it beats the stage rates; on a
 * tie, or with too few deals to judge, the simpler model stays.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { fitHazard, type Hazard } from './hazard.ts'
import { snapshot, type Deal, type OpenDeal } from './snapshot.ts'
import { stageRates, type StageRate } from './stage-rates.ts'

/**
 * `brier`: of each on the snapshot, null where it could not be judged. `decided` deals judged, `censored` left out.
 * `reason`: a sentence.
 */
export type DealModel = {
  method: 'stage-rates' | 'hazard'
  reason: string
  snapshotDay: number
  decided: number
  censored: number
  brier: { stageRates: number | null; hazard: number | null }
  rates: StageRate[]
  hazard: Hazard | null
  /** P(won) of a deal open on day `asOf`, 0–1; its stage must be configured. */
  probability: (deal: OpenDeal) => number
}

/** Fewer decided deals than this cannot tell two models apart. */
export const minimumDecided = 30

/**
 * Judges on the snapshot `follow` days (90) before `asOf`, then fits the winner on everything known on day `asOf`.
 * `period`: the hazard's, in days (30); `strength`: the prior's, in deals (10).
 */
export function chooseDealModel(
  deals: readonly Deal[],
  asOf: number,
  configured: readonly { stage: string; probability: number }[],
  { follow = 90, period = 30, strength = 10 }: { follow?: number; period?: number; strength?: number } = {},
): DealModel {
  const snapshotDay = asOf - follow
  const stages = new Set(configured.map(({ stage }) => stage))
  const test = snapshot(deals, snapshotDay, asOf).filter(({ stage }) => stages.has(stage))
  const judged = test.filter(({ outcome }) => outcome !== 'open')
  const rates = stageRates(deals, asOf, configured, { strength })
  const known = { snapshotDay, decided: judged.length, censored: test.length - judged.length, rates }
  const simple = (reason: string, brier: DealModel['brier']): DealModel => ({
    ...known,
    method: 'stage-rates',
    reason,
    brier,
    hazard: null,
    probability: byStage(rates),
  })
  if (judged.length < minimumDecided) {
    return simple(`stage rates: ${judged.length} decided deals on the last snapshot, fewer than ${minimumDecided}`, {
      stageRates: null,
      hazard: null,
    })
  }

  const brier = (predict: (deal: OpenDeal) => number): number =>
    judged.reduce((sum, deal) => sum + (predict(deal) - (deal.outcome === 'won' ? 1 : 0)) ** 2, 0) / judged.length
  const ofRates = brier(byStage(stageRates(deals, snapshotDay, configured, { strength })))
  const earlier = hazardOrReason(deals, snapshotDay, period)
  if (typeof earlier === 'string')
    return simple(`stage rates: the hazard ${earlier}`, { stageRates: ofRates, hazard: null })
  const ofHazard = brier(deal => earlier.outlook(deal).won)
  const scores = { stageRates: ofRates, hazard: ofHazard }
  if (!(ofHazard < ofRates)) {
    return simple(
      `stage rates: Brier score ${ofRates.toFixed(3)} on the last snapshot, hazard ${ofHazard.toFixed(3)}`,
      scores,
    )
  }
  const hazard = fitHazard(deals, asOf, { period })
  return {
    ...known,
    method: 'hazard',
    reason: `hazard: Brier score ${ofHazard.toFixed(3)} on the last snapshot, stage rates ${ofRates.toFixed(3)}`,
    brier: scores,
    hazard,
    probability: deal => hazard.outlook(deal).won,
  }
}

function byStage(rates: readonly StageRate[]): (deal: OpenDeal) => number {
  const known = new Map(rates.map(({ stage, probability }) => [stage, probability]))
  return ({ stage }) => {
    const probability = known.get(stage)
    if (probability === undefined) throw new InvalidData(`stage "${stage}" has no configured probability`)
    return probability
  }
}

function hazardOrReason(deals: readonly Deal[], until: number, period: number): Hazard | string {
  try {
    return fitHazard(deals, until, { period })
  } catch (error) {
    if (error instanceof NotEnoughData) return error.message
    throw error
  }
}
