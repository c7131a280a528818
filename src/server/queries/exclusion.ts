import type { Context } from '../context.ts'
import { ApiError } from '../errors.ts'
import { dimensions } from '../db/rollup/grains.ts'
import { exclusionOf, type Filters } from '../memory/filters.ts'
import { knownValues } from './meta.ts'

/**
 * A question's `region_not` and the like as what is left: the filter of all other values, so that answers, pages and
 * caches know one kind of filter only. What was excluded stays beside it, for the words of the answer.
 */
export const included = async <Asked>(ctx: Context, asked: Asked): Promise<Asked> => {
  const filters: Filters = { ...(asked as Filters) }
  for (const key of dimensions) {
    const excluded = exclusionOf(filters, key)
    if (excluded === undefined) continue
    if (filters[key] !== undefined)
      throw new ApiError(400, 'bad_request', `${key}_not: expected either ${key} or ${key}_not, got both`)
    const all = await knownValues(ctx, key)
    filters[key] = [...all].filter(value => !excluded.includes(value))
  }
  return filters as Asked
}
