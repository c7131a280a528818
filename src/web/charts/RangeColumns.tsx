import { unknown } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { roundTicks } from './ticks.ts'
import { Tooltip } from '../ui/Tooltip.tsx'

export type RangeColumn = {
  /** Under the column, such as "Dec". */
  tick: string
  /** Under that, where it begins: "2026". */
  under: string | null
  /** In words: "Dec 2026". */
  title: string
  /** Certain already; what follows comes on top of it. null: it has not begun. */
  done: number | null
  /** Least, expected, most. */
  low: number
  likely: number
  high: number
  /** More to say, such as "12 deals". */
  remark?: string
  href?: string
  /** In the table, at the end. */
  figures: readonly string[]
}

type Props = {
  label: string
  names: { bucket: string; done: string; low: string; likely: string; high: string; figures: readonly string[] }
  columns: readonly RangeColumn[]
  /** Of all columns together; the least and the most of a sum are not the sums of the least and the most. */
  total: Pick<RangeColumn, 'done' | 'low' | 'likely' | 'high' | 'figures'>
  exact: (value: number) => string
  short: (value: number) => string
  height?: number
}

/** What time buckets may bring: what is certain already and what is expected as a column, up to the most in a pale shade, the least as a line. */
export const RangeColumns = ({ label, names, columns, exact, short, height = 240 }: Omit<Props, 'total'>) => {
  const ticks = roundTicks(0, Math.max(0, ...columns.map(({ done, high }) => (done ?? 0) + high)))
  const most = ticks.at(-1) || 1
  const at = (value: number) => `${(value / most) * 100}%`
  const parts = (column: RangeColumn) => [
    ...(column.done ? [[names.done, column.done] as const] : []),
    [names.likely, column.likely] as const,
    [names.low, column.low] as const,
    [names.high, column.high] as const,
  ]
  const spoken = (column: RangeColumn) =>
    [
      `${column.title}: ${parts(column)
        .map(([name, value]) => `${name.toLowerCase()} ${exact(value)}`)
        .join(', ')}`,
      column.remark,
    ]
      .filter(Boolean)
      .join(', ')
  const foot = (
    <>
      {columns.some(({ done }) => done) && <Key look="bg-positive" words={names.done} />}
      <Key look="bg-chart-1" words={names.likely} />
      <Key look="bg-chart-1 opacity-20" words={names.high} />
      <Key look="border-t-2 border-ink h-0" words={names.low} />
    </>
  )
  return (
    <ChartFrame label={label} summary={`${columns.map(spoken).join('. ')}.`} foot={foot}>
      {/* the axis and the columns share a row, so that they share its height */}
      <div className="grid grow grid-cols-[auto_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] gap-x-2 text-xs text-muted">
        <div
          aria-hidden
          className="relative my-2"
          style={{ width: `${Math.max(...ticks.map(tick => short(tick).length))}ch` }}
        >
          {ticks.map(tick => (
            <span key={tick} className="absolute right-0 translate-y-1/2" style={{ bottom: at(tick) }}>
              {short(tick)}
            </span>
          ))}
        </div>
        <div className="relative my-2" style={{ minHeight: height }}>
          {ticks.map(tick => (
            <i key={tick} aria-hidden className="absolute inset-x-0 h-px bg-chart-grid" style={{ bottom: at(tick) }} />
          ))}
          <ol className="absolute inset-0 flex">
            {columns.map(column => (
              <li key={column.title} className="flex min-w-0 flex-1">
                <Tooltip words={<Words column={column} parts={parts(column)} exact={exact} />}>
                  <OpenRow href={column.href} className="relative mx-[8%] grow">
                    <span className="sr-only">{spoken(column)}</span>
                    <Column column={column} at={at} />
                  </OpenRow>
                </Tooltip>
              </li>
            ))}
          </ol>
        </div>
        <ol aria-hidden className="col-start-2 flex">
          {columns.map(({ tick, under, title }) => (
            <li key={title} className="min-w-0 flex-1 text-center">
              {tick}
              {under && <span className="block text-muted">{under}</span>}
            </li>
          ))}
        </ol>
      </div>
    </ChartFrame>
  )
}

const Column = ({
  column: { done, low, likely, high },
  at,
}: {
  column: RangeColumn
  at: (value: number) => string
}) => {
  const base = at(done ?? 0)
  return (
    <span aria-hidden className="absolute inset-x-[12%] inset-y-0">
      <i className="absolute inset-x-0 rounded-t-sm bg-chart-1 opacity-20" style={{ bottom: base, height: at(high) }} />
      <i className="absolute inset-x-0 rounded-t-sm bg-chart-1" style={{ bottom: base, height: at(likely) }} />
      <i className="absolute inset-x-0 bottom-0 bg-positive" style={{ height: base }} />
      {high > 0 && (
        <i className="absolute inset-x-0 h-0.5 bg-ink outline outline-card" style={{ bottom: at((done ?? 0) + low) }} />
      )}
    </span>
  )
}

type WordsProps = { column: RangeColumn; parts: (readonly [string, number])[]; exact: (value: number) => string }

const Words = ({ column, parts, exact }: WordsProps) => (
  <>
    <b className="block font-semibold">{column.title}</b>
    {parts.map(([name, value]) => (
      <span key={name} className="flex justify-between gap-4">
        <span>{name}</span>
        <span>{exact(value)}</span>
      </span>
    ))}
    {column.remark && <span className="block">{column.remark}</span>}
  </>
)

const Key = ({ look, words }: { look: string; words: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <i className={`w-4 ${look.includes('h-0') ? '' : 'h-3 rounded-sm'} ${look}`} /> {words}
  </span>
)

/** The same figures as a table. */
export const RangeTable = ({
  label,
  names,
  columns,
  total,
  more = [],
  exact,
}: Omit<Props, 'short' | 'height'> & {
  /** What stands in no bucket: only the expected is known of it. */
  more?: readonly Pick<RangeColumn, 'title' | 'likely' | 'figures'>[]
}) => {
  const figuresOf = ({ done, low, likely, high, figures }: Props['total']) => [
    ...[done, low, likely, high].map(value => (value === null ? unknown : exact(value))),
    ...figures,
  ]
  return (
    <FiguresTable
      label={label}
      head={[names.bucket, names.done, names.low, names.likely, names.high, ...names.figures]}
      rows={[
        ...columns.map(column => [column.title, ...figuresOf(column)]),
        ...more.map(({ title, likely, figures }) => [title, unknown, unknown, exact(likely), unknown, ...figures]),
      ]}
      total={['Total', ...figuresOf(total)]}
    />
  )
}
