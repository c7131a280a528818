import {
  type CustomerSort,
  customerSorts,
  customerStates,
  type CustomerState,
  cohortModes,
  rfmGroups,
  type RfmName,
  riskBands,
  type RiskBand,
  type ValueBand,
  valueBands,
  valueKinds,
} from '#contract/customer-groups.ts'
import { useAddress } from '../../address.ts'
import { isMonth } from '../../calendar.ts'
import { monthsBetween, monthWords } from './cohort-map.ts'

/** The states in the words of the screen. */
export const stateWords: Record<CustomerState, string> = {
  active: 'Active in the range',
  new: 'New in the range',
  returning: 'Returning in the range',
  churned: 'Churned in the range',
  'at-risk': 'At risk now',
  gone: 'Bought before, not in the range',
  arrived: 'Arrived since the comparison',
  'came-back': 'Came back',
  'both-periods': 'Bought in both periods',
  'refunds-only': 'Refunds of earlier orders only',
  'gave-back': 'Gave back in the range, without an order in it',
}

const riskWords: Record<RiskBand, string> = { high: 'high risk', medium: 'medium risk', low: 'low risk' }

const none: readonly CustomerSort[] = []
const before: readonly CustomerSort[] = ['previous', 'last']
const byRisk: readonly CustomerSort[] = ['risk', 'expected', 'last']
const byExpected: readonly CustomerSort[] = ['expected', 'lifetime']
const byLifetime: readonly CustomerSort[] = ['lifetime', 'lifetime_orders', 'last']

/** The columns that a list is about. */
const leads = (risk: boolean, value: 'to-date' | 'predicted' | undefined, rfm: boolean) => {
  if (risk) return byRisk
  if (value === 'predicted') return byExpected
  return value === 'to-date' || rfm ? byLifetime : none
}

/** "Jan 2026 – Jun 2026", and how many of these months where some are missing. */
const spanWords = (months: string[]) => {
  const sorted = months.toSorted()
  const [from, to] = [sorted[0]!, sorted.at(-1)!]
  const all = monthsBetween(from, to) + 1
  const some = all === months.length ? '' : `, ${months.length} of these months`
  return `${monthWords(from)} – ${monthWords(to)}${some}`
}

/** The list's own part of the address, as the API takes it: who is in it. What is not understood is left out. */
export const useNarrowing = () => {
  const { params, set } = useAddress()
  const read = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find(one => one === params.get(name))
  const state = read('state', customerStates)
  // one month, or those of an average: cohort=2026-01,2026-02
  const months = [...new Set((params.get('cohort') ?? '').split(',').filter(isMonth))]
  const cohort = months.length > 0 ? months : undefined
  const cohortMonth =
    cohort && /^\d{1,2}$/.test(params.get('cohort_month') ?? '') ? Number(params.get('cohort_month')) : undefined
  const mode = read('cohort_mode', cohortModes)
  const risk = read('risk', Object.keys(riskBands) as RiskBand[])
  const rfm = read('rfm', Object.keys(rfmGroups) as RfmName[])
  const value = read('value', Object.keys(valueBands) as ValueBand[])
  const kind = read('value_kind', valueKinds)
  const acquisition = params.get('acquisition')?.slice(0, 200) || undefined
  return {
    set,
    state,
    lead:
      state === 'gone'
        ? before
        : leads(state === 'at-risk' || risk !== undefined, value && (kind ?? 'to-date'), rfm !== undefined),
    /** For the API and for addresses. */
    own: {
      ...(state && { state }),
      ...(cohort && { cohort }),
      ...(cohortMonth !== undefined && { cohort_month: cohortMonth }),
      ...(cohortMonth !== undefined && mode && { cohort_mode: mode }),
      ...(risk && { risk }),
      ...(rfm && { rfm }),
      ...(value && { value }),
      ...(value && kind && { value_kind: kind }),
      ...(acquisition && { acquisition }),
    },
    cohort: cohort !== undefined && {
      words: `First order: ${cohort.length === 1 ? monthWords(cohort[0]!) : spanWords(cohort)}`,
      /** What they did later; without it, all of the cohort. */
      later:
        cohortMonth === undefined
          ? undefined
          : cohortMonth === 0
            ? `Ordered in that month${mode === 'or-later' ? ' or later' : ''}`
            : `Ordered ${cohortMonth} ${cohortMonth === 1 ? 'month' : 'months'} ${mode === 'or-later' ? 'or more ' : ''}later`,
    },
    risk: risk && `Now: ${riskWords[risk]}`,
    rfm: rfm && `Group: ${rfm}`,
    value,
    predicted: kind === 'predicted',
    acquisition: acquisition && `Came through: ${acquisition}`,
  }
}

/** The order of the list, which the server sorts: `sort=risk&direction=asc`. */
export const useCustomerOrder = () => {
  const { params, set } = useAddress()
  const sort = customerSorts.find(name => name === params.get('sort')) ?? 'revenue'
  const direction = params.get('direction') === 'asc' ? ('asc' as const) : ('desc' as const)
  return {
    own: { ...(sort === 'revenue' ? {} : { sort }), ...(direction === 'desc' ? {} : { direction }) } as {
      sort?: CustomerSort
      direction?: 'asc'
    },
    sort: { id: sort as string, desc: direction === 'desc' },
    onSort: (next: { id: string; desc: boolean } | undefined) =>
      set({
        sort: next && next.id !== 'revenue' ? next.id : undefined,
        direction: next && !next.desc ? 'asc' : undefined,
      }),
  }
}
