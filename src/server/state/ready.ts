import type { Context } from '../context.ts'
import { dimensions, grainFor, visitGrainFor } from '../db/rollup/grains.ts'
import { channelsOf } from '../memory/acquisition.ts'
import { keptMonths } from '../memory/kept.ts'
import { crossingsUnder, placesOfAll, rosterUnder } from '../memory/roster.ts'
import { running } from '../memory/running.ts'
import { visits } from '../memory/visits.ts'

/** Read into memory before somebody asks. */

/** What answers of customers begin with. */
export const readyCustomers = async (ctx: Context) => {
  await rosterUnder(ctx, {}, true)
  await placesOfAll(ctx, {})
  await crossingsUnder(ctx, {})
  await channelsOf(ctx)
}

/** Who asks meanwhile waits for so many. */
const monthsAtOnce = 3

const sums = [undefined, ...dimensions].map(by => ({ grain: grainFor(new Set(by && [by])), filters: {}, by }))
const everybody = { grain: visitGrainFor(new Set()), filters: {}, by: undefined }

/**
 * Some days and months of the data as a whole and by each dimension, the newest first: with them any range of days is answered without a
 * statement, also while rows are written. `nth`: which of the parts, from 0. Returns whether there are more.
 */
export const readyDays = async (ctx: Context, nth: number): Promise<boolean> => {
  const months = [...(await keptMonths(ctx, 'total', 'month'))].sort((a, b) => b - a)
  const some = months.slice(nth * monthsAtOnce, (nth + 1) * monthsAtOnce)
  for (const period of ['month', 'day'] as const) {
    for (const view of sums) await running(ctx, view, period, some)
    await visits(ctx, everybody, period, some)
  }
  return months.length > (nth + 1) * monthsAtOnce
}
