import { ChartFrame } from '../../charts/ChartFrame.tsx'
import { date, dateRange, plural, unknown } from '../../format.ts'
import { Card } from '../../ui/Card.tsx'
import type { DealAnswer } from './deal.ts'
import { NoHistory } from './ConversionCard.tsx'

const colors = { open: 'bg-chart-1', won: 'bg-positive', lost: 'bg-negative' }

/** The deal's way through the stages, each stay as long as it took. */
export const DealStays = ({ data: { stages, opportunityName } }: DealAnswer) => {
  const longest = Math.max(1, ...stages.map(stay => (stay.kind === 'open' ? (stay.days ?? 0) : 0)))
  const words = stages.map(
    ({ stage, enteredOn, leftOn, days, kind }) =>
      `${stage}: ${kind === 'open' ? (leftOn ? dateRange(enteredOn, leftOn) : `since ${date(enteredOn)}`) : date(enteredOn)}${days !== null && kind === 'open' ? `, ${plural(days, 'day')}` : ''}`,
  )
  return (
    <Card title="Way through the stages">
      {stages.length === 0 ? (
        <NoHistory />
      ) : (
        <ChartFrame label={`${opportunityName} through the stages`} summary={`${words.join('. ')}.`}>
          <ol className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 text-sm sm:grid-cols-[fit-content(9rem)_minmax(0,1fr)_auto]">
            {stages.map(({ stage, kind, enteredOn, leftOn, days }, i) => (
              <li key={i} className="col-span-full grid grid-cols-subgrid items-center">
                <span className="break-words first-letter:uppercase">{stage}</span>
                <span aria-hidden className="order-last col-span-2 h-4 sm:order-none sm:col-span-1">
                  <i
                    className={`block h-full min-w-1 rounded-sm ${colors[kind]}`}
                    style={{ width: kind === 'open' ? `${((days ?? 0) / longest) * 100}%` : 4 }}
                  />
                </span>
                <span className="text-right whitespace-nowrap">
                  {kind === 'open' && <b className="font-semibold">{days === null ? unknown : plural(days, 'day')}</b>}{' '}
                  <span className="text-xs text-muted">
                    {kind !== 'open'
                      ? date(enteredOn)
                      : leftOn
                        ? dateRange(enteredOn, leftOn)
                        : `since ${date(enteredOn)}`}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </ChartFrame>
      )}
    </Card>
  )
}
