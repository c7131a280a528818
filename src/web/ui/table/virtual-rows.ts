import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

const height = { roomy: 45, dense: 29 }

/** How far down the page an element begins, and whether its content fits its width. */
const usePlace = (element: RefObject<HTMLElement | null>, enabled: boolean) => {
  const [place, setPlace] = useState({ top: 0, fits: true })
  useLayoutEffect(() => {
    const box = element.current
    if (!enabled || !box) return
    const look = () => {
      const top = Math.round(box.getBoundingClientRect().top + scrollY)
      const fits = box.scrollWidth <= box.clientWidth
      setPlace(before => (before.top === top && before.fits === fits ? before : { top, fits }))
    }
    look()
    // what stands above comes and grows
    const observer = new ResizeObserver(look)
    observer.observe(document.body)
    observer.observe(box)
    return () => observer.disconnect()
  }, [element, enabled])
  return place
}

type Props = {
  count: number
  dense: boolean
  /** Only what is in sight is drawn. */
  virtual: boolean
  /** The page scrolls them, not a box of their own. */
  flow: boolean
  scroller: RefObject<HTMLElement | null>
}

/** Which rows are drawn, and the room that the others take before and after them. */
export const useVirtualRows = ({ count, dense, virtual, flow, scroller }: Props) => {
  const { top, fits } = usePlace(scroller, flow)
  const estimateSize = () => (dense ? height.dense : height.roomy)
  const inBox = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: 12,
    enabled: virtual && !flow,
  })
  const inPage = useWindowVirtualizer({
    count,
    estimateSize,
    overscan: 12,
    scrollMargin: top,
    enabled: virtual && flow,
  })
  const rows = flow ? inPage : inBox
  const margin = flow ? top : 0
  const items = rows.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  return {
    indexes: virtual ? items.map(({ index }) => index) : Array.from({ length: count }, (_, index) => index),
    before: virtual && first ? first.start - margin : 0,
    after: virtual && last ? rows.getTotalSize() - (last.end - margin) : 0,
    measure: virtual ? rows.measureElement : undefined,
    fits,
  }
}
