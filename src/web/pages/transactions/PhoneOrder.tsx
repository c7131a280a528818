import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { ChoiceMenu } from '../../ui/Menu.tsx'

type Sort = { id: string; desc: boolean }

/** Cards have no heads to sort by: a menu and a direction do it. */
export const PhoneOrder = ({
  columns,
  sort,
  onSort,
}: {
  columns: { id: string; header: string }[]
  sort: Sort
  onSort: (sort: Sort) => void
}) => (
  <div role="group" aria-label="Order of the rows" className="flex gap-2">
    <ChoiceMenu
      value={sort.id}
      choices={columns.map(({ id, header }) => ({ value: id, label: header }))}
      onChange={id => onSort({ id, desc: sort.desc })}
      trigger={
        <Button size="sm">
          <span className="text-muted">By</span> {columns.find(({ id }) => id === sort.id)?.header}
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </Button>
      }
    />
    <Button
      size="sm"
      aria-label={sort.desc ? 'Last or greatest first; turn round' : 'First or least first; turn round'}
      onClick={() => onSort({ id: sort.id, desc: !sort.desc })}
    >
      {sort.desc ? <ArrowDown aria-hidden className="size-4" /> : <ArrowUp aria-hidden className="size-4" />}
    </Button>
  </div>
)
