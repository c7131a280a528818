import { sql } from 'kysely'
import type { Api, Asked } from '#contract'
import type { Context, Progress } from '../context.ts'
import { counted } from '../counted.ts'
import { exchangeAmounts, relabelAmounts } from '../db/currency/change.ts'
import { amountsHere, previewCurrency } from '../db/currency/preview.ts'
import type { Db } from '../db/database.ts'
import { settingsOf } from '../db/state.ts'
import { ApiError } from '../errors.ts'
import { digitsOf, moneyIn } from '../money.ts'
import { plainMeta } from './meta.ts'

type Change = Asked<Api['workspace']['change']>
type Asks = Pick<Change, 'amounts' | 'rate' | 'rate_of'> & { currency: string }

/** Units of a currency that are added up exactly (money.ts). */
const most = 900_000_000_000

const conflict = (words: string) => new ApiError(409, 'conflict', `currency: ${words}`)

const tooLarge = (rate: string, from: string, to: string) =>
  `at 1 ${from} = ${rate} ${to} amounts would come to more than ${most.toLocaleString('en')} ${to}, which is more than is added up exactly.`

const demoWords = (to: string) =>
  `the demo's amounts are invented, and go on being invented at the same size: they are called ${to}, not exchanged (amounts=relabel). Remove the demo data to exchange what is your own.`

/** In digits of either currency; no sum of after without a rate. */
const inOwn = ({ before, after }: { before: number; after: number | null }, from: string, to: string) => ({
  before: moneyIn(before, digitsOf(from)),
  after: after === null ? null : moneyIn(after, digitsOf(to)),
})

export const currencyChange = async (
  ctx: Context,
  { currency, rate }: { currency: string; rate?: string | undefined },
) => {
  const db = await ctx.begin()
  const from = ctx.workspace.currency
  const here = await amountsHere(db)
  const { revenue, dealValue, largest, ...counts } = await previewCurrency(db, rate ?? null)
  const refusal =
    rate === undefined
      ? null
      : here.invented
        ? demoWords(currency)
        : largest > most
          ? tooLarge(rate, from, currency)
          : null
  return {
    data: {
      from,
      amounts: here.real ? ('own' as const) : here.invented ? ('invented' as const) : null,
      ...counts,
      revenue: inOwn(revenue, from, currency),
      dealValue: inOwn(dealValue, from, currency),
      refusal,
    },
    meta: plainMeta(ctx.workspace, counts.lines),
  }
}

/** What is asked for has to fit together, whatever is here. */
export const checkAmounts = ({ currency, amounts, rate, rate_of: rateOf }: Partial<Asks>) => {
  const alone = Object.entries({ amounts, rate, rate_of: rateOf }).find(([, value]) => value !== undefined)
  const refused = (words: string) => new ApiError(400, 'bad_request', words)
  if (alone && currency === undefined) throw refused(`${alone[0]}: expected beside currency, which is not there.`)
  if (amounts === 'exchange' && (rate === undefined || rateOf === undefined))
    throw refused(
      'amounts: to exchange, expected also rate (what 1 unit of before is in the new currency, such as 0.9215) and rate_of (the currency of before).',
    )
  if (amounts !== 'exchange' && (rate ?? rateOf) !== undefined)
    throw refused(`${rate === undefined ? 'rate_of' : 'rate'}: expected beside amounts=exchange, which is not there.`)
}

const decision = (lines: number, deals: number, from: string, to: string) =>
  `amounts of ${counted(lines, 'order line', 'order lines')}, ${counted(deals, 'deal', 'deals')} and what else is here are in ${from}. Say amounts=relabel if they are in ${to} already (nothing is computed), or amounts=exchange with rate (1 ${from} is so many ${to}) and rate_of=${from}.`

/** Within the lock of imports and of the settings. Returns what was done, unless the currency is the same already. */
export const changeCurrency = async (
  tx: Db,
  { currency: to, amounts, rate, rate_of: rateOf }: Asks,
  progress: Progress,
) => {
  const { currency: from } = await settingsOf(tx)
  if (from === to) return null
  const here = await amountsHere(tx)
  if (amounts === 'exchange' && rateOf !== from)
    throw conflict(`amounts are in ${from} by now, not in ${rateOf}. Look again, and say the rate of ${from}.`)
  if (!here.real && amounts !== 'exchange') {
    if (!here.invented) await sql`update settings set exchanged_from = null`.execute(tx)
    await relabelAmounts(tx, from, to)
    return { from }
  }
  const { revenue, lines, deals, largest } = await previewCurrency(tx, rate ?? null)
  if (amounts === undefined) throw conflict(decision(lines, deals, from, to))
  if (amounts === 'relabel' || rate === undefined) {
    await relabelAmounts(tx, from, to)
    return { from, amounts: 'relabel' }
  }
  if (here.invented) throw conflict(demoWords(to))
  if (largest > most) throw conflict(tooLarge(rate, from, to))
  await exchangeAmounts(tx, { from, to, rate, progress }).catch((error: unknown) => {
    // what a column holds
    if ((error as { code?: string }).code !== '22003') throw error
    throw conflict(tooLarge(rate, from, to))
  })
  const sums = inOwn(revenue, from, to)
  return { from, amounts: 'exchange', rate, lines, deals, revenueBefore: sums.before, revenueAfter: sums.after }
}
