import { toaster } from './toaster.ts'

/** What stays longer: there is something to decide. */
const toDecide = 20_000

/** A short message; the toaster's code loads with the first one. `way`: a button in it. */
export const announce = (kind: 'success' | 'error', words: string, way?: { words: string; act: () => void }) =>
  void toaster().then(toast =>
    toast[kind](words, way && { duration: toDecide, action: { label: way.words, onClick: way.act } }),
  )
