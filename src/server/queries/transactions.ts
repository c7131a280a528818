import type { Handlers } from '../handler.ts'
import { metaOf, periodOf } from './meta.ts'
import { ordersOf } from './transactions/orders.ts'
import { pageOf } from './transactions/pages.ts'
import { shownOf, totalsOf } from './transactions/totals.ts'
import { linesOf, type Which } from './transactions/which.ts'

/** States of which no line counts as revenue: asked for among those that do, there is nothing. */
const notesOn = ({ rows, status }: Which): string[] => {
  const left = rows === 'all' ? [] : (status ?? []).filter(one => one === 'pending' || one === 'cancelled')
  return left.length ? [`Lines that are ${left.join(' or ')} are no revenue: only rows=all shows them.`] : []
}

export const transactions: Handlers<'transactions'> = {
  list: async (ctx, asked) => {
    const period = await periodOf(ctx, asked)
    const lines = await linesOf(ctx, period, asked)
    const page = await pageOf(ctx, period, asked, lines)
    const totals = await totalsOf(ctx, period, asked, lines)
    const { revenue, orders, units } = totals
    return {
      data: { ...page, total: { rows: shownOf(asked, totals), revenue, orders, units } },
      meta: await metaOf(ctx, period, asked, totals, notesOn(asked)),
    }
  },
  orders: async (ctx, asked) => {
    const period = await periodOf(ctx, asked)
    const lines = await linesOf(ctx, period, asked)
    const { count, ...page } = await ordersOf(ctx, period, asked, lines)
    const totals = await totalsOf(ctx, period, asked, lines)
    const { revenue, orders, units } = totals
    return {
      data: { ...page, total: { rows: count, lines: shownOf(asked, totals), revenue, orders, units } },
      meta: await metaOf(ctx, period, asked, totals, notesOn(asked)),
    }
  },
}
