import { unknown } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { tall } from './tall.ts'
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
  const tip = ({ name, at: quartiles, count, few }: QuartileRow) =>
    tipOf(
      name,
      quartiles
        ? [
            ['Median', exact(quartiles.median)],
            ['Lower quartile', exact(quartiles.p25)],
            ['Upper quartile', exact(quartiles.p75)],
          ]
        : [],
      few && quartiles ? `${count}: few` : count,
    )
  const foot = (
    <>
      <span className="inline-flex items-center gap-1.5">
        <i className="h-3 w-4 rounded-sm bg-chart-1" /> median, {unit}
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
    <ChartFrame label={label} summary={`${rows.map(spoken).join('. ')}.`} foot={foot} fit>
      <div className={`@container flex flex-col ${tall(rows.length)}`}>
        <ol className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm @sm:grid-cols-[fit-content(8.5rem)_minmax(0,1fr)_auto]">
          {rows.map(row => (
            <li key={row.name} className={line}>
              <OpenRow
                href={row.href}
                data-tip={tip(row)}
                words={spoken(row)}
                className={`${line} items-center px-1 py-1.5`}
              >
                <span className="break-words first-letter:uppercase">{row.name}</span>
                <Plot row={row} ticks={ticks} at={at} />
                <span className="text-right whitespace-nowrap">
                  <b className="font-semibold">{row.at ? exact(row.at.median) : unknown}</b>{' '}
                  <span className="text-xs text-muted">{row.count}</span>
                </span>
              </OpenRow>
            </li>
          ))}
          <li aria-hidden className={`${line} px-1 text-xs text-muted`}>
            <span className="relative col-span-2 h-4 @sm:col-span-1 @sm:col-start-2">
              {ticks.map((value, i) => (
                <span
                  key={value}
                  className={`absolute whitespace-nowrap ${i === 0 ? '' : i === ticks.length - 1 ? '-translate-x-full' : '-translate-x-1/2'}`}
                  style={{ left: at(value) }}
                >
                  {tick(value)}
                </span>
              ))}
            </span>
          </li>
        </ol>
      </div>
    </ChartFrame>
  )
}

/** The columns are those of the whole list, so that all rows stand on one scale. */
const line = 'col-span-full grid grid-cols-subgrid'

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

/** A line with two ends, with a rim that keeps it readable on the bar. */
const Whisker = ({ wide = false }: { wide?: boolean }) => (
  <i className={`relative h-2.5 ${wide ? 'w-full' : 'w-4'}`}>
    <i className={`${rim} inset-x-0 top-1/2 h-0.5 -translate-y-1/2`} />
    <i className={`${rim} inset-y-0 left-0 w-0.5`} />
    <i className={`${rim} inset-y-0 right-0 w-0.5`} />
  </i>
)
const rim = 'absolute bg-ink shadow-[0_0_0_1.5px_var(--card)]'

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
