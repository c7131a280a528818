import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'

type End = { name: string; value: number; remark?: string; href?: string }
type Step = {
  label: string
  amount: number
  /** Whether it is a gain or a loss; without it, by its sign. */
  tone?: 'good' | 'bad' | 'neutral'
  /** More to say, such as "12 deals". */
  remark?: string
  /** Where what it is made of is. */
  href?: string
}
type Props = {
  label: string
  from: End
  to: End
  steps: readonly Step[]
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
  const words = steps
    .map(step => `${step.label} ${signed(step.amount)}${step.remark ? ` (${step.remark})` : ''}`)
    .join(', ')
  const summary = `From ${exact(from.value)} (${from.name}) to ${exact(to.value)} (${to.name}): ${words}.`
  return (
    <ChartFrame label={label} summary={summary} fit>
      <div className="@container flex flex-col gap-y-1 text-sm">
        <Whole {...from} value={exact(from.value)} />
        {rows.map(row => (
          <OpenRow
            key={row.label}
            href={row.href}
            data-tip={tipOf(
              row.label,
              [
                ['Adds', signed(row.amount)],
                ['Before', exact(from.value + row.start)],
                ['After', exact(from.value + row.end)],
              ],
              row.remark,
            )}
            words={`${row.label}: ${signed(row.amount)}`}
            className={stepRow}
          >
            <span className="break-words">
              {row.label} {row.remark && <span className="text-xs whitespace-nowrap text-muted">{row.remark}</span>}
            </span>
            <span
              aria-hidden
              className="relative order-last col-span-2 mt-1 h-5 @md:order-none @md:col-span-1 @md:mt-0 @md:h-7"
              data-step
            >
              <i className="absolute -inset-y-1 w-px bg-line-strong" style={{ left: `${at(0)}%` }} />
              {row.amount !== 0 && (
                <i
                  data-bar
                  className="absolute inset-y-0 min-w-0.5 rounded-sm"
                  style={{
                    left: `${at(Math.min(row.start, row.end))}%`,
                    width: `${(Math.abs(row.amount) / span) * 100}%`,
                    background: looks[toneOf(row)].bar,
                  }}
                />
              )}
            </span>
            <span className={`text-right font-medium whitespace-nowrap ${looks[toneOf(row)].text}`}>
              {signed(row.amount)}
            </span>
          </OpenRow>
        ))}
        <Whole {...to} value={exact(to.value)} change={`${signed(change)} in all`} />
      </div>
    </ChartFrame>
  )
}

const looks = {
  good: { bar: 'var(--positive)', text: 'text-positive' },
  bad: { bar: 'var(--negative)', text: 'text-negative' },
  neutral: { bar: 'var(--chart-other)', text: 'text-soft' },
  none: { bar: 'var(--chart-other)', text: 'text-muted' },
}
const toneOf = ({ amount, tone }: Step): keyof typeof looks =>
  amount === 0 ? 'none' : (tone ?? (amount > 0 ? 'good' : 'bad'))

const stepRow =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1 @md:grid-cols-[minmax(8rem,2fr)_minmax(0,5fr)_6.5rem]'

const Whole = ({ name, value, change, remark, href }: Omit<End, 'value'> & { value: string; change?: string }) => (
  <div className="border-y border-line first:border-t-0 last:border-b-0">
    <OpenRow href={href} className="flex flex-wrap items-baseline justify-between gap-x-3 py-2">
      <span className="text-muted">
        {name} {remark && <span className="text-xs whitespace-nowrap">{remark}</span>}
      </span>
      <span className="ml-auto font-semibold">
        {change && <span className="mr-3 text-xs font-normal text-muted">{change}</span>}
        {value}
      </span>
    </OpenRow>
  </div>
)

/** The same figures as a table. */
export const BridgeTable = ({ label, from, to, steps, exact, signed }: Props) => (
  <FiguresTable
    label={label}
    head={['Step', 'Amount', ...(steps.some(step => step.remark) ? ['Of'] : [])]}
    rows={[
      [from.name, exact(from.value), from.remark],
      ...steps.map(step => [step.label, signed(step.amount), step.remark]),
      [to.name, exact(to.value), to.remark],
    ].map(cells => (steps.some(step => step.remark) ? cells : cells.slice(0, 2)))}
  />
)
