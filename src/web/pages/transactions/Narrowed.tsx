import { Link } from 'react-router'
import { usePageState } from '../../filters.ts'
import { money } from '../../format.ts'
import { customerAddress } from '../../people.ts'
import { Chip } from '../../ui/Chip.tsx'
import { useNarrowing } from './narrowing.ts'

type First = { customerId: number; customer: string; productId?: number; product?: string } | undefined

/** Each thing that narrows the list, undone by a click. `first`: a row, which knows the names of what was chosen by number. */
export const Narrowed = ({ first, currency }: { first: First; currency: string | undefined }) => {
  const { carried } = usePageState()
  const { narrowing, set } = useNarrowing()
  const { product, customer, order, rep_id: repId, amount_from: from, amount_to: to, status = [], rep = [] } = narrowing
  const amount = (text: string) => (currency ? money(Number(text), currency) : text)
  const chips: [label: string, remove: Record<string, string[] | undefined>][] = []
  if (order !== undefined) chips.push([`Order: ${order}`, { order: undefined }])
  if (product !== undefined)
    chips.push([
      `Product: ${first?.productId === Number(product) ? first.product : `number ${product}`}`,
      { product: undefined },
    ])
  if (customer !== undefined)
    chips.push([
      `Customer: ${first?.customerId === Number(customer) ? first.customer : `number ${customer}`}`,
      { customer: undefined },
    ])
  for (const state of status) chips.push([`Status: ${state}`, { status: status.filter(other => other !== state) }])
  for (const name of rep) chips.push([`Sales rep: ${name}`, { rep: rep.filter(other => other !== name) }])
  if (repId !== undefined)
    chips.push([repId === '0' ? 'Without a sales rep' : `Sales rep: number ${repId}`, { rep_id: undefined }])
  if (from !== undefined || to !== undefined)
    chips.push([
      from !== undefined && to !== undefined
        ? `Amount: ${amount(from)} to ${amount(to)}`
        : from === undefined
          ? `Amount: at most ${amount(to!)}`
          : `Amount: at least ${amount(from)}`,
      { amount_from: undefined, amount_to: undefined },
    ])
  return (
    <>
      {chips.map(([label, remove]) => (
        <Chip key={label} label={label} onRemove={() => set(remove)} />
      ))}
      {customer !== undefined && customer !== '0' && (
        <Link to={customerAddress(carried, Number(customer))} className="text-accent-text hover:underline">
          Open this customer
        </Link>
      )}
    </>
  )
}
