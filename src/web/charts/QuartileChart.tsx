import { unknown } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { roundTicks } from './ticks.ts'

type Quartiles = { p25: number; median: number; p75: number }
export type QuartileRow = {
  name: string
  /** null: there is nothing to measure. */
  at: Quartiles | null
  /** How many it is of, such as "214 deals". */
  count: string
  /** So few that the figures say little: drawn hollow. */
  few: boolean
  /** Where what it is made of is. */
  href?: string
  /** In the table, after the quartiles. */
  figures: readonly string[]
}

type Props = {
  label: string
  names: { row: string; figures: readonly string[] }
  rows: readonly QuartileRow[]
  /** A value in words: "12.5 days". */
  exact: (value: number) => string
  /** On the axis: "10". */
  tick: (value: number) => string
  /** Of the axis: "days". */
  unit: string
}

/** Medians as bars from zero with the middle half of the cases as a whisker, and how many there are; all on one scale. */
export const QuartileChart = ({ label, rows, exact, tick, unit }: Props) => {
  const ticks = roundTicks(0, Math.max(0, ...rows.map(row => row.at?.p75 ?? 0)))
  const most = ticks.at(-1) || 1
  const at = (value: number) => `${(value / most) * 100}%`
  const spoken = ({ name, at: quartiles, count, few }: QuartileRow) =>
    `${name}: ${quartiles ? `median ${exact(quartiles.median)}, middle half ${exact(quartiles.p25)} to ${exact(quartiles.p75)}, ` : ''}${count}${few && quartiles ? ', few' : ''}`
  const foot = (
    <>
      <span className="inline-flex items-center gap-1.5">
        <i className="h-3 w-4 rounded-sm bg-chart-1" /> median
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Whisker /> middle half (quartiles)
      </span>
      {rows.some(row => row.few && row.at) && (
        <span className="inline-flex items-center gap-1.5">
          <i className="h-3 w-4 rounded-sm border border-dashed border-chart-1" /> fewer than 10
        </span>
      )}
    </>
  )
  return (
    <ChartFrame label={label} summary={`${rows.map(spoken).join('. ')}.`} foot={foot}>
      <ol className="@container flex grow flex-col justify-between gap-1 text-sm">
        {rows.map(row => (
          <li key={row.name} className="flex max-h-16 flex-1">
            <OpenRow href={row.href} title={spoken(row)} className={`min-w-0 grow px-1 py-1.5 ${columns}`}>
              <span className="break-words first-letter:uppercase">{row.name}</span>
              <Plot row={row} ticks={ticks} at={at} />
              <span className="text-right whitespace-nowrap">
                <b className="font-semibold">{row.at ? exact(row.at.median) : unknown}</b>{' '}
                <span className="text-xs text-muted">{row.count}</span>
              </span>
            </OpenRow>
          </li>
        ))}
        <li aria-hidden className={`h-5 px-1 text-xs text-muted ${columns}`}>
          <span className="hidden @sm:block" />
          <span className="relative order-last col-span-2 h-4 @sm:order-none @sm:col-span-1">
            {ticks.map((value, i) => (
              <span
                key={value}
                className={`absolute whitespace-nowrap ${i === 0 ? '' : i === ticks.length - 1 ? '-translate-x-full' : '-translate-x-1/2'}`}
                style={{ left: at(value) }}
              >
                {tick(value)}
                {i === ticks.length - 1 && ` ${unit}`}
              </span>
            ))}
          </span>
          <span className="hidden @sm:block" />
        </li>
      </ol>
    </ChartFrame>
  )
}

/** The middle column is as wide in every row, so that all stand on one scale. */
const columns =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 @sm:grid-cols-[minmax(5rem,7rem)_minmax(0,1fr)_8.5rem]'

const Plot = ({ row, ticks, at }: { row: QuartileRow; ticks: number[]; at: (value: number) => string }) => (
  <span aria-hidden className="relative order-last col-span-2 mt-1 h-6 @sm:order-none @sm:col-span-1 @sm:mt-0">
    {ticks.map(value => (
      <i key={value} className="absolute -inset-y-1 w-px bg-chart-grid" style={{ left: at(value) }} />
    ))}
    {row.at && (
      <>
        <i
          className={`absolute inset-y-1 left-0 min-w-0.5 rounded-sm ${row.few ? 'border border-dashed border-chart-1' : 'bg-chart-1'}`}
          style={{ width: at(row.at.median) }}
          data-median
        />
        <span
          className="absolute inset-y-0 flex items-center"
          style={{ left: at(row.at.p25), width: at(row.at.p75 - row.at.p25) }}
          data-whisker
        >
          <Whisker wide />
        </span>
      </>
    )}
  </span>
)

/** A line with two ends, readable on the bar and beside it. */
const Whisker = ({ wide = false }: { wide?: boolean }) => (
  <i className={`relative h-2.5 border-x-2 border-soft ${wide ? 'w-full min-w-0.5' : 'w-4'}`}>
    <i className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 bg-soft" />
  </i>
)

/** The same figures as a table. */
export const QuartileTable = ({ label, names, rows, exact }: Pick<Props, 'label' | 'names' | 'rows' | 'exact'>) => (
  <FiguresTable
    label={label}
    head={[names.row, 'Median', 'Lower quartile', 'Upper quartile', ...names.figures]}
    rows={rows.map(({ name, at, figures }) => [
      name.charAt(0).toLocaleUpperCase() + name.slice(1),
      ...(at ? [at.median, at.p25, at.p75].map(exact) : [unknown, unknown, unknown]),
      ...figures,
    ])}
  />
)
