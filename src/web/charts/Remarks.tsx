import { list, plural, sentence } from '../format.ts'

type Meta = {
  rows: { counted: number; excluded: readonly { reason: string; rows: number }[] }
  notes: readonly string[]
}

/** What stands behind the figures: how many rows count, which are left out and why, and what the server has to say. */
export const Remarks = ({ meta: { rows, notes } }: { meta: Meta }) => (
  <ul className="flex flex-col gap-1 text-xs text-muted" aria-label="Remarks">
    <li>
      {plural(rows.counted, 'order line')} counted.
      {rows.excluded.length > 0 &&
        ` Left out: ${list(rows.excluded.map(left => `${plural(left.rows, 'row')} (${left.reason})`))}.`}
    </li>
    {notes.map(note => (
      <li key={note}>{sentence(note)}</li>
    ))}
  </ul>
)
