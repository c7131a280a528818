import { lost, open, won } from '../../memory/deals/timeline.ts'
import { fromParts, parts, toNumber, type Window } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { moneyIn } from '../../money.ts'
import { rounded } from '../period.ts'
import { countsIn, dealMeta, eachDeal, type Scope, scopeOf, wordsOfScope } from './scope.ts'

/** How many yearly quotas a range is worth: its days, each by the length of its own year. */
const yearsIn = ({ start, end }: Window): number => {
  let years = 0
  for (let { year } = parts(start); year <= parts(end).year; year++) {
    const [first, next] = [fromParts(year, 1, 1), fromParts(year + 1, 1, 1)]
    const days = Math.min(toNumber(end), next - 1) - Math.max(toNumber(start), first) + 1
    years += days / (next - first)
  }
  return years
}

/** Without attainment last. */
const known = (attainment: number | null) => attainment ?? -Number.MAX_VALUE

const nothing = () => ({ won: 0, wonPips: 0, lost: 0, open: 0, openPips: 0 })

/** What each representative has won and lost in the range and has open at its end. */
const sumsOf = (scope: Scope) => {
  const { timeline, facts } = scope.deals
  const counts = countsIn(scope)
  // the last: deals without a representative
  const sums = Array.from({ length: facts.reps.length + 1 }, nothing)
  eachDeal(scope, (deal, row) => {
    const rep = facts.deals.rep[deal]!
    const sum = sums[rep < 0 ? facts.reps.length : rep]!
    const pips = timeline.amount[row]! || 0
    if (timeline.state[row] === open) {
      sum.open++
      sum.openPips += pips
    } else if (counts(row) && timeline.state[row] === won) {
      sum.won++
      sum.wonPips += pips
    } else if (counts(row) && timeline.state[row] === lost) sum.lost++
  })
  return sums
}

export const salesPerformance: Handlers<'operations'>['salesPerformance'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const { facts } = scope.deals
  const sums = scope.deals.kept(`team ${wordsOfScope(scope)}`, () => sumsOf(scope))
  const years = yearsIn(scope.period.range)
  const { rep, team, region, region_not: excluded } = asked
  const isAway = (home: string | null) =>
    excluded ? home !== null && excluded.includes(home) : region && !(home !== null && region.includes(home))
  const people = [...facts.reps, { id: 0, name: null, team: null, region: null, quota: null }]
  const rows = people.flatMap(({ id, name, team: own, region: home, quota }, place) => {
    const sum = sums[place]!
    const isAsked = name !== null && (!rep || rep.includes(name)) && (!team || (own !== null && team.includes(own)))
    const hasDeals = sum.won + sum.lost + sum.open > 0
    // of a region: those at home there, and whoever has deals there
    if (!hasDeals && (!isAsked || isAway(home))) return []
    const achieved = moneyIn(sum.wonPips, scope.digits)
    const exact = quota === null ? null : quota * years
    return [
      {
        id,
        name,
        team: own,
        region: home,
        quota,
        quotaProrated: exact === null ? null : rounded(exact, scope.digits),
        achieved,
        attainment: exact === null || exact <= 0 ? null : rounded((100 * achieved) / exact, 2),
        deals: sum.won,
        lost: sum.lost,
        winRate: sum.won + sum.lost ? rounded((100 * sum.won) / (sum.won + sum.lost), 2) : null,
        openPipeline: moneyIn(sum.openPips, scope.digits),
        openDeals: sum.open,
      },
    ]
  })
  const ordered = rows.toSorted(
    (a, b) => known(b.attainment) - known(a.attainment) || b.achieved - a.achieved || a.id - b.id,
  )
  const data = ordered.map(row => ({
    ...row,
    rank: row.attainment === null ? null : 1 + ordered.findIndex(({ attainment }) => attainment === row.attainment),
  }))
  const counted = sums.reduce((sum, one) => sum + one.won + one.lost + one.open, 0)
  const notes: string[] = []
  if (region) notes.push('Quotas are not by region: deals of these regions stand against the whole quota.')
  const quotaless = data.filter(({ name, quota }) => name !== null && !quota).length
  if (quotaless) notes.push(`Attainment of ${quotaless} without a quota is not known.`)
  return { data, meta: dealMeta(ctx, scope, counted, { notes }) }
}
