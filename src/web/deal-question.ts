import { useMemo } from 'react'
import { addressOf, useAddress } from './address.ts'
import { dimensions, usePageState, type Filters } from './filters.ts'
import { list, number, plural } from './format.ts'

/** With fewer deals than these a rate says little: it is shown with their number and without a colour. */
export const fewDeals = 10

type Cases = { n: number; previousN: number | null }

/** A mean or a rate of so few deals, now or in the comparison, that its change may be chance. */
export const isFew = ({ n, previousN }: Cases) => n < fewDeals || (previousN !== null && previousN < fewDeals)

/** "of 24 deals", "of 4 deals: few", "of 24 deals, before of 3: few". */
export const ofDeals = ({ n, previousN }: Cases) => {
  if (n < fewDeals) return `of ${plural(n, 'deal')}: few`
  return `of ${plural(n, 'deal')}${previousN && previousN < fewDeals ? `, before of ${number(previousN)}: few` : ''}`
}

/** A deal has a region, but no category, channel or segment: which of the page's filters its figures are without; undefined when none. */
export const notFiltered = (filters: Filters): string | undefined => {
  const ignored = dimensions.filter(
    name => name !== 'region' && filters[name].length + filters[`${name}_not`].length > 0,
  )
  return ignored.length ? `not filtered by ${list(ignored)}` : undefined
}

/** Where the deals behind a figure are: the page's own state (`carried`), narrowed to what the figure is about. */
export const dealsAddress = (carried: string, narrowed: Record<string, string | readonly string[]> = {}) =>
  addressOf('/operations/deals', carried, narrowed)

/** What is asked about deals: the range, the comparison, regions, and the representatives and teams that the address names (`rep`, `team`). */
export const useDealQuestion = () => {
  const { question, carried, filters } = usePageState()
  const { params, set } = useAddress()
  return useMemo(() => {
    const { start_date, end_date, region, region_not, compare, match, compare_start, compare_end } = question
    const people = Object.fromEntries(
      (['rep', 'team'] as const)
        .map(name => [name, [...new Set(params.getAll(name).filter(Boolean))]] as const)
        .filter(([, values]) => values.length > 0),
    ) as { rep?: string[]; team?: string[] }
    const toggle = (name: 'rep' | 'team', value: string) => {
      const now = people[name] ?? []
      set({ [name]: now.includes(value) ? now.filter(other => other !== value) : [...now, value] })
    }
    return {
      question: {
        ...(start_date && end_date ? { start_date, end_date } : {}),
        ...(compare ? { compare } : {}),
        ...(match ? { match } : {}),
        ...(compare_start ? { compare_start, compare_end } : {}),
        ...(region ? { region } : {}),
        ...(region_not ? { region_not } : {}),
        ...people,
      },
      people,
      toggle,
      clear: (name: 'rep' | 'team') => set({ [name]: undefined }),
      /** The deals behind a figure, with the same question. */
      dealsAt: (narrowed?: Record<string, string | readonly string[]>) =>
        dealsAddress(carried, { ...people, ...narrowed }),
      /** Which of the page's filters do not apply. */
      ignored: notFiltered(filters),
    }
  }, [question, carried, filters, params, set])
}
