import { useEffect } from 'react'
import { type LineColumn, lineColumns } from '#contract/line-order.ts'
import { useRemembered } from '../../remembered.ts'
import { useNarrowing } from './narrowing.ts'

const columnsIn = (text: string | null) => {
  const named = (text ?? '').split(' ')
  return lineColumns.filter((column): column is LineColumn => named.includes(column))
}

/**
 * Which columns are hidden, and how close rows stand. Both are remembered; the columns are in the address as well, so
 * that a link shows them as they are, and an address that says nothing takes what is remembered.
 */
export const useTableLook = () => {
  const { hide, set } = useNarrowing()
  const [remembered, remember] = useRemembered('order-lines: hidden columns')
  const [density, setDensity] = useRemembered('table density')
  const hidden = hide.join(' ')
  useEffect(() => {
    const wanted = columnsIn(remembered)
    if (hidden === '' && wanted.length > 0) set({ hide: wanted }, { replace: true })
  }, [hidden, remembered, set])
  const setHidden = (columns: LineColumn[]) => {
    remember(columns.join(' '))
    set({ hide: columns })
  }
  return {
    hide,
    toggle: (column: LineColumn) =>
      setHidden(hide.includes(column) ? hide.filter(other => other !== column) : [...hide, column]),
    showAll: () => setHidden([]),
    dense: density === 'compact',
    setDense: (dense: boolean) => setDensity(dense ? 'compact' : 'roomy'),
  }
}
