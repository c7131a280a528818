import { useLayoutEffect, useRef, useState } from 'react'

/**
 * A list that opens further within the height it had: beside another card a longer one would leave that card's bottom
 * empty. What opened is scrolled into sight; on a narrow screen, where cards stand below each other, it grows.
 */
export const useHeld = <List extends HTMLElement>() => {
  const list = useRef<List>(null)
  const [height, setHeight] = useState<number | null>(null)
  const open = height !== null
  useLayoutEffect(() => {
    const opener = list.current?.querySelector<HTMLElement>('[aria-expanded=true]')
    if (open && list.current && opener) list.current.scrollTop = opener.offsetTop
  }, [open])
  const held = {
    open,
    toggle: () => setHeight(open ? null : (list.current?.offsetHeight ?? 0)),
    className: open ? 'relative lg:max-h-(--held) lg:overflow-y-auto scroll-thin' : '',
    style: open ? ({ '--held': `${height}px` } as object) : undefined,
  }
  return [list, held] as const
}
