import { decompose, weekdayProfile, type SeasonalIndex, type Seasonality } from '#stats/series/decompose.ts'
import { NotEnoughData } from '#stats/errors.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handler.ts'
import type { Filters } from '../../memory/filters.ts'
import { toDay } from '../../time/calendar.ts'
import { rounded } from '../period.ts'
import { dailyRevenue } from './days.ts'
import { forecastMeta } from './frame.ts'
import { type History, historyOf, matches } from './history.ts'
import { weekdayOf } from './open-month.ts'
import { series } from './parts.ts'
import { filtersIn } from './rows.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Two years of days: the profile of a week changes slowly, and not with the season alone. */
const weekdayDays = 728

const tooShort = (words: string) => new ApiError(422, 'not_enough_data', words)

type Found = Seasonality & { observations: number; excluded: string[] }

const byMonth = (history: History, filters: Filters): Found => {
  const { known, lines } = history
  const lets = matches(filters)
  const y = series(history, i => lets(lines[i]!.values))
  // what is not known is left out, as what was not sold is
  for (const { month, as } of known.missing) if (as === 'unknown') y[known.months.indexOf(month)] = 0
  const first = known.months.length ? Number(toDay(known.months[0]!).slice(5, 7)) - 1 : 0
  try {
    const found = decompose(y, { period: 12, first })
    return {
      ...found,
      observations: y.length - found.excluded.length,
      excluded: found.excluded.map(at => toDay(known.months[at]!)),
    }
  } catch (error) {
    if (!(error instanceof NotEnoughData)) throw error
    throw tooShort(
      `The seasons of a year need at least ${error.needed} complete months with revenue; there are ${error.got}.`,
    )
  }
}

const byWeekday = async (ctx: Context, { known }: History, filters: Filters): Promise<Found> => {
  const first = Math.max(known.first, known.through - weekdayDays + 1)
  const days = await dailyRevenue(ctx, filters, first, known.through)
  try {
    const found = weekdayProfile(days, { first: weekdayOf(first) })
    const weeks = /over (\d+) weeks/.exec(found.test)
    return { ...found, observations: weeks ? Number(weeks[1]) : Math.floor(days.length / 7), excluded: [] }
  } catch (error) {
    if (!(error instanceof NotEnoughData)) throw error
    throw tooShort(
      `The days of the week need at least ${error.needed / 7} whole weeks with sales; there are ${error.got / 7}.`,
    )
  }
}

const row = (name: string, month: number | null, { position, index, lower, upper }: SeasonalIndex) => ({
  position: position + 1,
  month,
  name,
  index: rounded(index, 2),
  lower: rounded(lower, 2),
  upper: rounded(upper, 2),
})

export const seasonality: Handlers<'forecasting'>['seasonality'] = async (ctx, asked) => {
  const history = await historyOf(ctx)
  if (!history) throw tooShort('There are no orders yet, and so no seasons.')
  const filters = filtersIn(asked)
  const { by } = asked
  const found = by === 'month' ? byMonth(history, filters) : await byWeekday(ctx, history, filters)
  const { known } = history
  const first = by === 'month' ? known.months[0]! : Math.max(known.first, known.through - weekdayDays + 1)
  const ordered =
    by === 'month' ? found.index : found.index.map((_, i) => found.index[(i + ctx.workspace.weekStart - 1) % 7]!)
  const meta = await forecastMeta(ctx, known, filters, first)
  return {
    data: ordered.map(one =>
      by === 'month' ? row(months[one.position]!, one.position + 1, one) : row(weekdays[one.position]!, null, one),
    ),
    meta: {
      ...meta,
      significant: found.significant,
      p: found.p,
      test: found.test,
      observations: found.observations,
      excluded: found.excluded,
    },
  }
}
