/**
 * Whether customers buy more or less than the model thinks, these days: season, a campaign, growth. BG/NBD knows one pace for all time.
 *
 *   pace(w) = (A + 20) / (E + 20)       A: known customers who bought in the last w days,   E: how many BG/NBD expected of the same customers
 *   pace    = pace(H/9) × (pace(H/9) / pace(H/3))^0.6,    kept within ½ … 2
 *
 * The twenty customers of doubt leave small shops at 1. So few days (ten of ninety), because seasons turn: of a wave a year long, the last ninety days
 * say nothing about the ninety to come, a quarter of a wave away; the last ten say a good half, and what changed since the month before goes on
 * changing for a while. A pace is taken to last ninety days at most: the next H days are as long as H + (pace − 1) · min(H, 90) days of the model.
 */
import { probabilityOfNone, type BgNbd } from './bgnbd.ts'
import { purchaseSummary, type History } from './history.ts'

const doubt = 20
const momentum = 0.6
const bound = 2
const lasting = 90

/** The pace of the last days up to `asOf` (up to the last purchase of anybody, should data end before), for scores over `horizon` days. */
export function currentPace(histories: readonly History[], asOf: number, horizon: number, model: BgNbd): number {
  const end = histories.reduce(
    (latest, { days }) => Math.max(latest, days.findLast(day => day <= asOf) ?? -Infinity),
    -Infinity,
  )
  const over = (width: number): number => {
    const start = end - width
    let active = 0
    let expected = 0
    for (const history of histories) {
      const summary = purchaseSummary(history, start)
      if (!summary) continue
      expected += 1 - probabilityOfNone(model, summary, width)
      if (history.days.some(day => day > start && day <= end)) active++
    }
    return (active + doubt) / (expected + doubt)
  }
  const now = over(Math.max(7, Math.round(horizon / 9)))
  const before = over(Math.max(21, Math.round(horizon / 3)))
  return Math.min(bound, Math.max(1 / bound, now * (now / before) ** momentum))
}

/** How many of the model's days the next `horizon` days are worth at this pace. */
export const daysAtPace = (horizon: number, pace: number): number => horizon + (pace - 1) * Math.min(horizon, lasting)
