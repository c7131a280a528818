/**
 * The pipeline as it was known on one day. Deal models are trained and judged on snapshots only: a snapshot shows what
 * had happened by its day, the follow-up what came by a later one, and a deal still open then is censored, neither won
 * nor lost.
 */
import { InvalidData } from '../errors.ts'

/**
 * One deal. Days on any common zero; `stages` in order of `enteredOn`; `closedOn` and `won` null while open. `amount`
 * must be what was hoped for while the deal was open: a source that writes 0 on losing gives the outcome away.
 */
export type Deal = {
  createdOn: number
  amount: number
  rep: string
  stages: readonly { stage: string; enteredOn: number }[]
  closedOn: number | null
  won: boolean | null
}

/** A deal open on the snapshot's day. `age`: days since it was created. */
export type OpenDeal = { stage: string; age: number; amount: number; rep: string }

/** `followed`: days from the snapshot to its close, or to the end of the follow-up while `outcome` is "open". */
export type FollowedDeal = OpenDeal & { followed: number; outcome: 'won' | 'lost' | 'open' }

/** The deals open at the end of `day`, in the stage they had then, and what came of them by the end of `until`. */
export function snapshot(deals: readonly Deal[], day: number, until: number): FollowedDeal[] {
  if (!(until >= day)) throw new InvalidData(`the follow-up ends on day ${until}, before the snapshot's day ${day}`)
  return deals.flatMap(deal => {
    checkDeal(deal)
    const { createdOn, amount, rep, stages, closedOn, won } = deal
    const stage = stages.findLast(({ enteredOn }) => enteredOn <= day)?.stage
    if (createdOn > day || stage === undefined || (closedOn !== null && closedOn <= day)) return []
    const closed = closedOn !== null && closedOn <= until
    return [
      {
        stage,
        age: day - createdOn,
        amount,
        rep,
        followed: (closed ? closedOn : until) - day,
        outcome: closed ? (won ? 'won' : 'lost') : 'open',
      },
    ]
  })
}

/**
 * Throws InvalidData for a deal that cannot be: NaN, a negative amount, closed before it was created, an outcome
 * without a day.
 */
export function checkDeal({ createdOn, amount, closedOn, won }: Deal): void {
  const possible = Number.isFinite(createdOn) && amount >= 0 && Number.isFinite(amount)
  const closed = (closedOn === null) === (won === null) && (closedOn === null || closedOn >= createdOn)
  if (!possible || !closed)
    throw new InvalidData(
      `no such deal: created on day ${createdOn}, amount ${amount}, closed on day ${closedOn}, won ${won}`,
    )
}
