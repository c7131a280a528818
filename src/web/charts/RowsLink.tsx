import { List } from 'lucide-react'
import { Link } from 'react-router'
import { addressOf } from '../address.ts'
import { buttonLook } from '../ui/Button.tsx'

/** One step from a bar, slice or legend to the rows behind it. */
export const RowsLink = ({ href, of }: { href: string; of: string }) => (
  <Link
    to={href}
    title={`See the rows behind ${of}`}
    aria-label={`See the rows behind ${of}`}
    className="flex size-6 shrink-0 items-center justify-center rounded text-muted group-hover:text-ink hover:bg-hover hover:text-ink print:hidden"
  >
    <List size={14} aria-hidden />
  </Link>
)

/** The same for a whole card, among its actions. */
export const AllRowsLink = ({ href, of }: { href: string; of: string }) => (
  <Link
    to={href}
    aria-label={`See the rows behind ${of}`}
    className={buttonLook({ look: 'quiet', size: 'sm' }, 'print:hidden')}
  >
    <List aria-hidden className="size-4" /> Rows
  </Link>
)

/** Where the rows behind a figure are: the page's own state (`carried`), narrowed to what the figure is about. */
export const rowsAddress = (carried: string, narrowed?: Record<string, string>) =>
  addressOf('/transactions', carried, narrowed)

/** The same of other days than the page's. */
export const rowsOfDays = (
  carried: string,
  { start, end }: { start: string; end: string },
  narrowed?: Record<string, string>,
) => {
  const params = new URLSearchParams(carried)
  params.delete('range')
  return rowsAddress(params.toString(), { from: start, to: end, ...narrowed })
}
