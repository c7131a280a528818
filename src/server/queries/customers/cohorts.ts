import type { Api, Asked, Result } from '#contract'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { countUntil, never, type Roster, rosterUnder } from '../../memory/roster.ts'
import { moneyIn } from '../../money.ts'
import { addDays, monthAfter, monthOf, toDay, toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { type Period, rounded } from '../period.ts'
import { lastSeen } from './people.ts'

type Question = Asked<Api['customers']['cohorts']>
type Answer = Result<Api['customers']['cohorts']>
type Cohort = Answer['data'][number]

const usual = 12
const most = 36

const monthsBack = (month: number, count: number): number => {
  for (let i = 0; i < count; i += 1) month = monthOf(month - 1)
  return month
}

/** The months of the answer by their first days, and the last day that is known of them. */
export type Months = { starts: number[]; horizon: number; unfinished: boolean }

/** Twelve months to the range's last one, or those that were asked for. */
const monthsOf = ({ range, asOfDay, today }: Period, given: boolean): Months => {
  const last = monthOf(toNumber(range.end))
  const first = given ? monthOf(toNumber(range.start)) : monthsBack(last, usual - 1)
  const starts: number[] = []
  for (let month = first; month <= last; month = monthAfter(month)) starts.push(month)
  if (starts.length > most)
    throw new ApiError(
      400,
      'bad_request',
      `start_date: expected at most ${most} months of cohorts, got ${starts.length} from ${range.start} to ${range.end}`,
    )
  const horizon = lastSeen(range, asOfDay)
  const over = monthAfter(monthOf(horizon)) - 1
  return { starts, horizon, unfinished: over > horizon || over >= toNumber(today) }
}

/** Of each cohort (row) the sum of each month after (column): customers who ordered then, or pips. */
type Sums = { sizes: number[]; cells: Float64Array[] }

const sumsOf = ({ ledger, first }: Roster, { starts, horizon }: Months, { measure: what, mode }: Question): Sums => {
  const [from, to] = [starts[0]!, monthAfter(starts.at(-1)!)]
  const monthAt = new Uint8Array(Math.max(0, to - from))
  for (const [i, start] of starts.entries()) monthAt.fill(i, start - from, monthAfter(start) - from)
  const sizes = starts.map(() => 0)
  const cells = starts.map(() => new Float64Array(starts.length))
  const { days, orders, pips } = ledger
  for (let place = 0; place < first.length; place += 1) {
    const came = first[place]!
    if (came === never || came < from || came >= to || came > horizon) continue
    const cohort = monthAt[came - from]!
    sizes[cohort]! += 1
    const row = cells[cohort]!
    const begin = ledger.starts[place]!
    let latest = -1
    for (let i = begin; i < ledger.starts[place + 1]!; i += 1) {
      const day = days[i]!
      if (day < came) continue
      if (day > horizon) break
      const month = monthAt[day - from]! - cohort
      const isFirst = i === begin
      if (what === 'revenue') row[month]! += pips[i]! - (isFirst ? 0 : pips[i - 1]!)
      else if (month !== latest && orders[i]! > (isFirst ? 0 : orders[i - 1]!)) {
        if (mode === 'in-month') row[month]! += 1
        latest = month
      }
    }
    if (what === 'customers' && mode === 'or-later' && latest >= 0) row[latest]! += 1
  }
  // who ordered in a month, and who ordered last in it: from these, who ordered in it or later
  if (mode === 'or-later')
    for (const row of cells) for (let month = row.length - 2; month >= 0; month -= 1) row[month]! += row[month + 1]!
  return { sizes, cells }
}

const cohortsOf = ({ sizes, cells }: Sums, months: Months, { measure: what }: Question, digits: number): Cohort[] => {
  const { starts, horizon, unfinished } = months
  const known = starts.findLastIndex(start => start <= horizon)
  return starts.map((start, cohort) => {
    const row = cells[cohort]!
    const whole = what === 'customers' ? sizes[cohort]! : row[0]!
    const cell = (month: number) => ({
      month,
      value: what === 'customers' ? row[month]! : moneyIn(row[month]!, digits),
      percent: whole > 0 ? rounded((row[month]! / whole) * 100, 2) : null,
      partial: unfinished && cohort + month === known,
    })
    return {
      cohort: toDay(start).slice(0, 7),
      partial: unfinished && cohort === known,
      size: sizes[cohort]!,
      months: starts.map((_, month) => (cohort + month > known ? null : cell(month))),
    }
  })
}

/** Weighted by size, of finished cells of cohorts that have customers (and, of revenue, something to be a share of). */
const averageOf = (
  cohorts: Cohort[],
  { sizes, cells }: Sums,
  { measure: what }: Question,
  digits: number,
): Answer['meta']['average'] =>
  cohorts.map((_, month) => {
    const old = cohorts.flatMap(({ cohort, months }, i) => {
      const cell = months[month]
      const whole = what === 'customers' ? sizes[i]! : cells[i]![0]!
      return cell && !cell.partial && sizes[i]! > 0 && whole > 0
        ? [{ cohort, size: sizes[i]!, value: cells[i]![month]!, share: cells[i]![month]! / whole }]
        : []
    })
    const customers = old.reduce((sum, { size }) => sum + size, 0)
    const share = old.reduce((sum, { size, share }) => sum + size * share, 0) / customers
    const sum = old.reduce((total, { value }) => total + value, 0)
    return {
      month,
      percent: customers > 0 ? rounded(share * 100, 2) : null,
      cohorts: old.length,
      customers,
      value: what === 'customers' ? sum : moneyIn(sum, digits),
      of: old.map(({ cohort }) => cohort),
    }
  })

export const cohorts: Handlers<'customers'>['cohorts'] = async (ctx: Context, asked) => {
  const period = await periodOf(ctx, { ...asked, compare: 'none' })
  const months = monthsOf(period, asked.start_date !== undefined)
  const roster = await rosterUnder(ctx, asked)
  const range = { start: toDay(months.starts[0]!), end: period.range.end }
  const own: Period = { ...period, range, comparison: null, unknown: null }
  const rows = await measure(ctx, spansOf(own), asked)
  const sums = sumsOf(roster, months, asked)
  const data = cohortsOf(sums, months, asked, ctx.workspace.digits)
  const notes: string[] = []
  if (period.firstOn !== null && period.firstOn >= range.start)
    notes.push(
      `Orders begin on ${period.firstOn}: the first cohort, ${period.firstOn.slice(0, 7)}, also has those who bought before.`,
    )
  const before = roster.firsts[countUntil(roster.firsts, months.horizon) - 1]
  if (before !== undefined && data.every(({ size }) => size === 0))
    notes.push(`No customer came in these months: the last first order was in ${toDay(before).slice(0, 7)}.`)
  const meta = await metaOf(ctx, own, asked, measuresAt(rows, 0), notes)
  return { data, meta: { ...meta, average: averageOf(data, sums, asked, ctx.workspace.digits) } }
}

/** The days of a cohort's k-th month (or-later: and all after it), up to the last that is known. */
export const daysAfter = (cohort: string, month: number, orLater: boolean, horizon: number) => {
  let start = toNumber(`${cohort}-01`)
  for (let i = 0; i < month; i += 1) start = monthAfter(start)
  const end = orLater ? horizon : Math.min(horizon, monthAfter(start) - 1)
  return { start, end }
}

export const cohortDays = (cohort: string) => {
  const start = toNumber(`${cohort}-01`)
  return { start, end: toNumber(addDays(toDay(monthAfter(start)), -1)) }
}
