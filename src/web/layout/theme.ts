import { useEffect, useState } from 'react'

export type Theme = 'light' | 'dark' | 'system'
export const themes: { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
]

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

const stored = (): Theme => {
  try {
    const chosen = localStorage.getItem('theme')
    return chosen === 'dark' || chosen === 'system' ? chosen : 'light'
  } catch {
    return 'light'
  }
}

/** The same rule as public/theme.js, which applies it before the first paint. */
const shownFor = (theme: Theme): 'light' | 'dark' =>
  theme === 'dark' || (theme === 'system' && prefersDark.matches) ? 'dark' : 'light'

/** What is chosen, what is shown, and how to choose. */
export const useTheme = () => {
  const [theme, choose] = useState(stored)
  const [shown, show] = useState(() => shownFor(stored()))
  useEffect(() => {
    const apply = () => {
      document.documentElement.dataset.theme = shownFor(theme)
      show(shownFor(theme))
    }
    try {
      localStorage.setItem('theme', theme)
    } catch {
      // Storage can be forbidden; the choice holds until the page is closed.
    }
    apply()
    prefersDark.addEventListener('change', apply)
    return () => prefersDark.removeEventListener('change', apply)
  }, [theme])
  return { theme, shown, choose }
}
