import { channelsOf } from '../../memory/acquisition.ts'
import { noChannel } from '../../memory/order-lines.ts'
import { never, rosterUnder } from '../../memory/roster.ts'
import { codesOf } from '../../memory/sums.ts'
import { toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { bucketsOf, defaultGranularity } from '../period.ts'

export const acquisition: Handlers<'customers'>['acquisition'] = async (ctx, asked) => {
  const period = await periodOf(ctx, { ...asked, compare: 'none' })
  const { range, today, firstOn } = period
  const { first, ledger } = await rosterUnder(ctx, asked)
  const channelOf = await channelsOf(ctx)
  const rows = await measure(ctx, spansOf(period), asked)
  const buckets = bucketsOf(range, asked.granularity ?? defaultGranularity(range), ctx.workspace, today)
  const start = toNumber(range.start)
  const days = toNumber(range.end) - start + 1
  /** By channel, new customers of each day of the range. */
  const counts = new Map<number, Uint32Array>()
  for (let place = 0; place < first.length; place += 1) {
    const nth = first[place]! - start
    if (first[place] === never || nth < 0 || nth >= days) continue
    const channel = channelOf(ledger.ids[place]!)
    if (channel === noChannel) continue
    const own = counts.get(channel) ?? new Uint32Array(days)
    counts.set(channel, own)
    own[nth]! += 1
  }
  const names = [...counts]
    .map(([code, own]) => ({ channel: codesOf.channel.valueOf(code), own, total: own.reduce((sum, n) => sum + n, 0) }))
    .sort((a, b) => b.total - a.total || (a.channel < b.channel ? -1 : 1))
  const sum = (own: Uint32Array, from: string, to: string) =>
    own.subarray(toNumber(from) - start, toNumber(to) - start + 1).reduce((total, n) => total + n, 0)
  const notes: string[] = []
  if (firstOn !== null && range.start <= firstOn)
    notes.push(`Orders begin on ${firstOn}: who bought before counts as new.`)
  return {
    data: buckets.flatMap(({ start: date, end: endDate, partial }) =>
      names.map(({ channel, own }) => ({ date, endDate, channel, count: sum(own, date, endDate), partial })),
    ),
    meta: await metaOf(ctx, period, asked, measuresAt(rows, 0), notes),
  }
}
