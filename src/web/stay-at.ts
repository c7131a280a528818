import { useEffect } from 'react'
import { useLocation } from 'react-router'

/** Cards above grow as their figures come: for so many milliseconds the one that the address names stays in sight. */
const settles = 5000
/** Whoever moves the page goes where they like. */
const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** Keeps the part of the page that the address names (`#id`) where the browser scrolled to, while the page fills. */
export const useStayAt = (id: string) => {
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash !== `#${id}`) return
    const observer = new ResizeObserver(() => document.getElementById(id)?.scrollIntoView())
    observer.observe(document.querySelector('main') ?? document.body)
    const stop = () => {
      observer.disconnect()
      clearTimeout(timer)
      for (const move of moves) removeEventListener(move, stop)
    }
    const timer = setTimeout(stop, settles)
    for (const move of moves) addEventListener(move, stop, { passive: true })
    return stop
  }, [hash, id, key])
}
