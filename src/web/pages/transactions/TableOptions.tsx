import { Columns3 } from 'lucide-react'
import type { LineColumn } from '#contract/line-order.ts'
import { list } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import type { useTableLook } from './table-look.ts'

const densities = [
  { value: 'roomy', label: 'Roomy' },
  { value: 'compact', label: 'Compact' },
] as const

/** Which columns stand in the table, and how close its rows. `bare`: those that hold nothing, folded away. */
export const TableOptions = ({
  columns,
  bare,
  look,
}: {
  columns: { id: LineColumn; header: string }[]
  bare: LineColumn[]
  look: ReturnType<typeof useTableLook>
}) => {
  const { hide, toggle, showAll, dense, setDense } = look
  const folded = columns.filter(({ id }) => bare.includes(id) && !hide.includes(id))
  return (
    <>
      <Popover
        title="Columns and density"
        align="start"
        className="w-64 p-3"
        trigger={
          <Button size="sm">
            <Columns3 aria-hidden className="size-4 text-muted" /> Columns
            {hide.length > 0 && <span className="text-muted">{hide.length} hidden</span>}
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <fieldset className="flex max-h-72 flex-col overflow-auto scroll-thin">
            <legend className="mb-1 text-sm font-semibold">Columns</legend>
            {columns.map(({ id, header }, i) => (
              <label key={id} className="flex items-start gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                  checked={!hide.includes(id)}
                  disabled={i === 0 || id === 'amount'}
                  onChange={() => toggle(id)}
                />
                {header}
                {bare.includes(id) && <span className="text-muted">holds nothing here</span>}
              </label>
            ))}
          </fieldset>
          {hide.length > 0 && (
            <Button look="quiet" size="sm" className="self-start" onClick={showAll}>
              Show all
            </Button>
          )}
          <div>
            <p className="mb-1 text-sm font-semibold">Rows</p>
            <Segmented
              label="Density"
              value={dense ? 'compact' : 'roomy'}
              choices={[...densities]}
              onChange={value => setDense(value === 'compact')}
            />
          </div>
        </div>
      </Popover>
      {folded.length > 0 && (
        <p className="text-xs text-muted">
          Nothing in {list(folded.map(({ header }) => header.toLowerCase()))}: folded away.
        </p>
      )}
    </>
  )
}
