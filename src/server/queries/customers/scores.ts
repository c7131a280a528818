import type { Context } from '../../context.ts'
import type { Ledger } from '../../memory/accounts.ts'
import { ledgerUnder } from '../../memory/ledger.ts'
import { breather } from '../../memory/pages.ts'
import type { CustomerScores, Purchases } from '../../models/customer-scores.ts'
import { pipsPerUnit } from '../../money.ts'
import { toNumber } from '../../time/calendar.ts'
import { localParts } from '../../time/clock.ts'
import { asOfDay } from '../period.ts'

/** "Today" of scores. */
export const scoredOn = (ctx: Context): string =>
  asOfDay(localParts(ctx.now, ctx.workspace.timezone).date, ctx.newestOn)

type Bought = Omit<Purchases, 'asOf' | 'churnAfter'>

/**
 * Purchases of all customers, by their places in the ledger without filters. A purchase is a day with an order; what is
 * given back before the next one lessens it.
 */
const purchasesIn = async ({ ids, starts, days, orders, pips }: Ledger): Promise<Bought> => {
  const rest = breather()
  const bought: Bought = {
    starts: new Uint32Array(ids.length + 1),
    days: new Int32Array(days.length),
    amounts: new Float64Array(days.length),
  }
  let at = 0
  for (let place = 0; place < ids.length; place += 1) {
    const first = at
    bought.starts[place] = first
    for (let i = starts[place]!; i < starts[place + 1]!; i += 1) {
      const isFirst = i === starts[place]
      const amount = (pips[i]! - (isFirst ? 0 : pips[i - 1]!)) / pipsPerUnit
      if (orders[i]! > (isFirst ? 0 : orders[i - 1]!)) {
        bought.days[at] = days[i]!
        bought.amounts[at] = amount
        at += 1
      } else if (at > first) bought.amounts[at - 1]! += amount
    }
    if (place % 4096 === 0) await rest()
  }
  bought.starts[ids.length] = at
  return { ...bought, days: bought.days.slice(0, at), amounts: bought.amounts.slice(0, at) }
}

/** The scores of all customers, by their places in the ledger without filters: the same whoever asks for whom. */
export const scoresOf = <Need extends 'needed' | 'if ready'>(
  ctx: Context,
  need: Need,
): Promise<CustomerScores | (Need extends 'needed' ? never : null)> => {
  const [asOf, churnAfter] = [toNumber(scoredOn(ctx)), ctx.workspace.churnAfterDays]
  const inputs = async () => ({ ...(await purchasesIn(await ledgerUnder(ctx, {}))), asOf, churnAfter })
  return ctx.model('customerScores', { asOf, churnAfter }, inputs, need)
}
