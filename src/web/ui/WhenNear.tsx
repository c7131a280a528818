import { useEffect, useRef, useState, type ReactNode } from 'react'

/** What stands far below asks for nothing until one comes near, or prints. */
export const WhenNear = ({ height, children }: { height: number; children: ReactNode }) => {
  const place = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    // jsdom has no observer
    if (near || !element || typeof IntersectionObserver === 'undefined') return
    const come = () => setNear(true)
    const observer = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && come(), {
      rootMargin: '300px',
    })
    observer.observe(element)
    addEventListener('beforeprint', come)
    return () => {
      observer.disconnect()
      removeEventListener('beforeprint', come)
    }
  }, [near])
  return near ? children : <div ref={place} className="@4xl:col-span-12" style={{ minHeight: height }} />
}
