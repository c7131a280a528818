import { ChevronDown } from 'lucide-react'
import { useAddress } from '../../address.ts'
import { rowsAddress } from '../../charts/RowsLink.tsx'
import { withoutExclusion } from '../../filters.ts'
import { Button } from '../../ui/Button.tsx'
import { ChoiceMenu } from '../../ui/Menu.tsx'

export const byNames = {
  product: 'Product',
  category: 'Category',
  region: 'Region',
  channel: 'Channel',
  segment: 'Segment',
  customer: 'Customer',
  rep: 'Sales rep',
} as const
export type By = keyof typeof byNames

const isAmong = <T extends string>(value: string | null, all: readonly T[]): value is T =>
  (all as readonly (string | null)[]).includes(value)

/** What a card is by, in the address under a name of its own; the first of the list is not said. */
export const useBy = <T extends By>(name: string, all: readonly [T, ...T[]], usual: T = all[0]) => {
  const { params, set } = useAddress()
  const asked = params.get(name)
  const by: T = isAmong(asked, all) ? asked : usual
  return { by, choose: (next: T) => set({ [name]: next === usual ? undefined : next }) }
}

type ChoiceProps<T extends By> = {
  /** For screen readers, such as "Movers by". */
  label: string
  value: T
  all: readonly T[]
  onChange: (by: T) => void
}

export const ByChoice = <T extends By>({ label, value, all, onChange }: ChoiceProps<T>) => (
  <ChoiceMenu
    value={value}
    onChange={onChange}
    choices={all.map(by => ({ value: by, label: byNames[by] }))}
    trigger={
      <Button size="sm">
        <span className="sr-only">{label} </span>
        {byNames[value]}
        <ChevronDown aria-hidden className="size-3.5 text-muted" />
      </Button>
    }
  />
)

/** The rows of a part: those of an id, or of a value; 0 is nobody. */
export const partRows = (carried: string, by: By, { id, name }: { id: number | null; name: string }) => {
  if (by === 'rep') return rowsAddress(carried, { rep_id: String(id) })
  if (by === 'product' || by === 'customer') return rowsAddress(carried, { [by]: String(id) })
  return rowsAddress(withoutExclusion(carried, by), { [by]: name })
}
