import { Fragment, type ReactNode } from 'react'

type Props = {
  /** What the figures are. */
  label: string
  head: readonly string[]
  /** The first cell names the row. */
  rows: readonly (readonly ReactNode[])[]
  /** What the rows add up to. */
  total?: readonly ReactNode[]
}

/**
 * The figures of a chart, all of them. A few rows spread over the height there is, within reason; more scroll inside,
 * in the room the chart had.
 * Where the columns do not fit, the names of the rows stay in sight and the figures scroll past them.
 */
export const FiguresTable = ({ label, head, rows, total }: Props) => {
  const pad = head.length > wide ? 'px-1' : 'px-1.5'
  return (
    <div
      className={rows.length > few ? 'relative min-h-80 grow' : 'flex min-w-0 grow flex-col'}
      style={rows.length > few ? undefined : { maxHeight: `${(rows.length + 2) * 2.75}rem` }}
    >
      {/* Focusable, so that a keyboard can scroll it. */}
      <div
        role="region"
        aria-label={`${label}, as a table`}
        tabIndex={0}
        data-keys
        className={`scroll-thin scroll-cue overflow-auto rounded ${rows.length > few ? 'absolute inset-0' : 'relative grow'}`}
      >
        <table className={`w-full ${head.length > wide ? 'text-xs' : 'text-sm'} ${rows.length > few ? '' : 'h-full'}`}>
          <thead className="sticky top-0 z-20 bg-card text-xs text-muted">
            <tr>
              {head.map((name, i) => (
                <th
                  key={name}
                  scope="col"
                  className={`${pad} py-1.5 align-bottom font-medium text-balance first:pl-0 last:pr-0 ${i ? 'text-right' : `text-left ${stays}`}`}
                >
                  {name.includes(' – ') ? <Parted words={name} /> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row} className="border-t border-line">
                {cells.map((cell, i) =>
                  i ? (
                    <td key={i} className={`${pad} py-1.5 text-right last:pr-0`}>
                      {typeof cell === 'string' ? <Parted words={cell} /> : cell}
                    </td>
                  ) : (
                    <th
                      key={i}
                      scope="row"
                      className={`min-w-20 max-xl:min-w-26 py-1.5 pr-1.5 text-left font-normal wrap-anywhere ${stays}`}
                    >
                      {cell}
                    </th>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {total && (
            <tfoot className="sticky bottom-0 bg-card">
              <tr className="font-semibold">
                {total.map((cell, i) => (
                  <td
                    key={i}
                    className={`border-t border-line py-1.5 whitespace-nowrap ${i ? `${pad} text-right last:pr-0` : `pr-1.5 ${stays}`}`}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </div>
  )
}

const few = 9
/** More columns than these stand closer together. */
const wide = 5

const stays = 'sticky left-0 z-10 bg-card'

/** Two dates, or a figure and its share, break between them and not within. */
const Parted = ({ words }: { words: string }) =>
  words.split(/(?<=–) | (?=\()/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && ' '}
      <span className="whitespace-nowrap">{part}</span>
    </Fragment>
  ))
