import { Link } from 'react-router'
import { ChartFrame } from './ChartFrame.tsx'
import { tipOf } from './ChartTip.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { OpenRow } from './OpenRow.tsx'
import { tall } from './tall.ts'

export type PartRow = {
  name: string
  /** One for each of the chart's kinds, in their order. */
  parts: readonly number[]
  /** At the end of the row: "24 deals". */
  figure: string
  remark?: string
  href?: string
  /** Under the row: each part in words, with where it leads. */
  links?: readonly { words: string; href: string }[]
  /** In the table, after the parts. */
  figures: readonly string[]
}
type Kind = { name: string; color: string }
type Props = {
  label: string
  names: { row: string; figures: readonly string[] }
  /** What the parts are, first to last. */
  kinds: readonly Kind[]
  rows: readonly PartRow[]
  count: (value: number) => string
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

/** Classes in their own order as bars from zero, each made of the same kinds of parts. */
export const PartBars = ({ label, kinds, rows, count }: Props) => {
  const most = Math.max(1e-9, ...rows.map(row => sum(row.parts)))
  const spoken = (row: PartRow) =>
    [`${row.name}: ${row.figure}`, ...kinds.map(({ name }, i) => `${count(row.parts[i] ?? 0)} ${name}`), row.remark]
      .filter(Boolean)
      .join(', ')
  const foot = kinds.map(({ name, color }) => (
    <span key={name} className="inline-flex items-center gap-1.5">
      <i className="h-3 w-4 rounded-sm" style={{ background: color }} /> {name}
    </span>
  ))
  return (
    <ChartFrame label={label} summary={`${rows.map(spoken).join('. ')}.`} foot={foot} fit>
      <div className={`@container flex flex-col ${tall(rows.length)}`}>
        <ol className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 text-sm @sm:grid-cols-[fit-content(8.5rem)_minmax(0,1fr)_auto]">
          {rows.map(row => (
            <li key={row.name} className="col-span-full grid grid-cols-subgrid">
              <OpenRow
                href={row.href}
                data-tip={tipOf(
                  row.name,
                  kinds.map(({ name }, i) => [name, count(row.parts[i] ?? 0)]),
                  [row.figure, row.remark].filter(Boolean).join(', '),
                )}
                words={spoken(row)}
                className="col-span-full grid grid-cols-subgrid items-center px-1 py-1"
              >
                <span className="break-words first-letter:uppercase">{row.name}</span>
                <span
                  aria-hidden
                  className="order-last col-span-2 mt-1 flex h-5 gap-px @sm:order-none @sm:col-span-1 @sm:mt-0"
                >
                  {sum(row.parts) === 0 && <i className="w-0.5 bg-line-strong" />}
                  {kinds.map(
                    ({ name, color }, i) =>
                      (row.parts[i] ?? 0) > 0 && (
                        <i
                          key={name}
                          className="min-w-0.5 first:rounded-l-sm last:rounded-r-sm"
                          style={{ width: `${((row.parts[i] ?? 0) / most) * 100}%`, background: color }}
                        />
                      ),
                  )}
                </span>
                <span className="text-right whitespace-nowrap">
                  <b className="font-semibold">{row.figure}</b>{' '}
                  {row.remark && <span className="text-xs text-muted">{row.remark}</span>}
                </span>
              </OpenRow>
              {row.links && row.links.length > 0 && (
                <span className="col-span-full flex flex-wrap gap-x-3 px-1 text-xs text-muted @sm:col-start-2 @sm:px-0">
                  {row.links.map(({ words, href }) => (
                    <Link
                      key={words}
                      to={href}
                      className="inline-block leading-6 rounded hover:text-ink hover:underline"
                    >
                      {words}
                    </Link>
                  ))}
                </span>
              )}
            </li>
          ))}
        </ol>
      </div>
    </ChartFrame>
  )
}

/** The same figures as a table, with their sums. */
export const PartTable = ({ label, names, kinds, rows, count }: Props) => (
  <FiguresTable
    label={label}
    head={[names.row, ...kinds.map(({ name }) => name.charAt(0).toLocaleUpperCase() + name.slice(1)), ...names.figures]}
    rows={rows.map(row => [
      row.name.charAt(0).toLocaleUpperCase() + row.name.slice(1),
      ...kinds.map((_, i) => count(row.parts[i] ?? 0)),
      ...row.figures,
    ])}
    total={[
      'Total',
      ...kinds.map((_, i) => count(sum(rows.map(row => row.parts[i] ?? 0)))),
      ...names.figures.map(() => ''),
    ]}
  />
)
