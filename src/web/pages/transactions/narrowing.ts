import { uncompared } from '../../comparing.ts'
import { useMemo } from 'react'
import { api, type Query } from '#contract'
import {
  type LineColumn,
  lineColumns,
  type LineSort,
  lineSorts,
  type LineState,
  lineStates,
  orderSorts,
} from '#contract/line-order.ts'
import { useAddress } from '../../address.ts'
import { usePageState } from '../../filters.ts'

export type LinesAsked = Query<typeof api.transactions.list>
export type OrdersAsked = Query<typeof api.transactions.orders>

const isId = (text: string) => /^\d{1,15}$/.test(text)
const isAmount = (text: string) => /^-?\d{1,12}(\.\d{1,2})?$/.test(text)

/** What one value narrows to; what the API would refuse is left out. */
const single = {
  product: (text: string) => isId(text) && text !== '0',
  customer: isId,
  order: (text: string) => text.length <= 200,
  rep_id: isId,
  amount_from: isAmount,
  amount_to: isAmount,
} as const
type Single = keyof typeof single

/** What narrows the list besides the page's own filters. */
export type Narrowing = Partial<Record<Single, string>> & { status?: LineState[]; rep?: string[] }

const several = (params: URLSearchParams, name: string) =>
  [...new Set(params.getAll(name).filter(Boolean))].slice(0, 100)

const readNarrowing = (params: URLSearchParams): Narrowing => {
  const one = Object.keys(single)
    .map(name => [name, params.get(name) ?? ''] as const)
    .filter(([name, text]) => text && single[name as Single](text))
  const status = lineStates.filter(state => params.getAll('status').includes(state))
  const rep = several(params, 'rep').filter(name => name.length <= 200)
  const found: Narrowing = {
    ...Object.fromEntries(one),
    ...(status.length ? { status } : {}),
    ...(rep.length ? { rep } : {}),
  }
  // limits the wrong way round are none
  if (Number(found.amount_to ?? Infinity) < Number(found.amount_from ?? -Infinity)) delete found.amount_to
  return found
}

/** By date and the latest first, unless the address says otherwise; `sort=oldest` is how it was once said. */
const readOrder = (params: URLSearchParams, sorts: readonly string[]) => {
  const asked = params.get('sort') ?? ''
  const sort = sorts.includes(asked) ? asked : 'date'
  return { sort, desc: asked === 'oldest' ? false : params.get('direction') !== 'asc' }
}

/** The page's own part of the address: which lines, whether as orders, in which order, without which columns. */
export const useNarrowing = () => {
  const { question } = usePageState()
  const { params, set } = useAddress()
  return useMemo(() => {
    const narrowing = readNarrowing(params)
    const grouped = params.get('group') === 'order'
    const { sort, desc } = readOrder(params, grouped ? orderSorts : lineSorts)
    const rows = params.get('rows') === 'all' ? ('all' as const) : undefined
    const search = params.get('search')?.trim().slice(0, 200) ?? ''
    const asked = {
      ...question,
      // a comparison means nothing to rows
      ...uncompared,
      ...narrowing,
      ...(rows ? { rows } : {}),
      ...(search ? { search } : {}),
      ...(sort === 'date' ? {} : { sort: sort as LineSort }),
      ...(desc ? {} : { direction: 'asc' as const }),
    } as LinesAsked
    return {
      narrowing,
      narrowed: Object.keys(narrowing).length > 0,
      grouped,
      rows,
      search,
      hide: lineColumns.filter((column): column is LineColumn => params.getAll('hide').includes(column)),
      asked,
      sort: { id: sort, desc },
      onSort: (next: { id: string; desc: boolean } | undefined) =>
        set({
          sort: next && next.id !== 'date' ? next.id : undefined,
          direction: next && !next.desc ? 'asc' : undefined,
        }),
      /** Pending and cancelled lines are seen among all rows only. */
      setStates: (states: readonly string[]) =>
        set({
          status: [...states],
          ...(states.some(state => state === 'pending' || state === 'cancelled') ? { rows: 'all' } : {}),
        }),
      letGo: () => set(Object.fromEntries([...Object.keys(single), 'status', 'rep'].map(name => [name, undefined]))),
      set,
    }
  }, [question, params, set])
}
