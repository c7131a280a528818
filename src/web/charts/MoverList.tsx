import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'

export type Mover = {
  name: string
  change: number
  /** In percent, or why there is none: "+12.5%", "new". */
  percent: string
  /** What it is and what it was. */
  now: string
  before: string
  href: string
}

type Props = {
  label: string
  names: { part: string }
  gains: readonly Mover[]
  losses: readonly Mover[]
  signed: (value: number) => string
}

/** The largest changes in money, gains beside losses, on one scale; each opens its rows. */
export const MoverList = ({ label, gains, losses, signed }: Props) => {
  const most = Math.max(1e-9, ...[...gains, ...losses].map(({ change }) => Math.abs(change)))
  const spoken = ({ name, change }: Mover) => `${name} ${signed(change)}`
  const summary = `Gains: ${gains.map(spoken).join(', ') || 'none'}. Losses: ${losses.map(spoken).join(', ') || 'none'}.`
  return (
    <ChartFrame label={label} summary={summary} fit>
      <div className="@container">
        <div className="grid gap-x-8 gap-y-4 @lg:grid-cols-2">
          <Side title="Gained most" movers={gains} none="Nothing gained." most={most} signed={signed} />
          <Side title="Lost most" movers={losses} none="Nothing lost." most={most} signed={signed} />
        </div>
      </div>
    </ChartFrame>
  )
}

type SideProps = { title: string; none: string; movers: readonly Mover[]; most: number } & Pick<Props, 'signed'>

const Side = ({ title, none, movers, most, signed }: SideProps) => (
  <div className="min-w-0">
    <h3 className="mb-1 text-sm font-medium text-soft">{title}</h3>
    {movers.length === 0 && <p className="text-sm text-muted">{none}</p>}
    <ul className="flex flex-col gap-1 text-sm">
      {movers.map(({ name, change, percent, now, before, href }) => (
        <li key={`${name} ${href}`}>
          <OpenRow
            href={href}
            className="block px-1 py-1"
            data-tip={tipOf(name, [
              ['Change', signed(change)],
              ['In percent', percent],
              ['Revenue', now],
              ['Comparison', before],
            ])}
          >
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 flex-1 basis-24 break-words">{name}</span>
              <span className={`font-medium ${change > 0 ? 'text-positive' : 'text-negative'}`}>{signed(change)}</span>
              <span className="min-w-14 text-right text-xs text-muted">{percent}</span>
            </span>
            <span aria-hidden className="mt-1 block h-2 rounded-sm bg-sunken">
              <i
                data-bar
                className="block h-full min-w-0.5 rounded-sm"
                style={{
                  width: `${(Math.abs(change) / most) * 100}%`,
                  background: change > 0 ? 'var(--positive)' : 'var(--negative)',
                }}
              />
            </span>
          </OpenRow>
        </li>
      ))}
    </ul>
  </div>
)

/** The same figures as a table. */
export const MoverTable = ({ label, names, gains, losses, signed }: Props) => (
  <FiguresTable
    label={label}
    head={[names.part, 'Change', 'In percent', 'Revenue', 'Comparison']}
    rows={[...gains, ...losses].map(({ name, change, percent, now, before }) => [
      name,
      signed(change),
      percent,
      now,
      before,
    ])}
  />
)
