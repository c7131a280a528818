import type { ReactNode } from 'react'

type Props = {
  /** What the figures are. */
  label: string
  head: readonly string[]
  /** The first cell names the row. */
  rows: readonly (readonly ReactNode[])[]
  /** What the rows add up to. */
  total?: readonly ReactNode[]
}

/** The figures of a chart, all of them. A few rows take the height they need; more scroll inside, in the room the chart had. */
export const FiguresTable = ({ label, head, rows, total }: Props) => (
  <div className={rows.length > few ? 'relative min-h-80 grow' : ''}>
    {/* Focusable, so that a keyboard can scroll it. */}
    <div
      role="region" aria-label={`${label}, as a table`} tabIndex={0} data-keys
      className={`scroll-thin scroll-cue overflow-auto rounded ${rows.length > few ? 'absolute inset-0' : 'relative'}`}
    >
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-card text-xs text-muted">
          <tr>
            {head.map((name, i) => (
              <th
                key={name} scope="col"
                className={`px-2 py-1.5 align-bottom font-medium text-balance first:pl-0 last:pr-0 ${i ? 'min-w-20 text-right' : 'text-left'}`}
              >
                {name.includes(' – ') ? <Range words={name} /> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-t border-line">
              {cells.map((cell, i) => i
                ? <td key={i} className="px-2 py-1.5 text-right whitespace-nowrap last:pr-0">{cell}</td>
                : <th key={i} scope="row" className="min-w-24 py-1.5 pr-2 text-left font-normal wrap-anywhere">{cell}</th>)}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot className="sticky bottom-0 bg-card">
            <tr className="font-semibold">
              {total.map((cell, i) => <td key={i} className={`border-t border-line py-1.5 whitespace-nowrap ${i ? 'px-2 text-right last:pr-0' : 'pr-2'}`}>{cell}</td>)}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  </div>
)

const few = 9

/** Two dates break between them, not within. */
const Range = ({ words }: { words: string }) => {
  const [from, to] = words.split(' – ')
  return <><span className="whitespace-nowrap">{from} –</span> <span className="whitespace-nowrap">{to}</span></>
}
