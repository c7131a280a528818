import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'

type Props = {
  label: string
  from: { name: string; value: number }
  to: { name: string; value: number }
  steps: readonly { label: string; amount: number }[]
  exact: (value: number) => string
  /** With its sign, such as "+$12,400". */
  signed: (value: number) => string
}

/**
 * How one figure became another: each step begins where the one before ended. The bars count from the first figure (its line is zero),
 * as changes of a few percent would be invisible beside the whole.
 */
export const BridgeChart = ({ label, from, to, steps, exact, signed }: Props) => {
  const ends = steps.reduce<number[]>((sums, step) => [...sums, (sums.at(-1) ?? 0) + step.amount], [])
  const change = to.value - from.value
  const low = Math.min(0, change, ...ends)
  const span = Math.max(0, change, ...ends) - low || 1
  const at = (value: number) => ((value - low) / span) * 100
  const rows = steps.map((step, i) => ({ ...step, start: ends[i - 1] ?? 0, end: ends[i] ?? 0 }))
  const words = steps.map(step => `${step.label} ${signed(step.amount)}`).join(', ')
  const summary = `From ${exact(from.value)} (${from.name}) to ${exact(to.value)} (${to.name}): ${words}.`
  return (
    <ChartFrame label={label} summary={summary}>
      <dl className="@container flex grow flex-col justify-around gap-y-1 text-sm">
        <Whole name={from.name} value={exact(from.value)} />
        {rows.map(row => (
          <div key={row.label} className={stepRow}>
            <dt className="break-words">{row.label}</dt>
            <dd
              aria-hidden
              className="relative order-last col-span-2 mt-1 h-5 @md:order-none @md:col-span-1 @md:mt-0 @md:h-7"
            >
              <i className="absolute -inset-y-1 w-px bg-line-strong" style={{ left: `${at(0)}%` }} />
              {row.amount !== 0 && (
                <i
                  className="absolute inset-y-0 min-w-0.5 rounded-sm"
                  style={{
                    left: `${at(Math.min(row.start, row.end))}%`,
                    width: `${(Math.abs(row.amount) / span) * 100}%`,
                    background: row.amount < 0 ? 'var(--negative)' : 'var(--positive)',
                  }}
                />
              )}
            </dd>
            <dd
              className={`text-right font-medium whitespace-nowrap ${row.amount > 0 ? 'text-positive' : row.amount < 0 ? 'text-negative' : 'text-muted'}`}
            >
              {signed(row.amount)}
            </dd>
          </div>
        ))}
        <Whole name={to.name} value={exact(to.value)} remark={`${signed(change)} in all`} />
      </dl>
    </ChartFrame>
  )
}

const stepRow =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1 @md:grid-cols-[minmax(8rem,2fr)_minmax(0,5fr)_6.5rem]'

const Whole = ({ name, value, remark }: { name: string; value: string; remark?: string }) => (
  <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-y border-line py-2 first:border-t-0 last:border-b-0">
    <dt className="text-muted">{name}</dt>
    <dd className="ml-auto font-semibold">
      {remark && <span className="mr-3 text-xs font-normal text-muted">{remark}</span>}
      {value}
    </dd>
  </div>
)

/** The same figures as a table. */
export const BridgeTable = ({ label, from, to, steps, exact, signed }: Props) => (
  <FiguresTable
    label={label}
    head={['Step', 'Amount']}
    rows={[
      [from.name, exact(from.value)],
      ...steps.map(step => [step.label, signed(step.amount)]),
      [to.name, exact(to.value)],
    ]}
  />
)
