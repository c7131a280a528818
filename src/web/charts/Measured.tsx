import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'

/**
 * Draws its children for the room it is given by the page: its width, and the height it asks for or half as much again
 * where a neighbour is higher.
 * Nothing before it is known.
 */
export const Measured = ({
  height,
  children,
}: {
  height: number
  children: (width: number, height: number) => ReactNode
}) => {
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 0, height })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (size: { width: number; height: number }) =>
      setRoom({ width: Math.floor(size.width), height: Math.max(height, Math.floor(size.height)) })
    measure(element.getBoundingClientRect())
    const observer = new ResizeObserver(([entry]) => entry && measure(entry.contentRect))
    observer.observe(element)
    return () => observer.disconnect()
  }, [height])
  return (
    <div
      ref={box}
      className="relative w-full min-w-0 grow overflow-hidden"
      style={{ minHeight: height, maxHeight: height * 1.5 }}
    >
      {/* absolute: what is drawn must not hold the height it was drawn for */}
      {room.width > 0 && <div className="absolute inset-0">{children(room.width, room.height)}</div>}
    </div>
  )
}
