import { useSyncExternalStore } from 'react'

// jsdom has no matchMedia
const below = (pixels: number) =>
  typeof matchMedia === 'function' ? matchMedia(`(max-width: ${pixels - 0.02}px)`) : null
const [phone, narrow, medium] = [below(640), below(768), below(1100)]
const subscribe = (notify: () => void) => {
  for (const query of [phone, narrow, medium]) query?.addEventListener('change', notify)
  return () => {
    for (const query of [phone, narrow, medium]) query?.removeEventListener('change', notify)
  }
}
const useMatch = (query: MediaQueryList | null) => useSyncExternalStore(subscribe, () => query?.matches === true)

/** phone: a table shows what matters first. narrow: the sidebar is a sheet. medium: it starts as icons alone. */
export const useWidth = () => ({ phone: useMatch(phone), narrow: useMatch(narrow), medium: useMatch(medium) })
