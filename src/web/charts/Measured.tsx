import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'

/** Draws its children for the width it is given by the page; nothing before it is known. */
export const Measured = ({ height, children }: { height: number; children: (width: number) => ReactNode }) => {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    setWidth(Math.floor(element.getBoundingClientRect().width))
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className="relative w-full min-w-0 overflow-hidden" style={{ height }}>
      {width > 0 && children(width)}
    </div>
  )
}
