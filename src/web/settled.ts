import { useEffect, useState } from 'react'

/** What is typed, once typing has paused for so many milliseconds. */
export const useSettled = (words: string, pause: number) => {
  const [settled, settle] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => settle(words), pause)
    return () => clearTimeout(timer)
  }, [words, pause])
  return settled
}
