import { sql } from 'kysely'
import type { Asked, Result } from '#contract'
import type { api } from '#contract'
import { shared } from '#stats/series/reconcile.ts'
import type { Command, Context } from '../../context.ts'
import { presentState } from '../../db/state.ts'
import { write } from '../../db/write.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handler.ts'
import { fromParts, monthAfter, parts, toDay, toNumber } from '../../time/calendar.ts'
import { localParts } from '../../time/clock.ts'
import { asOfDay, rounded } from '../period.ts'
import { mostSteps } from './book.ts'
import { actualAt, forecastMeta, type Frame, frameOf, lineWithOpen, monthName, monthsAhead } from './frame.ts'
import { type Band, bandOf, type Line } from './line.ts'
import { chanceOf, sumFromOpen } from './totals.ts'

type Data = Result<typeof api.forecasting.target>['data']
type Plan = NonNullable<Data['plan']> & { months: number[] | null }

/** The fiscal year that begins in a calendar year, month by month. */
const monthsOfYear = (year: number, fiscalMonth: number) =>
  Array.from({ length: 12 }, (_, i) => fromParts(year, fiscalMonth + i, 1))

/** The calendar year in which the fiscal year of a day begins. */
const yearOf = (day: string, fiscalMonth: number) => {
  const { year, month } = parts(day)
  return month < fiscalMonth ? year - 1 : year
}

const planOf = async (ctx: Context, year: number): Promise<Plan | null> => {
  const rows = await ctx.read(sql<{ month: number; amount: number; setAt: string }>`
    select month, amount, set_at as "setAt" from forecast_targets where year = ${year} order by month
  `)
  const [first] = rows
  if (!first) return null
  if (first.month === 0) return { kind: 'annual', amount: first.amount, setAt: first.setAt, months: null }
  const months = rows.map(({ amount }) => amount)
  return { kind: 'monthly', amount: sumIn(ctx.workspace.digits)(months), setAt: first.setAt, months }
}

/** An annual plan month by month: as the year before was, where all of it is known, else evenly. */
const spreadOf = (
  plan: Plan,
  before: (number | null)[],
  digits: number,
): { targets: number[]; spread: Data['spread'] } => {
  if (plan.months) return { targets: plan.months, spread: null }
  const known = before.every((value): value is number => value !== null && value >= 0)
  const whole = known ? before.reduce((sum, value) => sum + value, 0) : 0
  const shares = before.map(value => (whole > 0 ? (value ?? 0) / whole : 1 / 12))
  return {
    targets: shared(
      shares.map(share => share * plan.amount),
      plan.amount,
      digits,
    ),
    spread: whole > 0 ? 'last year' : 'evenly',
  }
}

const noBand = { predicted: null, lower80: null, upper80: null, lowerBound: null, upperBound: null }

type Whole = { frame: Frame; line: Line; openMonth: { actual: number; band: Band } | null }

const monthOfPlan = (
  { frame, line, openMonth }: Whole,
  month: number,
  target: number | null,
): Data['months'][number] => {
  const { known, open, offset } = frame
  const base = { date: toDay(month), endDate: toDay(monthAfter(month) - 1), target }
  const reached = (actual: number | null) => (target === null || actual === null ? null : actual >= target ? 1 : 0)
  if (month <= known.months.at(-1)!) {
    const actual = actualAt(frame, line, month)
    return { ...base, kind: 'history', actual, ...noBand, probability: reached(actual) }
  }
  if (open && openMonth && month === open.month) {
    const { actual, band } = openMonth
    const left = { width: open.width, certain: actual }
    const probability = target === null ? null : chanceOf(line, band.predicted, target, 0, left)
    return { ...base, kind: 'nowcast', actual, ...band, probability }
  }
  const step = monthsAhead(known, mostSteps).indexOf(month)
  const band = line.ahead[step]
  if (step < offset || !band) return { ...base, kind: 'forecast', actual: null, ...noBand, probability: null }
  const probability = target === null ? null : chanceOf(line, band.predicted, target, step, { width: 1, certain: 0 })
  return { ...base, kind: 'forecast', actual: null, ...band, probability }
}

const sumIn = (digits: number) => (values: number[]) =>
  rounded(
    values.reduce((total, value) => total + value, 0),
    digits,
  )

export const target: Handlers<'forecasting'>['target'] = async (ctx, asked) => {
  const frame = await frameOf(ctx)
  const { fiscalMonth, timezone, digits } = ctx.workspace
  const sum = sumIn(digits)
  const today = asOfDay(localParts(ctx.now, timezone).date, ctx.newestOn)
  const year = asked.year ?? yearOf(today, fiscalMonth)
  const months = monthsOfYear(year, fiscalMonth)
  const whole: Whole = { frame, ...lineWithOpen(frame, {}) }
  const plan = await planOf(ctx, year)
  const before = monthsOfYear(year - 1, fiscalMonth).map(month => actualAt(frame, whole.line, month))
  const { targets, spread } = plan ? spreadOf(plan, before, digits) : { targets: null, spread: null }
  const rows = months.map((month, i) => monthOfPlan(whole, month, targets ? targets[i]! : null))
  const past = rows.filter(({ kind }) => kind === 'history')
  const coming = rows.filter(({ kind }) => kind !== 'history')
  const isKnown = past.every(({ actual }) => actual !== null) && coming.every(({ predicted }) => predicted !== null)
  const certain = sum(past.map(({ actual }) => actual ?? 0))
  const first = coming[0] ? monthsAhead(frame.known, mostSteps).indexOf(toNumber(coming[0].date)) : 0
  const rest =
    coming.length && isKnown
      ? sumFromOpen(
          whole.line,
          frame.open && whole.openMonth ? { width: frame.open.width, certain: whole.openMonth.actual } : null,
          first,
          coming.map(row => row.predicted ?? 0),
        )
      : null
  const expected = isKnown
    ? bandOf(
        rounded(certain + (rest?.mean ?? 0), digits),
        (rest?.lower ?? [0, 0]).map(v => v + certain),
        (rest?.upper ?? [0, 0]).map(v => v + certain),
        digits,
      )
    : null
  const probability =
    !plan || !expected ? null : rest ? rest.chance(plan.amount - certain) : certain >= plan.amount ? 1 : 0
  const notes = isKnown
    ? []
    : [
        `The year ${toDay(months[0]!)} to ${toDay(monthAfter(months[11]!) - 1)} cannot be told to its end: the forecast reaches from ${monthName(frame.known.months[0]!)} to ${monthName(monthsAhead(frame.known, mostSteps).at(-1)!)}.`,
      ]
  return {
    data: {
      year,
      start: toDay(months[0]!),
      end: toDay(monthAfter(months[11]!) - 1),
      plan: plan && { kind: plan.kind, amount: plan.amount, setAt: plan.setAt },
      spread,
      months: rows,
      toDate: sum(rows.map(({ actual }) => actual ?? 0)),
      expected,
      lastYear: before.every(value => value !== null) ? sum(before as number[]) : null,
      probability,
      gap: plan && expected ? rounded(plan.amount - expected.predicted, digits) : null,
    },
    meta: await forecastMeta(ctx, frame.known, {}, Math.max(frame.known.months[0]!, months[0]!), notes),
  }
}

const noMeta = ({ workspace }: Command) => ({
  range: null,
  comparison: null,
  asOf: null,
  timezone: workspace.timezone,
  currency: workspace.currency,
  filters: {},
  rows: { counted: 0, excluded: [] },
  notes: [],
})

/** The fiscal year of the as-of day. */
const presentYear = async ({ database, now, workspace }: Command) => {
  const { newestOn } = await presentState(database)
  return yearOf(asOfDay(localParts(now, workspace.timezone).date, newestOn), workspace.fiscalMonth)
}

const store = async (ctx: Command, year: number, { amount, amounts }: Asked<typeof api.forecasting.setTarget>) => {
  const { digits } = ctx.workspace
  const plan = amounts
    ? amounts.map((one, i) => ({ month: i + 1, amount: rounded(one, digits) }))
    : [{ month: 0, amount: rounded(amount!, digits) }]
  await write(ctx.database, async tx => {
    const { rows } = await sql<{ currency: string }>`select currency from settings for share`.execute(tx)
    const { currency } = rows[0]!
    if (currency !== ctx.workspace.currency)
      throw new ApiError(
        409,
        'conflict',
        `All amounts are in ${currency} now, no longer in ${ctx.workspace.currency}. Look again, and say the plan in ${currency}.`,
      )
    await sql`delete from forecast_targets where year = ${year}`.execute(tx)
    await sql`
      insert into forecast_targets (year, month, amount, set_at)
      select ${year}, p.month, p.amount, ${ctx.now}::timestamptz
      from unnest(${plan.map(({ month }) => month)}::int[], ${plan.map(one => one.amount)}::numeric[]) p (month, amount)
    `.execute(tx)
  })
  return plan
}

export const setTarget: Handlers<'forecasting'>['setTarget'] = async (ctx, asked) => {
  if ((asked.amount === undefined) === (asked.amounts === undefined))
    throw new ApiError(400, 'bad_request', 'amount: expected either amount or amounts')
  const year = asked.year ?? (await presentYear(ctx))
  const plan = await store(ctx, year, asked)
  const kind = asked.amounts ? ('monthly' as const) : ('annual' as const)
  return {
    data: { year, kind, amount: sumIn(ctx.workspace.digits)(plan.map(({ amount }) => amount)) },
    meta: noMeta(ctx),
  }
}

export const removeTarget: Handlers<'forecasting'>['removeTarget'] = async (ctx, asked) => {
  const year = asked.year ?? (await presentYear(ctx))
  const removed = await write(ctx.database, async tx => {
    const { rows } = await sql<{
      year: number
    }>`delete from forecast_targets where year = ${year} returning year`.execute(tx)
    return rows.length > 0
  })
  return { data: { year, removed }, meta: noMeta(ctx) }
}
