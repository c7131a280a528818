import { Command } from 'cmdk'
import { useNavigate } from 'react-router'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { rowsAddress } from '../charts/RowsLink.tsx'
import { usePageState } from '../filters.ts'
import { customerAddress } from '../people.ts'
import { useSettled } from '../settled.ts'

type Props = { words: string; item: string; group: string; run: (act: () => void) => () => void }

/** How long typing must pause before the server is asked. */
const pause = 200
const most = 5

/** Products and customers whose name has these words, wherever in the range or before it. */
export const PaletteFound = ({ words, item, group, run }: Props) => {
  const { carried } = usePageState()
  const navigate = useNavigate()
  const search = useSettled(words.trim().slice(0, 200), pause)
  const enabled = search.length >= 2
  const asked = { search, limit: most, compare: 'none' as const }
  const products = useApi(api.revenue.products, asked, { enabled }).data?.data.rows
  const customers = useApi(api.customers.list, asked, { enabled }).data?.data.rows
  if (!enabled) return null
  return (
    <>
      {products && products.length > 0 && (
        <Command.Group heading="Products" className={group}>
          {products.map(({ id, name, category }) => (
            <Command.Item
              key={id}
              className={item}
              value={`Product ${name} ${id}`}
              keywords={[search]}
              onSelect={run(() => void navigate(rowsAddress(carried, { product: String(id) })))}
            >
              {name} <span className="text-muted">{category}, its order lines</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      {customers && customers.length > 0 && (
        <Command.Group heading="Customers" className={group}>
          {customers.map(({ id, name, company }) => (
            <Command.Item
              key={id}
              className={item}
              value={`Customer ${name} ${id}`}
              keywords={[search]}
              onSelect={run(() => void navigate(customerAddress(carried, id)))}
            >
              {name} {company && <span className="text-muted">{company}</span>}
            </Command.Item>
          ))}
        </Command.Group>
      )}
    </>
  )
}
