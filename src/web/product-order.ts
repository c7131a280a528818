import { productOrderWords, productSorts } from '#contract/product-order.ts'
import { useAddress } from './address.ts'

/** The order of a page's products, which the server sorts: `sort=units&direction=asc`. */
export const useProductOrder = () => {
  const { params, set } = useAddress()
  const sort = productSorts.find(name => name === params.get('sort')) ?? 'revenue'
  const direction = params.get('direction') === 'asc' ? ('asc' as const) : ('desc' as const)
  const own = { ...(sort === 'revenue' ? {} : { sort }), ...(direction === 'desc' ? {} : { direction }) }
  return {
    /** For the API and for addresses; what is at its default is not said. */
    own,
    usual: sort === 'revenue' && direction === 'desc',
    /** "by units" */
    words: productOrderWords(sort, direction),
    sort: { id: sort, desc: direction === 'desc' },
    onSort: (next: { id: string; desc: boolean } | undefined) =>
      set({
        sort: next && next.id !== 'revenue' ? next.id : undefined,
        direction: next && !next.desc ? 'asc' : undefined,
      }),
  }
}
