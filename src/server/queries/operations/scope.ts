import type { Meta } from '#contract'
import type { Context } from '../../context.ts'
import { counted } from '../../counted.ts'
import { allDeals, type DealFilters, type Deals, wordsOfFilters } from '../../memory/deals.ts'
import { none } from '../../memory/deals/facts.ts'
import { open } from '../../memory/deals/timeline.ts'
import { filteredDimensions, type Filters } from '../../memory/filters.ts'
import { toNumber } from '../../time/calendar.ts'
import { clockOf } from '../../time/zone.ts'
import { comparisonOf, periodOf } from '../meta.ts'
import type { Period } from '../period.ts'

/** Deals under the filters, as they were at the end of a range. */
export type Scope = {
  deals: Deals
  period: Period
  filters: DealFilters
  /** 1 for a deal under the filters. */
  mask: Uint8Array
  /** The row of the timeline of each deal at the end of the range; −1 before it began. */
  now: Int32Array
  /** The range in day numbers. */
  first: number
  last: number
  /** The day that ages are counted to: the range's last, or the as-of day if that is earlier. */
  today: number
  /** The currency's decimals. */
  digits: number
}

type Asked = Parameters<typeof periodOf>[1] & DealFilters

export const scopeIn = async (ctx: Context, period: Period, filters: DealFilters): Promise<Scope> => {
  const deals = await allDeals(ctx)
  const [first, last, asOf] = [period.range.start, period.range.end, period.asOfDay].map(toNumber) as [
    number,
    number,
    number,
  ]
  return {
    deals,
    period,
    filters,
    mask: deals.under(filters),
    now: deals.at(last),
    first,
    last,
    today: Math.min(last, asOf),
    digits: ctx.workspace.digits,
  }
}

export const scopeOf = async (ctx: Context, asked: Asked): Promise<Scope> =>
  scopeIn(ctx, await periodOf(ctx, asked, 'deals'), asked)

/** The same words for the same range and filters. */
export const wordsOfScope = ({ first, last, filters }: Scope): string =>
  `${first} to ${last} under ${wordsOfFilters(filters)}`

/** Calls back with each deal under the filters that was there at the end of the range, and its row of the timeline. */
export const eachDeal = ({ deals, mask, now }: Scope, look: (deal: number, row: number) => void) => {
  for (let i = 0; i < deals.size; i++) if (mask[i] && now[i]! >= 0) look(i, now[i]!)
}

/** The newest thing known of these deals up to the end of the range, in milliseconds; null without any. */
const newestIn = (timezone: string, { deals, mask, now }: Scope): number | null => {
  const { day, moment } = deals.timeline
  let [newest, latest] = [none, Number.NaN]
  for (let i = 0; i < deals.size; i++) {
    const row = now[i]!
    if (!mask[i] || row < 0 || day[row]! < newest) continue
    if (day[row]! > newest) [newest, latest] = [day[row]!, Number.NaN]
    if (!(moment[row]! <= latest) && !Number.isNaN(moment[row])) latest = moment[row]!
  }
  if (newest === none) return null
  return Number.isNaN(latest) ? clockOf(timezone).instant(newest * 86_400_000) : latest * 1000
}

const newestOf = ({ workspace: { timezone } }: Context, scope: Scope): string | null => {
  const name = `newest up to ${scope.last} under ${wordsOfFilters(scope.filters)}`
  const { at } = scope.deals.kept(name, () => ({ at: newestIn(timezone, scope) }))
  return at === null ? null : new Date(at).toISOString()
}

const unknownNames = ({ deals: { facts }, filters }: Scope): string[] => {
  const known = {
    region: new Set([...facts.regions, ...facts.reps.map(({ region }) => region)]),
    rep: new Set(facts.reps.map(({ name }) => name)),
    team: new Set(facts.reps.map(({ team }) => team)),
  }
  return (['region', 'rep', 'team'] as const).flatMap(key =>
    ((key === 'region' ? filters.region_not : undefined) ?? filters[key] ?? [])
      .filter(value => !(known[key] as Set<string | null>).has(value))
      .map(value => `There is no ${key} "${value}" among the deals.`),
  )
}

/** Open deals under the filters of which no day is known: no day's pipeline can count them. */
export const undated = ({ deals, mask }: Scope): number[] => deals.undated.filter(deal => mask[deal])

/** Filters of orders that deals do not know. */
export const notOfDeals = (filters: Filters, what: string): string[] => {
  const ignored = filteredDimensions(filters).filter(key => key !== 'region')
  return ignored.length ? [`Filters by ${ignored.join(', ')} do not apply to deals: ${what} without them.`] : []
}

export const withoutAmountNote = (deals: number) =>
  counted(
    deals,
    'deal has no amount: it is counted, with a value of 0.',
    'deals have no amount: they are counted, with a value of 0.',
  )

/** Whether a row is an open deal's, or one of a deal closed (or removed) in the range. */
export const countsIn = ({ deals: { timeline }, first }: Scope) => {
  const { state, since } = timeline
  return (row: number) => state[row] === open || since[row]! >= first
}

const windowNotes = ({ range, unknown, firstOn, today, asOfDay }: Period): string[] => {
  const notes: string[] = []
  if (firstOn !== null && range.start < firstOn && range.end >= firstOn)
    notes.push(`The range begins before the data: deals begin on ${firstOn}.`)
  if (firstOn !== null && unknown) notes.push(`There are no earlier deals to compare with: they begin on ${firstOn}.`)
  if (range.start > asOfDay) notes.push(`The range begins after ${asOfDay}: there is nothing in it yet.`)
  if (asOfDay !== today) notes.push(`Data ends on ${asOfDay}; ranges are relative to it.`)
  return notes
}

/** What stands beside an answer about deals. */
export const dealMeta = (
  ctx: Context,
  scope: Scope,
  count: number,
  { excluded = [], notes = [] }: { excluded?: Meta['rows']['excluded']; notes?: string[] } = {},
): Meta => {
  const { period, filters } = scope
  const keys = [filters.region_not ? 'region_not' : 'region', 'rep', 'team']
  const named = Object.entries(filters).filter(([key, values]) => keys.includes(key) && values)
  const without = undated(scope).length
  return {
    range: period.range,
    comparison: comparisonOf(period),
    asOf: count > 0 ? newestOf(ctx, scope) : null,
    timezone: ctx.workspace.timezone,
    currency: ctx.workspace.currency,
    filters: Object.fromEntries(named) as Record<string, string[]>,
    rows: {
      counted: count,
      excluded: [...excluded, { reason: 'open, without a day of creation', rows: without }].filter(
        ({ rows }) => rows > 0,
      ),
    },
    notes: [...unknownNames(scope), ...windowNotes(period), ...notes],
  }
}
