import { useSyncExternalStore } from 'react'

const below = (pixels: number) => matchMedia(`(max-width: ${pixels - 0.02}px)`)
const [narrow, medium] = [below(768), below(1100)]
const subscribe = (notify: () => void) => {
  for (const query of [narrow, medium]) query.addEventListener('change', notify)
  return () => {
    for (const query of [narrow, medium]) query.removeEventListener('change', notify)
  }
}

/** narrow: the sidebar is a sheet. medium: it starts as icons alone. */
export const useWidth = () => ({ narrow: useSyncExternalStore(subscribe, () => narrow.matches), medium: useSyncExternalStore(subscribe, () => medium.matches) })
