import type { Api, Asked } from '#contract'
import type { Context, Progress } from '../context.ts'
import { counted } from '../counted.ts'
import type { Db } from '../db/database.ts'
import { settingsOf } from '../db/state.ts'
import { changeZone } from '../db/zone/change.ts'
import { previewZone } from '../db/zone/preview.ts'
import { ApiError } from '../errors.ts'
import { zoneRefusal } from '../time/zone.ts'
import { plainMeta } from './meta.ts'

type Unsaid = Asked<Api['workspace']['change']>['unsaid_times']

const checkName = (timezone: string) => {
  const refusal = zoneRefusal(timezone)
  if (refusal) throw new ApiError(400, 'bad_request', refusal)
}

const dailyWords = (daily: number, from: string, to: string) =>
  `${counted(daily, 'order has a number that begins anew each day, and is', 'orders have numbers that begin anew each day, and are')} known by it with the day in ${from}, which is another in ${to}. Undo their import, change the zone and import it again.`

export const zoneChange = async (ctx: Context, { timezone }: { timezone: string }) => {
  checkName(timezone)
  const { daily, ...preview } = await previewZone(await ctx.begin(), timezone)
  const refusal = daily ? dailyWords(daily, ctx.workspace.timezone, timezone) : null
  return { data: { ...preview, refusal }, meta: plainMeta(ctx.workspace, preview.orders) }
}

const conflict = (words: string) => new ApiError(409, 'conflict', `timezone: ${words}`)

/** Within the lock of imports and of the settings. Returns what moved, unless the zone is the same already. */
export const changeTimezone = async (tx: Db, timezone: string, unsaid: Unsaid, progress: Progress) => {
  checkName(timezone)
  const { timezone: from } = await settingsOf(tx)
  if (from === timezone) return null
  const preview = await previewZone(tx, timezone)
  if (preview.daily) throw conflict(dailyWords(preview.daily, from, timezone))
  const open = preview.unsaid
  if (open && unsaid === undefined)
    throw conflict(
      `${counted(open.orders, 'order', 'orders')} and ${counted(open.deals, 'deal', 'deals')} of ${open.files.join(', ')} came before it was recorded whether their times had a zone. Say unsaid_times=moments if they had one (${counted(open.movedOrders, 'order changes its day', 'orders change their day')}), or unsaid_times=clocks if they were times without a zone (they keep their days).`,
    )
  await changeZone(tx, { from, to: timezone, unsaid, progress }).catch((error: unknown) => {
    // of the key of a deal's history
    if ((error as { code?: string }).code !== '23505') throw error
    throw conflict(
      `in ${timezone} a deal would come to one stage twice at the same moment, as one file said an instant and another a time without a zone, or the clocks there skip that hour. Undo the later one of the two imports first.`,
    )
  })
  return {
    before: from,
    movedOrders: preview.movedOrders + (open && unsaid === 'moments' ? open.movedOrders : 0),
    movedDeals: preview.movedDeals,
  }
}
