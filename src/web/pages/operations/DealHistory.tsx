import type { ReactNode } from 'react'
import { date, instant, money } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import type { DealAnswer } from './deal.ts'

type Change = DealAnswer['data']['history'][number]

const words = (change: Change, currency: string): ReactNode => {
  const turned = (from: string, to: string) => (
    <>
      {from} → <b className="font-semibold">{to}</b>
    </>
  )
  switch (change.kind) {
    case 'created':
      return 'Created'
    case 'stage':
      return (
        <>
          {change.toKind === 'won' ? 'Won: ' : change.toKind === 'lost' ? 'Lost: ' : 'Stage: '}
          {change.from === null ? <b className="font-semibold">{change.to}</b> : turned(change.from, change.to)}
        </>
      )
    case 'amount':
      return <>Amount: {turned(money(change.from, currency), money(change.to, currency))}</>
    case 'expected-close':
      return <>Expected close: {turned(date(change.from), date(change.to))}</>
    case 'removed':
      return 'Deleted at the source'
  }
}

const isLater = (change: Change) =>
  change.kind === 'expected-close' && change.from !== null && change.to !== null && change.to > change.from

/** Everything that changed, newest first. */
export const DealHistory = ({ data: { history }, meta: { currency, timezone } }: DealAnswer) => (
  <Card title="History" subtitle="newest first">
    {history.length === 0 ? (
      <p className="text-sm text-muted">Nothing is known of how it came to be.</p>
    ) : (
      <ol className="flex flex-col text-sm">
        {history.toReversed().map((change, i) => (
          <li
            key={i}
            className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-t border-line py-2 first:border-t-0"
          >
            <time
              dateTime={change.at ?? change.on}
              title={
                change.seen
                  ? 'Seen in an import of this day; when it happened is not known'
                  : change.at
                    ? instant(change.at, timezone)
                    : undefined
              }
              className="text-muted"
            >
              {change.seen && 'by '}
              {date(change.on)}
            </time>
            <span className="min-w-0 break-words">
              {words(change, currency)}
              {isLater(change) && <span className="ml-2 text-xs text-warning">postponed</span>}
            </span>
          </li>
        ))}
      </ol>
    )}
  </Card>
)
