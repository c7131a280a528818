import type { Context } from '../../context.ts'
import type { Dimension } from '../../db/rollup/grains.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handler.ts'
import type { Filters } from '../../memory/filters.ts'
import { moneyIn, partsIn } from '../../money.ts'
import { spansOf } from '../figures.ts'
import { measure } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { difference, type Period } from '../period.ts'
import { sharesOf } from './shares.ts'

type Amounts = { now: number; before: number }
const nothing: Amounts = { now: 0, before: 0 }

const added = (all: Amounts[]): Amounts =>
  all.reduce((sum, one) => ({ now: sum.now + one.now, before: sum.before + one.before }), nothing)
const less = (whole: Amounts, part: Amounts): Amounts => ({
  now: whole.now - part.now,
  before: whole.before - part.before,
})

/** A row's revenue by column, in pips. */
const rowOf = async (ctx: Context, period: Period, filters: Filters, columns: Dimension) => {
  const found = await measure<string>(ctx, spansOf(period), filters, columns)
  const amounts = new Map<string, Amounts>()
  for (const { key, window, pips } of found) {
    const at = amounts.get(key) ?? nothing
    amounts.set(key, window === 0 ? { ...at, now: pips } : { ...at, before: pips })
  }
  return amounts
}

/** Each row is the same question narrowed to its value, so that it stands in memory as any other. */
export const matrix: Handlers<'revenue'>['matrix'] = async (ctx, { rows, columns, limit, ...asked }) => {
  if (rows === columns)
    throw new ApiError(400, 'bad_request', `columns: expected another dimension than rows, got "${columns}" twice`)
  const period = await periodOf(ctx, asked)
  const { digits } = ctx.workspace
  /** Amounts of which each sum is what it is alone. */
  const cells = (all: Amounts[], whole: Amounts) => {
    const [now, before] = (['now', 'before'] as const).map(window =>
      partsIn(
        all.map(one => one[window]),
        digits,
        moneyIn(whole[window], digits),
      ),
    )
    return all.map((_, i) => {
      const [revenue, previousRevenue] = [now![i]!, period.comparison ? before![i]! : null]
      return { revenue, previousRevenue, change: difference(revenue, previousRevenue) }
    })
  }
  const [down, across] = [
    await sharesOf<string>(ctx, period, asked, rows),
    await sharesOf<string>(ctx, period, asked, columns),
  ]
  const amountsOf = ({ now, before }: (typeof down.shares)[0]): Amounts => ({
    now: now.pips,
    before: before?.pips ?? 0,
  })
  const [shownDown, shownAcross] = [down.shares.slice(0, limit), across.shares.slice(0, limit)]
  const hasOthers = { down: down.shares.length > limit, across: across.shares.length > limit }
  const withOthers = (whole: Amounts, shown: Amounts[]) =>
    hasOthers.across ? [...shown, less(whole, added(shown))] : shown
  const lines: { name: string | null; whole: Amounts; amounts: Amounts[] }[] = []
  for (const share of shownDown) {
    const found = await rowOf(ctx, period, { ...asked, [rows]: [share.key] }, columns)
    const whole = amountsOf(share)
    const amounts = shownAcross.map(({ key }) => found.get(key) ?? nothing)
    lines.push({ name: share.key, whole, amounts: withOthers(whole, amounts) })
  }
  const total = added(down.shares.map(amountsOf))
  const heads = withOthers(total, shownAcross.map(amountsOf))
  if (hasOthers.down) {
    const amounts = heads.map((whole, i) => less(whole, added(lines.map(line => line.amounts[i]!))))
    lines.push({ name: null, whole: less(total, added(lines.map(({ whole }) => whole))), amounts })
  }
  const rowHeads = cells(
    lines.map(({ whole }) => whole),
    total,
  )
  return {
    data: {
      columns: cells(heads, total).map((head, i) => ({ name: shownAcross[i]?.key ?? null, ...head })),
      rows: lines.map(({ name, whole, amounts }, i) => ({ name, ...rowHeads[i]!, cells: cells(amounts, whole) })),
      total: cells([total], total)[0]!,
    },
    meta: await metaOf(ctx, period, asked, down.total),
  }
}
