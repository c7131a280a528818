import type { api, Result } from '#contract'
import { list, plural } from '../../format.ts'
import type { Question } from './SettingsCard.tsx'

export type ZoneChange = Result<typeof api.workspace.zoneChange>['data']
export type Unsaid = 'moments' | 'clocks'

/** What becomes of the orders and deals that are here, in sentences. */
const becomes = (
  { orders, movedOrders, deals, movedDeals, unsaid }: ZoneChange,
  said: Unsaid | undefined,
  zone: string,
) => {
  const moved = movedOrders + (unsaid && said === 'moments' ? unsaid.movedOrders : 0)
  return [
    `${moved === 1 ? '1 order changes its' : `${plural(moved, 'order')} change their`} day (of ${plural(orders, 'order')}).`,
    ...(deals
      ? [
          `${movedDeals === 1 ? '1 deal changes a' : `${plural(movedDeals, 'deal')} change a`} day (of ${plural(deals, 'deal')}).`,
        ]
      : []),
    `What came with a day alone, or with a time without a zone, keeps its day: such times are then those of ${zone}.`,
    'Changing back gives every day back.',
  ].join(' ')
}

type Asked = {
  change: ZoneChange | undefined
  problem: string | null
  said: Unsaid | undefined
  from: string
  to: string
}

/** `change` is not there while it is counted. */
export const zoneQuestion = ({ change, problem, said, from, to }: Asked): Question => ({
  title: `Let days begin as in ${to}?`,
  text: problem ?? (change ? becomes(change, said, to) : 'The orders that would change their day are being counted …'),
  isOpen: problem !== null || !change,
  yes: `Change to ${to}`,
  no: `Keep ${from}`,
})

export const unsaidWords = ({ orders, deals, movedOrders, files }: NonNullable<ZoneChange['unsaid']>) =>
  `${[...(orders ? [plural(orders, 'order')] : []), ...(deals ? [plural(deals, 'deal')] : [])].join(' and ')} of ${list(files)} came before it was recorded whether times had a zone. If they had one, ${movedOrders === 1 ? '1 order changes its day' : `${plural(movedOrders, 'order')} change their day`}.`
