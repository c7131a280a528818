import { useState } from 'react'
import { Link } from 'react-router'
import { unknown } from '../format.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { useRoving } from './roving.ts'

export type HeatCell = {
  /** What is coloured; null has no colour and stands for what is not known. */
  value: number | null
  /** In the cell, such as "28%". */
  shown: string
  /** In full, such as "Mar 2026, month 4: 34 of 120 customers, 28.3%". */
  spoken: string
  /** What every other cell is compared with, and so always the same: it has no colour. */
  base: boolean
  /** It is not over: marked by a dashed border. */
  partial: boolean
  /** Where what it counts is. */
  href?: string
}

export type HeatRow = {
  name: string
  /** How much it is made of, such as "120", and in full. */
  size: string
  sizeSpoken: string
  /** It may not be all that belongs to it. */
  partial: boolean
  href?: string
  /** null: it lies ahead, or there is nothing to tell of. */
  cells: readonly (HeatCell | null)[]
}

type Props = {
  label: string
  names: { row: string; size: string; average: string; columns: string }
  columns: readonly string[]
  rows: readonly HeatRow[]
  /** One for each column; null: there is nothing to average. */
  average: readonly (Pick<HeatCell, 'shown' | 'spoken' | 'href'> | null)[]
  /** The value of the fullest colour, and how a value is written below the ramp. */
  most: number
  exact: (value: number) => string
  summary: string
}

const shades = 7
const shadeOf = (value: number, most: number) =>
  most > 0 ? Math.min(shades, 1 + Math.floor((Math.max(0, value) / most) * shades)) : 1

/** Rows by columns, each cell a number on a shade of one hue. Arrows move, Enter opens what the cell counts. */
export const HeatMap = ({ label, names, columns, rows, average, most, exact, summary }: Props) => {
  const [pointed, setPointed] = useState<string | null>(null)
  const { frame, part } = useRoving({ rows: rows.length + 1, columns: columns.length + 1 })
  const point = (words: string) => ({
    onPointerEnter: () => setPointed(words),
    onPointerLeave: () => setPointed(null),
    onFocus: () => setPointed(words),
    onBlur: () => setPointed(null),
  })
  const partial = rows.some(row => row.cells.some(cell => cell?.partial))
  const foot = (
    <>
      <span aria-hidden className="min-w-0 grow basis-64 text-soft">
        {pointed ?? 'Point at a cell to read it in full; a click opens what it counts.'}
      </span>
      {partial && (
        <span className="inline-flex items-center gap-1.5">
          <i className="size-3 rounded-[3px] border border-dashed border-ink" />
          not over yet
        </span>
      )}
      <Ramp low={exact(0)} high={exact(most)} />
    </>
  )
  return (
    <ChartFrame label={label} summary={summary} foot={foot}>
      {/* relative: a visually hidden word must scroll with the table */}
      <div className="scroll-thin scroll-cue relative min-w-0 grow overflow-x-auto scroll-pl-32 p-0.5">
        <table aria-label={label} className="h-full w-full border-separate border-spacing-0.5 text-xs" {...frame}>
          <thead className="text-muted">
            <tr>
              <th rowSpan={2} scope="col" className={`${head} ${stays} text-left`}>
                {names.row}
              </th>
              <th rowSpan={2} scope="col" className={`${head} pr-2 text-right`}>
                {names.size}
              </th>
              <th colSpan={columns.length} scope="colgroup" className="text-left font-medium">
                {names.columns}
              </th>
            </tr>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col" className={`${head} text-center`}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row.name}>
                <th scope="row" className={`${stays} pr-2 text-left font-medium whitespace-nowrap`}>
                  {row.name}
                  {row.partial && <span className="font-normal text-muted"> part</span>}
                </th>
                <td className="pr-2 text-right">
                  <Part {...part(y, 0)} {...point(row.sizeSpoken)} href={row.href} spoken={row.sizeSpoken}>
                    {row.size}
                  </Part>
                </td>
                {columns.map((column, x) => {
                  const cell = row.cells[x]
                  if (!cell)
                    return (
                      <td key={column} className="h-8 min-w-11">
                        <span className="sr-only">no figure</span>
                      </td>
                    )
                  return (
                    <td key={column} className="h-8 min-w-11 p-0 text-center">
                      <Part
                        {...part(y, x + 1)}
                        {...point(cell.spoken)}
                        href={cell.href}
                        spoken={nameOf(cell)}
                        className={`flex h-full min-h-8 items-center justify-center rounded-[3px] [forced-color-adjust:none] hover:outline-2 hover:-outline-offset-1 hover:outline-accent ${cell.partial ? 'border border-dashed border-current' : ''}`}
                        style={lookOf(cell, most)}
                      >
                        {cell.shown}
                      </Part>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <th scope="row" colSpan={2} className={`${stays} h-8 pr-2 text-left`}>
                {names.average}
              </th>
              {columns.map((column, x) => {
                const cell = average[x]
                return (
                  <td key={column} className="h-8 border-t border-line p-0 text-center">
                    {cell ? (
                      <Part
                        {...part(rows.length, x + 1)}
                        {...point(cell.spoken)}
                        href={cell.href}
                        spoken={nameOf(cell)}
                        className="flex h-full min-h-8 items-center justify-center rounded-[3px] hover:outline-2 hover:-outline-offset-1 hover:outline-accent"
                      >
                        {cell.shown}
                      </Part>
                    ) : (
                      <span className="font-normal text-muted">{unknown}</span>
                    )}
                  </td>
                )
              })}
            </tr>
          </tfoot>
        </table>
      </div>
    </ChartFrame>
  )
}

const head = 'pb-1 font-medium align-bottom'
const stays = 'sticky left-0 z-10 bg-card'

const lookOf = ({ value, base }: HeatCell, most: number) => {
  if (base || value === null) return { background: 'var(--sunken)', color: 'var(--soft)' }
  const shade = shadeOf(value, most)
  return { background: `var(--seq-${shade})`, color: `var(--seq-${shade}-text)` }
}

type PartProps = React.HTMLAttributes<HTMLElement> & { href: string | undefined; spoken: string }

/** Aloud what is read on the cell comes first. */
const nameOf = ({ shown, spoken }: Pick<HeatCell, 'shown' | 'spoken'>) =>
  spoken.includes(shown) ? spoken : `${shown}. ${spoken}`

/** A link where there is something to open, else only a place that can be read. */
const Part = ({ href, spoken, className = '', children, ...rest }: PartProps) =>
  href ? (
    <Link to={href} aria-label={spoken} className={`${className} hover:underline`} {...rest}>
      {children}
    </Link>
  ) : (
    <span role="img" aria-label={spoken} className={className} {...rest}>
      {children}
    </span>
  )

const Ramp = ({ low, high }: { low: string; high: string }) => (
  <span aria-hidden className="inline-flex items-center gap-1.5">
    {low}
    <span className="flex">
      {Array.from({ length: shades }, (_, shade) => (
        <i
          key={shade}
          className="h-3 w-4 [forced-color-adjust:none]"
          style={{ background: `var(--seq-${shade + 1})` }}
        />
      ))}
    </span>
    {high}
  </span>
)

/** The same figures as a table. */
export const HeatTable = ({
  label,
  names,
  columns,
  rows,
  average,
}: Pick<Props, 'label' | 'names' | 'columns' | 'rows' | 'average'>) => (
  <FiguresTable
    label={label}
    head={[names.row, names.size, ...columns]}
    rows={rows.map(row => [
      `${row.name}${row.partial ? ' (part)' : ''}`,
      row.size,
      ...columns.map((_, x) => {
        const cell = row.cells[x]
        return cell ? `${cell.shown}${cell.partial ? '*' : ''}` : ''
      }),
    ])}
    total={[names.average, '', ...columns.map((_, x) => average[x]?.shown ?? unknown)]}
  />
)
