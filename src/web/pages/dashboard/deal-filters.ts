import { dimensions, type Filters } from '../../filters.ts'
import { list } from '../../format.ts'

/** A deal has a region, but no category, channel or segment: which of the page's filters its figures are without; undefined when none. */
export const notFiltered = (filters: Filters): string | undefined => {
  const ignored = dimensions.filter(name => name !== 'region' && filters[name].length > 0)
  return ignored.length ? `not filtered by ${list(ignored)}` : undefined
}
